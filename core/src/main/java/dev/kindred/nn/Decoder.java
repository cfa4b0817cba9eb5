package dev.kindred.nn;

import dev.kindred.autograd.EdgeLoss;
import dev.kindred.autograd.EdgeSet;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/** Says from two rows of the embedding how likely an edge is, and what that costs. All losses are means over pairs. */
public interface Decoder {
    /** The logit of an edge between two nodes; its sigmoid is the probability. */
    double logit(Kernels kernels, Matrix z, int from, int to);

    /** Loss on listed pairs. */
    double pairLoss(Tape tape, Variable z, EdgeSet pairs, EdgeLoss.Answer answer, double weight);

    /** Loss on random pairs that are no edges, drawn anew in each step. */
    double nonEdgeLoss(Tape tape, Variable z, EdgeSet edges, double weight);

    /** Loss on all pairs. */
    double allPairsLoss(Tape tape, Variable z, EdgeSet edges, double weight);
}
