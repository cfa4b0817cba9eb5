package dev.kindred.model;

import dev.kindred.autograd.EdgeSet;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Proximity;
import dev.kindred.nn.EncoderInput;

/**
 * What a step sees: the whole graph, or a local part of it. Closed once no step reads its input any more.
 *
 * @param nodes which nodes its rows are
 * @param input features of its rows and the edges among them
 * @param positives pairs of rows that are edges
 * @param negatives pairs of rows that are none, or the rule by which they are drawn
 * @param weight what the losses' gradients are multiplied by; 1 for the whole graph
 */
public record Part(Nodes nodes, EncoderInput input, EdgeSet positives, Negatives negatives, double weight)
        implements AutoCloseable {

    /** Which nodes the rows of a part are. */
    public sealed interface Nodes {
        /** Nodes, the first rows, that the clustering loss is taken over. */
        int seeds();
    }

    /**
     * All nodes of the graph in the order of training: row i is node i.
     *
     * @param seeds all of them
     */
    public record Whole(int seeds) implements Nodes {}

    /**
     * Some nodes of the graph.
     *
     * @param rows {@code [rows]} the node that each row is, seeds first; the array is the part's own
     * @param seeds how many are seeds; the others are there for their edges
     */
    public record Some(int[] rows, int seeds) implements Nodes {
        public Some {
            if (seeds < 1 || seeds > rows.length) {
                throw new IllegalArgumentException(
                        "seeds of a part: expected from 1 to " + rows.length + " (rows), got " + seeds);
            }
        }
    }

    /** Where pairs that are no edges come from. */
    public sealed interface Negatives {}

    /** Listed pairs. */
    public record Given(EdgeSet pairs) implements Negatives {}

    /**
     * Pairs drawn anew in each step.
     *
     * @param edges all edges in both directions: pairs that are never drawn
     */
    public record Drawn(EdgeSet edges) implements Negatives {}

    public Part {
        if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weight of a part: expected finite and above 0, got " + weight);
        }
    }

    /** The whole graph, features scaled as the config says. */
    public static Part whole(AttributedGraph graph, ModelConfig config) {
        EdgeSet positives = positives(graph.graph(), config.objective());
        boolean same = graph.graph().isSymmetric() && !graph.graph().isWeighted();
        EdgeSet edges = same ? positives : EdgeSet.of(Proximity.undirected(graph.graph()));
        EncoderInput input =
                EncoderInput.of(graph.graph(), graph.features().normalized(config.features()), config.encoder());
        return new Part(new Whole(graph.nodes()), input, positives, new Drawn(edges), 1);
    }

    private static EdgeSet positives(Graph graph, ObjectiveConfig objective) {
        return switch (objective) {
            case ReconstructionConfig reconstruction ->
                reconstruction.weights() == ReconstructionConfig.Weights.RELATIVE
                        ? EdgeSet.weighted(graph)
                        : EdgeSet.of(graph);
        };
    }

    /** The same rows with pairs of the caller's choice; both share one input, which is closed once. */
    public Part withPairs(EdgeSet newPositives, Negatives newNegatives) {
        return new Part(nodes, input, newPositives, newNegatives, weight);
    }

    /** The same rows as those of other nodes; both share one input, which is closed once. */
    public Part withNodes(Nodes newNodes) {
        return new Part(newNodes, input, positives, negatives, weight);
    }

    @Override
    public void close() {
        input.close();
    }
}
