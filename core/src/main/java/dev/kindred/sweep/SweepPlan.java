package dev.kindred.sweep;

import dev.kindred.method.Method;

/**
 * What is swept.
 *
 * @param counts numbers of clusters
 * @param method that groups the nodes; AUTO for all that fit the data
 * @param seeds clusterings of each method and k, 2 or more
 * @param draws in which structure was destroyed, 0 or more
 * @param seed of the first
 */
public record SweepPlan(ClusterCounts counts, Method method, int seeds, int draws, long seed) {
    public static final int DEFAULT_SEEDS = 3;
    public static final int DEFAULT_DRAWS = 3;

    public SweepPlan {
        if (seeds < 2) {
            throw new IllegalArgumentException("seeds: expected 2 or more to compare, got " + seeds);
        }
        if (draws < 0) {
            throw new IllegalArgumentException("draws: expected 0 or more, got " + draws);
        }
    }

    /** Three seeds and three draws. */
    public static SweepPlan of(ClusterCounts counts, Method method, long seed) {
        return new SweepPlan(counts, method, DEFAULT_SEEDS, DEFAULT_DRAWS, seed);
    }
}
