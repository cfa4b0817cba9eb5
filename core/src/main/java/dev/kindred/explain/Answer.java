package dev.kindred.explain;

import dev.kindred.tensor.Matrix;

/**
 * A clustering to be explained. Its arrays belong to the caller and are not changed.
 *
 * @param labels {@code [n]} cluster of each node, 0 .. k-1
 * @param confidence {@code [n]} the winning cluster's share of the soft assignment
 * @param second {@code [n]} the runner-up, -1 where there is one cluster only
 * @param margin {@code [n]} confidence less the runner-up's share
 * @param embedding {@code [n x h]}
 * @param centers {@code [k x h]}
 */
public record Answer(int[] labels, float[] confidence, int[] second, float[] margin, Matrix embedding, Matrix centers) {
    public Answer {
        int nodes = labels.length;
        check("confidence", confidence.length, nodes);
        check("second", second.length, nodes);
        check("margin", margin.length, nodes);
        check("embedding rows", embedding.rows(), nodes);
        if (centers.columns() != embedding.columns()) {
            throw new IllegalArgumentException("centers: expected " + embedding.columns()
                    + " columns (those of the embedding), got " + centers.columns());
        }
        for (int label : labels) {
            if (label < 0 || label >= centers.rows()) {
                throw new IllegalArgumentException(
                        "label: expected 0 to " + (centers.rows() - 1) + " (centers - 1), got " + label);
            }
        }
    }

    private static void check(String what, int got, int nodes) {
        if (got != nodes) {
            throw new IllegalArgumentException(what + ": expected " + nodes + " (labels), got " + got);
        }
    }

    public int nodes() {
        return labels.length;
    }

    /** k, empty clusters among them. */
    public int clusters() {
        return centers.rows();
    }
}
