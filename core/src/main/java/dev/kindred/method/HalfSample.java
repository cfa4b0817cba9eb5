package dev.kindred.method;

import dev.kindred.cluster.KMeans;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * k-means fitted on a random half of the nodes; all nodes go to the nearest center. How far such clusterings agree from seed to seed says whether
 * k is a property of the data or of the draw (Ben-Hur et al., 2002; von Luxburg, 2010).
 */
public final class HalfSample {
    private static final int RESTARTS = 2;

    private HalfSample() {}

    /**
     * Clusters all nodes by one half.
     *
     * @param points {@code [n x d]}
     * @param clusters k
     * @param seed of the half and of the starts
     * @return {@code [n]} labels, 0 .. k-1
     */
    public static int[] labels(Matrix points, int clusters, long seed, Compute compute) {
        Matrix half = half(points, seed);
        Matrix fitted = half.rows() < clusters ? points : half;
        Matrix centers =
                KMeans.of(clusters, RESTARTS).fit(compute, fitted, seed).centers();
        int width = points.columns();
        int[] labels = new int[points.rows()];
        float[] distances = new float[clusters];
        for (int i = 0; i < labels.length; i++) {
            compute.kernels()
                    .squaredDistances(
                            points.data(), i * width, width, centers.data(), 0, width, clusters, distances, 0);
            for (int c = 1; c < clusters; c++) {
                labels[i] = distances[c] < distances[labels[i]] ? c : labels[i];
            }
        }
        return labels;
    }

    private static Matrix half(Matrix points, long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.K_MEANS, 1L << 45);
        int width = points.columns();
        float[] rows = new float[points.size()];
        int taken = 0;
        for (int i = 0; i < points.rows(); i++) {
            if (random.nextDouble() < .5) {
                System.arraycopy(points.data(), i * width, rows, taken * width, width);
                taken++;
            }
        }
        return new Matrix(taken, width, Arrays.copyOf(rows, taken * width));
    }
}
