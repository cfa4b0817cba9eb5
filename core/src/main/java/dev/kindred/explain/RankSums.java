package dev.kindred.explain;

import java.util.Arrays;

/**
 * Mann-Whitney's U of each cluster against all other nodes, from one ranking with midranks (Mann and Whitney, 1947). The normal approximation, corrected for ties
 * and continuity, two-sided. Nodes without a number are left out.
 */
final class RankSums {
    private final int known;
    private final double tieSum;
    private final int[] size;
    private final double[] rankSum;
    private final double[] sum;

    /**
     * Ranks the numbers.
     *
     * @param values {@code [n]} NaN where a node has none
     * @param labels {@code [n]} 0 .. clusters-1
     */
    RankSums(double[] values, int[] labels, int clusters) {
        // Adding 0 makes a 0 of -0, which sorting and searching would tell apart.
        double[] sorted = Arrays.stream(values)
                .filter(v -> !Double.isNaN(v))
                .map(v -> v + 0.0)
                .toArray();
        Arrays.sort(sorted);
        known = sorted.length;
        double[] distinct = new double[known];
        double[] midrank = new double[known];
        int count = 0;
        double ties = 0;
        for (int from = 0; from < known; ) {
            int to = from + 1;
            while (to < known && sorted[to] == sorted[from]) {
                to++;
            }
            distinct[count] = sorted[from];
            midrank[count++] = (from + 1 + to) / 2.0;
            double tied = to - from;
            ties += tied * tied * tied - tied;
            from = to;
        }
        tieSum = ties;
        size = new int[clusters];
        rankSum = new double[clusters];
        sum = new double[clusters];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int label = labels[i];
                size[label]++;
                sum[label] += values[i];
                rankSum[label] += midrank[Arrays.binarySearch(distinct, 0, count, values[i] + 0.0)];
            }
        }
    }

    /** Nodes with a number. */
    int known() {
        return known;
    }

    /** Whether members and others can be compared: some of both, and not all numbers equal. */
    boolean comparable(int cluster) {
        return size[cluster] > 0 && size[cluster] < known && variance(cluster) > 0;
    }

    /** The mean of members, or of all others. */
    double mean(int cluster) {
        return sum[cluster] / size[cluster];
    }

    double meanOfOthers(int cluster) {
        return (Arrays.stream(sum).sum() - sum[cluster]) / (known - size[cluster]);
    }

    double meanOfAll() {
        return Arrays.stream(sum).sum() / known;
    }

    /** Pairs of a member and another in which the member's number is larger, ties counted half. */
    double u(int cluster) {
        return rankSum[cluster] - size[cluster] * (size[cluster] + 1.0) / 2;
    }

    /** Cliff's delta, which is the rank-biserial correlation: -1 to 1. */
    double delta(int cluster) {
        return 2 * u(cluster) / ((double) size[cluster] * (known - size[cluster])) - 1;
    }

    double p(int cluster) {
        double mean = (double) size[cluster] * (known - size[cluster]) / 2;
        double z = (Math.abs(u(cluster) - mean) - .5) / Math.sqrt(variance(cluster));
        return Math.min(1, 2 * Gamma.normalTail(z));
    }

    private double variance(int cluster) {
        double pairs = (double) size[cluster] * (known - size[cluster]);
        return known < 2 ? 0 : pairs / 12 * (known + 1 - tieSum / ((double) known * (known - 1)));
    }
}
