package dev.kindred.nn;

import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.DenseInput;
import dev.kindred.autograd.SparseInput;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Proximity;
import dev.kindred.graph.SparseRows;

/**
 * The input of an encoder, prepared once for all steps: features (sparse ones stay sparse, mapped ones in their files) and the edges that
 * layers use. Close it after the last step, because sparse mapped features have a scratch file.
 *
 * @param features input of the first layer
 * @param edges edges that layers use
 */
public record EncoderInput(LayerInput features, AttentionEdges edges) implements AutoCloseable {
    /**
     * Prepares a graph.
     *
     * @param features normalized features, {@code [n x d]}
     */
    public static EncoderInput of(Graph graph, Features features, EncoderConfig config) {
        AttentionEdges edges = edges(graph, config);
        return switch (features) {
            case SparseRows s -> new EncoderInput(new LayerInput.SparseRows(new SparseInput(s), 0), edges);
            case DenseRows d -> new EncoderInput(new LayerInput.DenseRows(new DenseInput(d), 0), edges);
        };
    }

    private static AttentionEdges edges(Graph graph, EncoderConfig config) {
        return switch (config) {
            case GatConfig gat -> {
                GatConfig.Attention attention = gat.attention();
                if (attention.proximity().order() > 1) {
                    yield AttentionEdges.scaledByWeights(Proximity.ofOrder(
                            graph,
                            attention.proximity().order(),
                            attention.proximity().top()));
                }
                Graph loops = Proximity.withSelfLoops(graph);
                yield attention.edgeWeights() == GatConfig.EdgeWeights.ATTENTION
                        ? AttentionEdges.proportionalToWeights(loops)
                        : AttentionEdges.alike(loops);
            }
        };
    }

    /**
     * Number of edge entries that layers use: with self-loops or, for the t-order matrix, an estimate that assumes equal degrees.
     *
     * @param nodes n
     * @param entries stored edges
     */
    public static long entries(EncoderConfig config, long nodes, long entries) {
        return switch (config) {
            case GatConfig gat -> {
                GatConfig.Proximity proximity = gat.attention().proximity();
                if (proximity.order() == 1) {
                    yield entries + nodes;
                }
                double reached = Math.pow(1 + (double) entries / nodes, proximity.order());
                double kept = proximity.top() > 0 ? Math.min(proximity.top(), reached) : reached;
                yield (long) (nodes * Math.min((double) nodes, kept));
            }
        };
    }

    /**
     * Bytes of the edges that layers use and of their transpose.
     *
     * @param nodes n
     * @param entries stored edges
     * @param direction direction of the graph
     * @param entryBytes bytes of a stored edge: column and, if any, weight
     */
    public static long edgeBytes(
            EncoderConfig config, long nodes, long entries, Graph.Direction direction, long entryBytes) {
        long edges = entries(config, nodes, entries);
        return switch (config) {
            case GatConfig gat -> {
                // The t-order matrix is weighted and directed.
                boolean proximity = gat.attention().proximity().order() > 1;
                long rows = 8 * (nodes + 1) + (proximity ? 8 : entryBytes) * edges;
                long logarithms =
                        entryBytes > 4 && !proximity && gat.attention().edgeWeights() == GatConfig.EdgeWeights.ATTENTION
                                ? 4 * edges
                                : 0;
                yield rows + 4 * edges + (proximity || direction == Graph.Direction.DIRECTED ? rows : 0) + logarithms;
            }
        };
    }

    @Override
    public void close() {
        switch (features) {
            case LayerInput.SparseRows sparse -> sparse.features().close();
            case LayerInput.DenseRows dense -> {}
            case LayerInput.Hidden hidden -> {}
        }
    }
}
