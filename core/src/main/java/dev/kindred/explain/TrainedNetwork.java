package dev.kindred.explain;

import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.GraphModel;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderInput;
import dev.kindred.nn.GatConfig;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;

/**
 * A trained model as an explanation asks it: whom its nodes attend to, and where a node would be without some edges or features. One question at a time.
 *
 * @param compute what it computes with
 * @param graph it was trained on, features as they were given
 * @param model the trained weights and centers
 */
public record TrainedNetwork(Compute compute, AttributedGraph graph, GraphModel model) {
    public TrainedNetwork {
        if (model.inputs() != graph.features().columns()) {
            throw new IllegalArgumentException(
                    "features: expected " + model.inputs() + " columns (those the model was trained on), got "
                            + graph.features().columns());
        }
    }

    /** Attention of the last layer, by one forward pass over the graph; shares of edge weights where the encoder does not attend. */
    public NeighborWeights weights() {
        return NeighborWeights.ofAttention(graph.graph(), compute, tape -> embed(tape, graph));
    }

    /** Asks on a node's surroundings; see {@link LocalProbe}. */
    public NodeProbe probe() {
        Tape tape = new Tape(compute);
        return new LocalProbe(
                graph, steps(model.config().encoder()), part -> model.softAssignment(tape, embed(tape, part)));
    }

    private Matrix embed(Tape tape, AttributedGraph part) {
        try (EncoderInput input = EncoderInput.of(
                part.graph(),
                part.features().normalized(model.config().features()),
                model.config().encoder())) {
            return model.embed(tape, input);
        }
    }

    /** How far a node's embedding depends on others. */
    private static int steps(EncoderConfig config) {
        return switch (config) {
            case GatConfig gat ->
                gat.sizes().size() * gat.attention().proximity().order();
        };
    }
}
