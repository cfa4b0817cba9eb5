package dev.kindred.nn;

import dev.kindred.autograd.EdgeLoss;
import dev.kindred.autograd.EdgeSet;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/**
 * Predicts from two rows of the embedding how likely an edge is. All losses are means over pairs; their gradients are added to {@code z},
 * multiplied by {@code weight}.
 */
public interface Decoder {
    /** The logit of an edge between two nodes; its sigmoid is the probability. */
    double logit(Kernels kernels, Matrix z, int from, int to);

    /** Loss on listed pairs, which are edges or non-edges. */
    double pairLoss(Tape tape, Variable z, EdgeSet pairs, EdgeLoss.Answer answer, double weight);

    /** Loss on random non-edges, which are drawn in each step (negative sampling). */
    double nonEdgeLoss(Tape tape, Variable z, EdgeSet edges, double weight);

    /** Loss on all pairs of nodes. */
    double allPairsLoss(Tape tape, Variable z, EdgeSet edges, double weight);
}
