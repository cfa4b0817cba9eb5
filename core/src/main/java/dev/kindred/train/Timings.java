package dev.kindred.train;

import java.util.Map;

/**
 * Where a run's time went.
 *
 * @param seconds of each stage
 * @param epochMillisMedian median milliseconds of an epoch, for the stages that have epochs
 */
public record Timings(Map<Stage, Double> seconds, Map<Stage, Double> epochMillisMedian) {
    public Timings {
        seconds = Map.copyOf(seconds);
        epochMillisMedian = Map.copyOf(epochMillisMedian);
    }
}
