package dev.kindred.autograd;

import dev.kindred.cluster.SoftAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * The clustering loss of DEC (Xie et al., 2016, eq. 2, 4 and 5): {@code KL(P || Q) / n}, with P fixed. One pass over the nodes computes Q,
 * the loss and both gradients: with {@code c_ij = (alpha + 1) s^2 (p_ij - q_ij) / (alpha n (1 + s^2 d_ij^2 / alpha))},
 * {@code dz_i = sum_j c_ij (z_i - mu_j)} and {@code dmu_j = -sum_i c_ij (z_i - mu_j)}.
 */
public final class ClusteringLoss {
    /** Rows whose logarithms are computed together. */
    private static final int BLOCK = 32;

    private ClusteringLoss() {}

    /**
     * Adds the loss to the gradients of z and the centers.
     *
     * @param z {@code [n x h]}; rows beyond those of the target are ignored
     * @param centers {@code [k x h]}
     * @param distribution P of the first rows of z
     * @param weight factor of the gradients
     * @return the loss, not multiplied by {@code weight}
     */
    public static double apply(
            Tape tape,
            Variable z,
            Variable centers,
            TargetDistribution distribution,
            SoftAssignment assignment,
            double weight) {
        int clusters = centers.rows();
        int width = z.columns();
        Matrix target = distribution.matrix();
        int nodes = target.rows();
        if (centers.columns() != width || z.rows() < nodes || target.columns() != clusters) {
            throw new IllegalArgumentException("target: expected Matrix[" + nodes + " x " + clusters
                    + "] for centers of " + width + " columns, got " + target + " and centers of " + centers.columns());
        }
        Kernels kernels = tape.kernels();
        boolean recording = tape.isTraining() && z.isDifferentiable();
        boolean adding = recording && z.hasGradient();
        float[] dz = recording ? z.gradient().data() : z.value().data();
        if (recording && !adding) {
            Arrays.fill(dz, 0, z.value().size(), 0f);
        }
        Chunks chunks = Chunks.ofRows(nodes, 8L * clusters * width);
        ChunkSums sums = ChunkSums.of(tape, chunks, clusters * width);
        double[] losses = new double[chunks.count()];
        Matrix scratch = tape.matrix(tape.workers().threads(), 3 * BLOCK * clusters);
        double s2 = assignment.distanceScale() * assignment.distanceScale();
        float factor = (float) (weight * (assignment.alpha() + 1) / assignment.alpha() * s2 / Math.max(1, nodes));
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int partial = sums.begin(chunk);
            Block block = new Block(scratch.data(), worker * scratch.columns(), BLOCK * clusters);
            for (int from = chunks.from(chunk); from < chunks.to(chunk); from += BLOCK) {
                int to = Math.min(from + BLOCK, chunks.to(chunk));
                losses[chunk] += block.fill(kernels, assignment, z.value(), centers.value(), target, from, to);
                if (recording) {
                    block.gradients(
                            kernels, z.value(), centers.value(), target, from, to, factor, dz, sums.data(), partial);
                }
            }
        });
        if (recording && centers.isDifferentiable()) {
            sums.addTo(centers, 0);
        }
        return (distribution.negativeEntropy() + Arrays.stream(losses).sum()) / Math.max(1, nodes);
    }

    /**
     * Scratch memory of one worker for a few rows: similarities, q, and log q or gradients. {@code fill} returns {@code -sum of p log q}.
     */
    private record Block(float[] data, int similarities, int size) {
        double fill(
                Kernels kernels, SoftAssignment assignment, Matrix z, Matrix centers, Matrix target, int from, int to) {
            int clusters = centers.rows();
            int q = similarities + size;
            int logs = q + size;
            int count = (to - from) * clusters;
            assignment.similarities(
                    kernels, z.data(), centers.data(), z.columns(), clusters, from, to, data, similarities);
            System.arraycopy(data, similarities, data, q, count);
            assignment.normalizeInPlace(kernels, clusters, to - from, data, q);
            System.arraycopy(data, q, data, logs, count);
            kernels.logInPlace(data, logs, logs + count);
            double loss = 0;
            for (int e = 0; e < count; e++) {
                loss -= target.data()[from * clusters + e] * data[logs + e];
            }
            return loss;
        }

        /** With C the matrix of {@code c_ij}, negated in place of log q: {@code dZ += diag(C 1) Z - C mu}, {@code dmu += diag(1' C) mu - C' Z}. */
        void gradients(
                Kernels kernels,
                Matrix z,
                Matrix centers,
                Matrix target,
                int from,
                int to,
                float factor,
                float[] dz,
                float[] dCenters,
                int partial) {
            int clusters = centers.rows();
            int width = z.columns();
            int negated = similarities + 2 * size;
            for (int i = from; i < to; i++) {
                int row = (i - from) * clusters;
                float all = 0;
                for (int j = 0; j < clusters; j++) {
                    int at = similarities + row + j;
                    float c = factor * (target.data()[i * clusters + j] - data[at + size]) * data[at];
                    data[negated + row + j] = -c;
                    all += c;
                }
                kernels.addScaled(all, z.data(), i * width, dz, i * width, width);
            }
            for (int j = 0; j < clusters; j++) {
                float all = 0;
                for (int at = negated + j; at < negated + (to - from) * clusters; at += clusters) {
                    all -= data[at];
                }
                kernels.addScaled(all, centers.data(), j * width, dCenters, partial + j * width, width);
            }
            int rows = to - from;
            kernels.multiply(
                    data,
                    negated,
                    clusters,
                    1,
                    rows,
                    clusters,
                    centers.data(),
                    0,
                    width,
                    dz,
                    from * width,
                    width,
                    width,
                    true);
            kernels.multiply(
                    data,
                    negated,
                    1,
                    clusters,
                    clusters,
                    rows,
                    z.data(),
                    from * width,
                    width,
                    dCenters,
                    partial,
                    width,
                    width,
                    true);
        }
    }
}
