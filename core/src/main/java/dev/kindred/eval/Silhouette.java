package dev.kindred.eval;

import dev.kindred.tensor.Matrix;

/**
 * The simplified silhouette (Hruschka et al., 2004): the mean of {@code (b - a) / max(a, b)} over nodes, where a is the distance to the mean of
 * the node's own cluster and b the distance to the nearest other mean. {@code O(sampled nodes * clusters * columns)}.
 */
public final class Silhouette {
    private Silhouette() {}

    /**
     * Computes it over at most 20,000 of the nodes, evenly spaced; the means are those of all nodes.
     *
     * @param points {@code [n x d]}
     * @param labels {@code [n]} below clusters
     */
    public static double of(Matrix points, int[] labels, int clusters) {
        int[] sizes = new int[clusters];
        double[][] means = means(points, labels, sizes);
        double sum = 0;
        int counted = 0;
        int stride = Sample.stride(labels.length);
        for (int i = 0; i < labels.length; i += stride) {
            sum += ofNode(points, i, labels[i], means, sizes);
            counted++;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static double[][] means(Matrix points, int[] labels, int[] sizes) {
        double[][] means = new double[sizes.length][points.columns()];
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]]++;
            for (int c = 0; c < points.columns(); c++) {
                means[labels[i]][c] += points.get(i, c);
            }
        }
        for (int j = 0; j < sizes.length; j++) {
            for (int c = 0; c < points.columns(); c++) {
                means[j][c] /= Math.max(1, sizes[j]);
            }
        }
        return means;
    }

    private static double ofNode(Matrix points, int node, int label, double[][] means, int[] sizes) {
        double own = 0;
        double other = Double.POSITIVE_INFINITY;
        for (int j = 0; j < means.length; j++) {
            if (sizes[j] == 0) {
                continue;
            }
            double squares = 0;
            for (int c = 0; c < points.columns(); c++) {
                double d = points.get(node, c) - means[j][c];
                squares += d * d;
            }
            if (j == label) {
                own = Math.sqrt(squares);
            } else {
                other = Math.min(other, Math.sqrt(squares));
            }
        }
        double larger = Math.max(own, other);
        return larger == 0 || other == Double.POSITIVE_INFINITY ? 0 : (other - own) / larger;
    }
}
