package dev.kindred.sweep;

import java.util.Arrays;

/**
 * What chance makes of a score: the same score of draws in which edges were rewired and columns shuffled.
 *
 * @param low least of the draws
 * @param mean of the draws
 * @param high largest of the draws
 */
public record Band(double low, double mean, double high) {
    static Band of(double[] draws) {
        return new Band(
                Arrays.stream(draws).min().orElse(0),
                Arrays.stream(draws).average().orElse(0),
                Arrays.stream(draws).max().orElse(0));
    }
}
