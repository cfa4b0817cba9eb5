package dev.kindred.cluster;

import dev.kindred.kernels.Kernels;

/**
 * Student-t soft assignment (DEC, Xie et al., ICML 2016, eq. 1): {@code q_ij} proportional to
 * {@code (1 + s^2 |z_i - mu_j|^2 / alpha)^(-(alpha + 1) / 2)}, with rows that sum to 1. The distance scale {@code s} is an addition; with 1
 * this is DEC's assignment.
 *
 * @param alpha degrees of freedom
 * @param distanceScale s
 */
public record SoftAssignment(double alpha, double distanceScale) {

    /**
     * Computes rows {@code from .. to-1} of Q from embedding and centers.
     *
     * @param z {@code [n x h]}
     * @param centers {@code [k x h]}
     * @param q {@code [(to - from) x k]} at {@code offset}
     */
    public void into(
            Kernels kernels,
            float[] z,
            float[] centers,
            int width,
            int clusters,
            int from,
            int to,
            float[] q,
            int offset) {
        similarities(kernels, z, centers, width, clusters, from, to, q, offset);
        normalizeInPlace(kernels, clusters, to - from, q, offset);
    }

    /** Turns {@link #similarities} into Q, in place. */
    public void normalizeInPlace(Kernels kernels, int clusters, int rows, float[] q, int offset) {
        int end = offset + rows * clusters;
        if (alpha != 1) {
            kernels.logInPlace(q, offset, end);
            kernels.scaleInPlace((float) ((alpha + 1) / 2), q, offset, end - offset);
            kernels.expInPlace(q, offset, end);
        }
        for (int row = offset; row < end; row += clusters) {
            float sum = 0;
            for (int j = row; j < row + clusters; j++) {
                sum += q[j];
            }
            kernels.scaleInPlace(1 / sum, q, row, clusters);
        }
    }

    /** Computes {@code 1 / (1 + s^2 |z_i - mu_j|^2 / alpha)} for rows {@code from .. to-1}. */
    public void similarities(
            Kernels kernels,
            float[] z,
            float[] centers,
            int width,
            int clusters,
            int from,
            int to,
            float[] out,
            int offset) {
        float factor = (float) (distanceScale * distanceScale / alpha);
        for (int i = from; i < to; i++) {
            int row = offset + (i - from) * clusters;
            kernels.squaredDistances(z, i * width, width, centers, 0, width, clusters, out, row);
            for (int j = row; j < row + clusters; j++) {
                out[j] = 1 / (1 + factor * out[j]);
            }
        }
    }
}
