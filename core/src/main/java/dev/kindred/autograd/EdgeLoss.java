package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import java.util.Arrays;

/**
 * Logistic loss of the inner-product decoder on listed pairs (Kipf and Welling, 2016): the mean over pairs of {@code softplus(-x_ij)} for
 * edges and of {@code softplus(x_ij)} for non-edges, with {@code x_ij = logitScale z_i . z_j}. It is computed on logits, so it never
 * saturates. Without pairs, loss and gradient are 0. Edges with weights ({@link EdgeSet#weighted}) have a weighted mean.
 *
 * <p>A symmetric graph lists each pair in both directions with the same logit, so row i computes its own gradient and doubles it. Each row
 * gathers its neighbors once for the logits and, while they are still in the caches, once for the gradient.
 */
public final class EdgeLoss {
    /** Whether the pairs are edges (YES) or non-edges (NO). */
    public enum Answer {
        YES,
        NO
    }

    /** Number of pairs whose neighbors stay in the caches between the two gathers. */
    private static final int BLOCK = 128;

    private EdgeLoss() {}

    /**
     * Adds the loss of the pairs to the gradient of z.
     *
     * @param z {@code [n x h]}
     * @param pairs the pairs: row i lists the second nodes j
     * @param weight factor of the gradient
     * @return the mean loss, not multiplied by {@code weight}
     */
    public static double apply(Tape tape, Variable z, EdgeSet pairs, Answer answer, double logitScale, double weight) {
        EdgeSet.Rows edgeRows = pairs.rows();
        Chunks chunks = pairs.chunks();
        Kernels kernels = tape.kernels();
        int width = z.columns();
        float[] rows = z.value().data();
        float[] logits = tape.matrix(1, pairs.entries()).data();
        boolean recording = tape.isTraining() && z.isDifferentiable();
        boolean adding = recording && z.hasGradient();
        float[] dz = recording ? z.gradient().data() : rows;
        double each = pairs.entries() == 0 ? 0 : 1.0 / pairs.entries();
        float scale = (float) (weight * each * logitScale * (pairs.isSymmetric() ? 2 : 1));
        double[] losses = new double[chunks.count()];
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            long[] offsets = edgeRows.offsets();
            int i = chunks.from(chunk);
            int last = chunks.to(chunk);
            if (recording && !adding) {
                Arrays.fill(dz, i * width, last * width, 0f);
            }
            while (i < last) {
                int from = (int) offsets[i];
                int end = i + 1;
                while (end < last && offsets[end + 1] - from <= BLOCK) {
                    end++;
                }
                int to = (int) offsets[end];
                for (int row = i; row < end; row++) {
                    int at = (int) offsets[row];
                    kernels.dotsAt(
                            rows,
                            row * width,
                            width,
                            rows,
                            0,
                            width,
                            edgeRows.columns(),
                            at,
                            (int) offsets[row + 1],
                            logits,
                            at);
                }
                if (logitScale != 1) {
                    kernels.scaleInPlace((float) logitScale, logits, from, to - from);
                }
                losses[chunk] += loss(kernels, pairs, answer, logits, from, to, scale);
                for (int row = i; recording && row < end; row++) {
                    int at = (int) offsets[row];
                    kernels.weightedSumAt(
                            logits,
                            at,
                            rows,
                            0,
                            width,
                            edgeRows.columns(),
                            at,
                            (int) offsets[row + 1],
                            dz,
                            row * width,
                            width);
                }
                i = end;
            }
        });
        if (recording && !pairs.isSymmetric()) {
            otherEnds(tape, rows, width, pairs, logits, dz);
        }
        return Arrays.stream(losses).sum() * each;
    }

    private static double loss(
            Kernels kernels, EdgeSet pairs, Answer answer, float[] logits, int from, int to, float scale) {
        if (answer == Answer.NO) {
            return kernels.noLossInPlace(logits, from, to, scale);
        }
        float[] shares = pairs.shares();
        return shares == null
                ? kernels.yesLossInPlace(logits, from, to, scale)
                : kernels.weightedYesLossInPlace(logits, shares, from, to, scale);
    }

    /** Adds the gradients of the second nodes of directed pairs, gathered along the transposed pairs. */
    private static void otherEnds(Tape tape, float[] rows, int width, EdgeSet pairs, float[] gradients, float[] dz) {
        Kernels kernels = tape.kernels();
        EdgeSet.Rows transposed = pairs.transposed();
        Chunks chunks = transposed.chunks();
        float[] scratch =
                tape.matrix(tape.workers().threads(), pairs.longestRow()).data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int at = worker * pairs.longestRow();
            for (int j = chunks.from(chunk); j < chunks.to(chunk); j++) {
                int from = (int) transposed.offsets()[j];
                int to = (int) transposed.offsets()[j + 1];
                for (int e = from; e < to; e++) {
                    scratch[at + e - from] = gradients[pairs.edgeOf()[e]];
                }
                kernels.weightedSumAt(
                        scratch, at, rows, 0, width, transposed.columns(), from, to, dz, j * width, width);
            }
        });
    }
}
