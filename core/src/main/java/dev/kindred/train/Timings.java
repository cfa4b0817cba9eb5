package dev.kindred.train;

import java.util.Map;

/**
 * Time of a run by stage.
 *
 * @param seconds seconds of each stage, over all resumptions
 * @param epochMillisMedian median milliseconds of an epoch, for stages that have epochs
 */
public record Timings(Map<Stage, Double> seconds, Map<Stage, Double> epochMillisMedian) {
    public Timings {
        seconds = Map.copyOf(seconds);
        epochMillisMedian = Map.copyOf(epochMillisMedian);
    }
}
