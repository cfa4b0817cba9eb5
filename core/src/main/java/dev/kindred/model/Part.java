package dev.kindred.model;

import dev.kindred.autograd.EdgeSet;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Proximity;
import dev.kindred.nn.EncoderInput;

/**
 * The input of a step: the whole graph, or a local part of it. Close it after the last step.
 *
 * @param nodes which nodes the rows are
 * @param input features of the rows and edges among them
 * @param positives pairs of rows that are edges, for the reconstruction loss
 * @param negatives pairs of rows that are not edges, or the edges that are never drawn as such
 * @param weight factor of the losses' gradients; 1 for the whole graph
 */
public record Part(Nodes nodes, EncoderInput input, EdgeSet positives, Negatives negatives, double weight)
        implements AutoCloseable {

    /** Which nodes the rows of a part are. */
    public sealed interface Nodes {
        /** Number of seed nodes: the first rows, for which the clustering loss is computed. */
        int seeds();
    }

    /**
     * All nodes of the graph in training order: row i is node i.
     *
     * @param seeds number of nodes
     */
    public record Whole(int seeds) implements Nodes {}

    /**
     * Some nodes of the graph.
     *
     * @param rows {@code [rows]} node of each row, seed nodes first; the part keeps the array
     * @param seeds number of seed nodes; the other nodes only send messages
     */
    public record Some(int[] rows, int seeds) implements Nodes {
        public Some {
            if (seeds < 1 || seeds > rows.length) {
                throw new IllegalArgumentException(
                        "seeds of a part: expected from 1 to " + rows.length + " (rows), got " + seeds);
            }
        }
    }

    /** The source of pairs that are not edges (negatives). */
    public sealed interface Negatives {}

    /** Listed pairs. */
    public record Given(EdgeSet pairs) implements Negatives {}

    /**
     * Pairs that are drawn in each step (negative sampling).
     *
     * @param edges all edges in both directions, which are never drawn
     */
    public record Drawn(EdgeSet edges) implements Negatives {}

    public Part {
        if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weight of a part: expected finite and above 0, got " + weight);
        }
    }

    /** The whole graph, with features normalized as the config says. */
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

    /** The same rows with other pairs. Both parts share one input, which is closed once. */
    public Part withPairs(EdgeSet newPositives, Negatives newNegatives) {
        return new Part(nodes, input, newPositives, newNegatives, weight);
    }

    /** The same rows for other nodes. Both parts share one input, which is closed once. */
    public Part withNodes(Nodes newNodes) {
        return new Part(newNodes, input, positives, negatives, weight);
    }

    @Override
    public void close() {
        input.close();
    }
}
