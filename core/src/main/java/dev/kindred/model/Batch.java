package dev.kindred.model;

import dev.kindred.autograd.EdgeSet;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Proximity;
import dev.kindred.nn.EncoderInput;
import org.jspecify.annotations.Nullable;

/**
 * What a step sees: the whole graph, or a part of it whose first {@code seedNodes} nodes carry the losses. Closed once no step reads its
 * input any more.
 *
 * @param input features and attention edges
 * @param positives pairs that are edges
 * @param negatives pairs that are none; null draws them anew in each step
 * @param edges all edges in both directions: pairs never drawn as negatives
 * @param seedNodes nodes, the first ones, that the clustering loss is taken over
 */
public record Batch(
        EncoderInput input, EdgeSet positives, @Nullable EdgeSet negatives, EdgeSet edges, int seedNodes)
        implements AutoCloseable {

    /** The whole graph, features scaled as the config says. */
    public static Batch of(AttributedGraph graph, DaegcConfig config) {
        Features features = graph.features().normalized(config.features());
        EdgeSet positives = EdgeSet.of(graph.graph());
        Graph undirected = Proximity.undirected(graph.graph());
        EdgeSet edges = undirected == positives.graph() ? positives : EdgeSet.of(undirected);
        return new Batch(
                EncoderInput.of(graph.graph(), features, config.encoder()), positives, null, edges, graph.nodes());
    }

    /** The same batch with pairs of the caller's choice; both share one input, which is closed once. */
    public Batch withPairs(EdgeSet newPositives, EdgeSet newNegatives, int newSeedNodes) {
        return new Batch(input, newPositives, newNegatives, edges, newSeedNodes);
    }

    @Override
    public void close() {
        input.close();
    }
}
