package dev.kindred.model;

import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.Losses;

/**
 * What an encoder is trained to do: turns an encoder and a part of a graph into named losses. One that compares several views of the graph
 * encodes it once for each, having set {@link Tape#view}, so that each view has random numbers of its own.
 */
public interface Objective {
    /**
     * An encoded part.
     *
     * @param embedding that a head assigns clusters by
     * @param losses of the objective
     */
    record Encoded(Variable embedding, Losses losses) {}

    /** Encodes a part and records the gradients of the losses on it. */
    Encoded apply(Tape tape, Encoder encoder, Part part);

    /**
     * Elements, of 4 bytes each, that an objective's losses ask the tape for in a training step on a whole graph.
     *
     * @param nodes n
     * @param entries edges in both directions
     * @param width of the embedding
     */
    static long buffers(ObjectiveConfig config, long nodes, long entries, long width) {
        return switch (config) {
            case ReconstructionConfig reconstruction -> Reconstruction.buffers(reconstruction, nodes, entries, width);
        };
    }

    /** The objective of a config. */
    static Objective of(ObjectiveConfig config) {
        return switch (config) {
            case ReconstructionConfig reconstruction -> new Reconstruction(reconstruction);
        };
    }
}
