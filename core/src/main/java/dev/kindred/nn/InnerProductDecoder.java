package dev.kindred.nn;

import dev.kindred.autograd.AllPairsLoss;
import dev.kindred.autograd.EdgeLoss;
import dev.kindred.autograd.EdgeSet;
import dev.kindred.autograd.NonEdgeLoss;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/**
 * Inner-product decoder: {@code logit = scale z_i . z_j} (Kipf and Welling, 2016).
 *
 * @param scale factor of the inner products. 1 in the literature; a larger one makes probabilities of embeddings of length 1 sharper
 */
public record InnerProductDecoder(double scale) implements Decoder {
    @Override
    public double logit(Kernels kernels, Matrix z, int from, int to) {
        int width = z.columns();
        return scale * kernels.dot(z.data(), from * width, z.data(), to * width, width);
    }

    @Override
    public double pairLoss(Tape tape, Variable z, EdgeSet pairs, EdgeLoss.Answer answer, double weight) {
        return EdgeLoss.apply(tape, z, pairs, answer, scale, weight);
    }

    @Override
    public double nonEdgeLoss(Tape tape, Variable z, EdgeSet edges, double weight) {
        return NonEdgeLoss.apply(tape, z, edges, scale, weight);
    }

    @Override
    public double allPairsLoss(Tape tape, Variable z, EdgeSet edges, double weight) {
        return AllPairsLoss.apply(tape, z, edges, scale, weight);
    }
}
