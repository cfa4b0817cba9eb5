package dev.kindred.model;

import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.Losses;

/**
 * What an encoder is trained to do: computes named losses from an encoder and a part of a graph. An objective that compares several views
 * of the graph encodes it once for each view, after setting {@link Tape#view}, so that each view has its own random numbers.
 */
public interface Objective {
    /**
     * An encoded part.
     *
     * @param embedding {@code [rows x h]} the embedding that the head clusters
     * @param losses losses of the objective
     */
    record Encoded(Variable embedding, Losses losses) {}

    /** Encodes a part and records the gradients of the losses on it. */
    Encoded apply(Tape tape, Encoder encoder, Part part);

    /**
     * Number of elements, of 4 bytes each, in the buffers of an objective's losses in a training step on a whole graph.
     *
     * @param nodes n, number of nodes
     * @param entries stored edges in both directions
     * @param width columns of the embedding
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
