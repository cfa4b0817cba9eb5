package dev.kindred.nn;

import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.DenseInput;
import dev.kindred.autograd.SparseInput;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Proximity;
import dev.kindred.graph.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder reads in every step, made ready once: features as they are (sparse ones stay sparse, mapped ones in their files) and the
 * edges attention runs on. Closed once no step reads it any more: sparse mapped features have a scratch file.
 */
public final class EncoderInput implements AutoCloseable {
    private final @Nullable SparseInput sparse;
    private final @Nullable DenseInput dense;
    private final AttentionEdges edges;

    private EncoderInput(@Nullable SparseInput sparse, @Nullable DenseInput dense, AttentionEdges edges) {
        this.sparse = sparse;
        this.dense = dense;
        this.edges = edges;
    }

    /**
     * Makes ready a graph.
     *
     * @param features already normalized
     */
    public static EncoderInput of(Graph graph, Features features, EncoderConfig config) {
        AttentionEdges edges = edges(graph, config);
        return switch (features) {
            case SparseRows s -> new EncoderInput(new SparseInput(s), null, edges);
            case DenseRows d -> new EncoderInput(null, new DenseInput(d), edges);
        };
    }

    private static AttentionEdges edges(Graph graph, EncoderConfig config) {
        if (config.proximityOrder() > 1) {
            return AttentionEdges.scaledByWeights(
                    Proximity.ofOrder(graph, config.proximityOrder(), config.proximityTop()));
        }
        Graph loops = Proximity.withSelfLoops(graph);
        return config.edgeWeights() == EncoderConfig.EdgeWeights.ATTENTION
                ? AttentionEdges.proportionalToWeights(loops)
                : AttentionEdges.alike(loops);
    }

    @Nullable
    SparseInput sparse() {
        return sparse;
    }

    @Nullable
    DenseInput dense() {
        return dense;
    }

    AttentionEdges edges() {
        return edges;
    }

    @Override
    public void close() {
        if (sparse != null) {
            sparse.close();
        }
    }
}
