package dev.kindred.model;

import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.Decoder;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.InnerProductDecoder;
import dev.kindred.nn.Losses;

/**
 * Reconstruction of edges: a decoder learns to distinguish edges from other pairs of nodes. The loss is a mean over pairs.
 *
 * @param decoder predicts how likely an edge is
 * @param pairs which pairs the loss is computed on
 */
public record Reconstruction(Decoder decoder, ReconstructionConfig.Pairs pairs) implements Objective {
    /** Name of the loss. */
    public static final String LOSS = "reconstruction";

    /** Reconstruction by the inner-product decoder. */
    public Reconstruction(ReconstructionConfig config) {
        this(new InnerProductDecoder(config.logitScale()), config.pairs());
    }

    @Override
    public Encoded apply(Tape tape, Encoder encoder, Part part) {
        Variable z = encoder.forward(tape, part.input());
        double loss = switch (part.negatives()) {
            case Part.Given given -> listed(tape, z, part, given);
            case Part.Drawn drawn -> drawn(tape, z, part, drawn);
        };
        return new Encoded(z, Losses.NONE.plus(LOSS, loss, 1));
    }

    private double listed(Tape tape, Variable z, Part part, Part.Given negatives) {
        double positive = decoder.pairLoss(tape, z, part.positives(), Answer.YES, part.weight());
        return positive + decoder.pairLoss(tape, z, negatives.pairs(), Answer.NO, part.weight());
    }

    private double drawn(Tape tape, Variable z, Part part, Part.Drawn negatives) {
        if (pairs == ReconstructionConfig.Pairs.EXACT) {
            return decoder.allPairsLoss(tape, z, negatives.edges(), part.weight());
        }
        double positive = decoder.pairLoss(tape, z, part.positives(), Answer.YES, part.weight());
        return positive + decoder.nonEdgeLoss(tape, z, negatives.edges(), part.weight());
    }

    /**
     * Number of elements, of 4 bytes each, in the buffers of the loss in a training step on a whole graph.
     *
     * @param nodes n, number of nodes
     * @param entries stored edges in both directions
     * @param width columns of the embedding
     */
    static long buffers(ReconstructionConfig config, long nodes, long entries, long width) {
        if (config.pairs() == ReconstructionConfig.Pairs.EXACT) {
            return width * nodes;
        }
        long reach = Math.max(1, Math.round((double) entries / nodes));
        return entries + 2 * nodes + (nodes + 2 * reach) * width;
    }
}
