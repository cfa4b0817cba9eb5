package dev.kindred.cluster;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/** Clusters that no node is nearest to: found, and begun anew where the farthest node stands, as k-means does. Pure functions. */
public final class EmptyClusters {
    private EmptyClusters() {}

    /** Nodes whose largest share is each cluster's, {@code [k]}, from Q, {@code [n x k]}; the first of equal shares counts. */
    public static int[] sizes(Matrix q) {
        int[] sizes = new int[q.columns()];
        for (int label : labels(q)) {
            sizes[label]++;
        }
        return sizes;
    }

    /** The cluster of each node's largest share, {@code [n]}; the first of equal ones. */
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

    /**
     * Moves the center of an empty cluster to the row that is farthest from its own center.
     *
     * @param z {@code [n x h]}
     * @param centers {@code [k x h]}, changed in place
     * @return whether it moved: not where every row stands on a center already, as then there are fewer distinct rows than clusters
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
