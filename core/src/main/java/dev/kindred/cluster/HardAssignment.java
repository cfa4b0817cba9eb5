package dev.kindred.cluster;

import dev.kindred.tensor.Matrix;

/** Hard assignments from soft ones: a node belongs to the cluster with the largest value in its row of Q; among equals, to the first. */
public final class HardAssignment {
    private HardAssignment() {}

    /** The number of nodes of each cluster, {@code [k]}, from Q, {@code [n x k]}. */
    public static int[] sizes(Matrix q) {
        int[] sizes = new int[q.columns()];
        for (int label : labels(q)) {
            sizes[label]++;
        }
        return sizes;
    }

    /** The cluster of each node, {@code [n]}, from Q, {@code [n x k]}. */
    public static int[] labels(Matrix q) {
        int[] labels = new int[q.rows()];
        int clusters = q.columns();
        for (int i = 0; i < labels.length; i++) {
            int largest = 0;
            for (int j = 1; j < clusters; j++) {
                if (q.data()[i * clusters + j] > q.data()[i * clusters + largest]) {
                    largest = j;
                }
            }
            labels[i] = largest;
        }
        return labels;
    }
}
