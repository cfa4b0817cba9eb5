package dev.kindred.eval;

import dev.kindred.cluster.KMeans;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;

/** The clustering without a graph: k-means on the projected attributes, fitted on {@link Sample a sample} of the nodes. */
final class AttributeClusters {
    private static final int RESTARTS = 2;
    private static final int ITERATIONS = 20;
    private static final double TOLERANCE = 1e-4;

    private AttributeClusters() {}

    /**
     * Clusters all nodes.
     *
     * @param points {@code [n x d]}
     * @return {@code [n]} the nearest center of each
     */
    static int[] of(Kernels kernels, Matrix points, int clusters, long seed) {
        int width = points.columns();
        int stride = Sample.stride(points.rows());
        if (Math.ceilDiv(points.rows(), stride) < clusters) {
            stride = 1;
        }
        Matrix sample = Matrix.zeros(Math.ceilDiv(points.rows(), stride), width);
        for (int i = 0; i < sample.rows(); i++) {
            System.arraycopy(points.data(), i * stride * width, sample.data(), i * width, width);
        }
        Matrix centers;
        try (Compute compute = new Compute(kernels, Workers.create(1))) {
            centers = new KMeans(clusters, RESTARTS, ITERATIONS, TOLERANCE)
                    .fit(compute, sample, seed)
                    .centers();
        }
        int[] labels = new int[points.rows()];
        float[] distances = new float[clusters];
        for (int i = 0; i < labels.length; i++) {
            kernels.squaredDistances(points.data(), i * width, width, centers.data(), 0, width, clusters, distances, 0);
            for (int j = 1; j < clusters; j++) {
                labels[i] = distances[j] < distances[labels[i]] ? j : labels[i];
            }
        }
        return labels;
    }
}
