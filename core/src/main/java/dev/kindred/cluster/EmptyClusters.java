package dev.kindred.cluster;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/** Gives an empty cluster a new center: the node farthest from all centers, as in k-means. */
public final class EmptyClusters {
    private EmptyClusters() {}

    /**
     * Moves the center of an empty cluster to the row that is farthest from its nearest center.
     *
     * @param z {@code [n x h]}
     * @param centers {@code [k x h]}, changed in place
     * @param cluster number of the empty cluster
     * @return whether it was moved; false if every row equals a center, because there are fewer distinct rows than clusters
     */
    public static boolean reseed(Kernels kernels, Matrix z, Matrix centers, int cluster) {
        int width = z.columns();
        int clusters = centers.rows();
        float[] distances = new float[clusters];
        float most = 0;
        int farthest = -1;
        for (int i = 0; i < z.rows(); i++) {
            kernels.squaredDistances(z.data(), i * width, width, centers.data(), 0, width, clusters, distances, 0);
            float nearest = Float.POSITIVE_INFINITY;
            for (float distance : distances) {
                nearest = Math.min(nearest, distance);
            }
            if (nearest > most) {
                most = nearest;
                farthest = i;
            }
        }
        if (farthest >= 0) {
            System.arraycopy(z.data(), farthest * width, centers.data(), cluster * width, width);
        }
        return farthest >= 0;
    }
}
