package dev.kindred.model;

import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.Decoder;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.InnerProductDecoder;
import dev.kindred.nn.Losses;

/**
 * A decoder is to tell edges from pairs of nodes that are none. The loss is a mean over pairs.
 *
 * @param decoder that says how likely an edge is
 * @param pairs which pairs it is asked for
 */
public record Reconstruction(Decoder decoder, ReconstructionConfig.Pairs pairs) implements Objective {
    /** The name of its loss. */
    public static final String LOSS = "reconstruction";

    /** With the inner product as the decoder. */
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
     * Elements, of 4 bytes each, that the loss asks the tape for in a training step on a whole graph.
     *
     * @param nodes n
     * @param entries edges in both directions
     * @param width of the embedding
     */
    static long buffers(ReconstructionConfig config, long nodes, long entries, long width) {
        if (config.pairs() == ReconstructionConfig.Pairs.EXACT) {
            return width * nodes;
        }
        long reach = Math.max(1, Math.round((double) entries / nodes));
        return entries + 2 * nodes + (nodes + 2 * reach) * width;
    }
}
