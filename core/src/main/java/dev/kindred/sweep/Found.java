package dev.kindred.sweep;

import dev.kindred.eval.LabelMetrics;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found for one number of clusters.
 *
 * @param k number of clusters
 * @param labels {@code [n]} the clusters that are scored
 * @param second {@code [n]} each node's second choice
 * @param evidence in nats; null where no block model judges
 * @param agreement of all clusterings that were made
 */
record Found(int k, int[] labels, int[] second, @Nullable Double evidence, double agreement) {
    Found withAgreement(double newAgreement) {
        return new Found(k, labels, second, evidence, newAgreement);
    }

    double nats() {
        return evidence == null ? Double.NEGATIVE_INFINITY : evidence;
    }

    int occupied() {
        return (int) Arrays.stream(labels).distinct().count();
    }

    /** Share of the nodes in the largest cluster. */
    double largest() {
        int[] sizes = new int[k];
        for (int label : labels) {
            sizes[label]++;
        }
        return (double) Arrays.stream(sizes).max().orElse(0) / Math.max(1, labels.length);
    }

    /** Mean adjusted Rand index over all pairs; a clustering with one cluster agrees with nothing. */
    static double agreement(List<int[]> clusterings) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < clusterings.size(); i++) {
            for (int j = i + 1; j < clusterings.size(); j++) {
                sum += isTrivial(clusterings.get(i)) || isTrivial(clusterings.get(j))
                        ? 0
                        : LabelMetrics.adjustedRandIndex(clusterings.get(i), clusterings.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    private static boolean isTrivial(int[] labels) {
        return Arrays.stream(labels).allMatch(label -> label == labels[0]);
    }
}
