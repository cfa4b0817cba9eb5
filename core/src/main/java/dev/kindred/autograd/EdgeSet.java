package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.tensor.Chunks;

/**
 * A graph made ready for the operations that run along its edges: its transpose, its rows cut into chunks of equal work, its longest
 * row. Made once, used in every step.
 */
public final class EdgeSet {
    /** Multiplications along one edge, about: cuts chunks, nothing else. */
    private static final int WORK_PER_ENTRY = 200;

    private final Graph graph;
    private final Graph transposed;
    private final int[] edgeOf;
    private final Chunks chunks;
    private final Chunks transposedChunks;
    private final int longestRow;

    private EdgeSet(Graph graph) {
        this.graph = graph;
        Graph.Transpose transpose = graph.transpose();
        this.transposed = transpose.graph();
        this.edgeOf = transpose.edgeOf();
        this.chunks = Chunks.ofEntries(graph.rowOffsets(), WORK_PER_ENTRY);
        this.transposedChunks =
                transposed == graph ? chunks : Chunks.ofEntries(transposed.rowOffsets(), WORK_PER_ENTRY);
        this.longestRow = Math.max(graph.maxDegree(), transposed.maxDegree());
    }

    public static EdgeSet of(Graph graph) {
        return new EdgeSet(graph);
    }

    public Graph graph() {
        return graph;
    }

    int nodes() {
        return graph.nodes();
    }

    int entries() {
        return graph.columns().length;
    }

    Graph transposed() {
        return transposed;
    }

    /** {@code [e]} for each entry of {@link #transposed()}, its position in {@link #graph()}. */
    int[] edgeOf() {
        return edgeOf;
    }

    Chunks chunks() {
        return chunks;
    }

    Chunks transposedChunks() {
        return transposedChunks;
    }

    int longestRow() {
        return longestRow;
    }
}
