package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.graph.Pairs;
import dev.kindred.graph.TemperedWeights;
import dev.kindred.tensor.Chunks;
import org.jspecify.annotations.Nullable;

/**
 * Edges, or listed pairs, made ready for the operations that run along them: by either end, with the rows cut into chunks of equal work.
 * Made once, used in every step.
 */
public final class EdgeSet {
    /** Multiplications along one edge, about: cuts chunks, nothing else. */
    private static final int WORK_PER_ENTRY = 200;

    /**
     * Compressed rows.
     *
     * @param offsets {@code [n + 1]} where the entries of each row start
     * @param columns {@code [e]} the node that each entry names
     * @param chunks of rows of equal work
     */
    record Rows(long[] offsets, int[] columns, Chunks chunks) {
        static Rows of(long[] offsets, int[] columns) {
            return new Rows(offsets, columns, Chunks.ofEntries(offsets, WORK_PER_ENTRY));
        }

        int longest() {
            long longest = 0;
            for (int i = 0; i + 1 < offsets.length; i++) {
                longest = Math.max(longest, offsets[i + 1] - offsets[i]);
            }
            return (int) longest;
        }
    }

    private final @Nullable Graph graph;
    private final Rows rows;
    private final Rows transposed;
    private final int[] edgeOf;
    private final int longestRow;
    private final float @Nullable [] shares;

    private EdgeSet(@Nullable Graph graph, Rows rows, Rows transposed, int[] edgeOf, float @Nullable [] shares) {
        this.graph = graph;
        this.rows = rows;
        this.transposed = transposed;
        this.edgeOf = edgeOf;
        this.shares = shares;
        this.longestRow = Math.max(rows.longest(), transposed.longest());
    }

    /** The edges of a graph, each of which counts alike. */
    public static EdgeSet of(Graph graph) {
        return of(graph, null);
    }

    /** The edges of a graph, which count by their weights: {@link TemperedWeights#relative}. Where it has none, as {@link #of(Graph)}. */
    public static EdgeSet weighted(Graph graph) {
        float[] weights = graph.weights();
        return of(graph, weights == null ? null : TemperedWeights.of(weights).relative(weights));
    }

    private static EdgeSet of(Graph graph, float @Nullable [] shares) {
        Graph.Transpose transpose = graph.transpose();
        Rows rows = Rows.of(graph.rowOffsets(), graph.columns());
        Graph other = transpose.graph();
        return new EdgeSet(
                graph,
                rows,
                graph.isSymmetric() ? rows : Rows.of(other.rowOffsets(), other.columns()),
                transpose.edgeOf(),
                shares);
    }

    /** Listed pairs, which are no graph: only losses take them. */
    public static EdgeSet of(Pairs pairs) {
        Pairs.Transpose transpose = pairs.transpose();
        return new EdgeSet(
                null,
                Rows.of(pairs.offsets(), pairs.seconds()),
                Rows.of(transpose.pairs().offsets(), transpose.pairs().seconds()),
                transpose.pairOf(),
                null);
    }

    /**
     * The graph that the edges are of.
     *
     * @throws IllegalArgumentException where they are listed pairs
     */
    public Graph graph() {
        if (graph == null) {
            throw new IllegalArgumentException(
                    "edges: expected those of a graph, got a list of " + entries() + " pairs");
        }
        return graph;
    }

    /** Whether each pair stands in the rows of both nodes. */
    boolean isSymmetric() {
        return graph != null && graph.isSymmetric();
    }

    int nodes() {
        return rows.offsets.length - 1;
    }

    int entries() {
        return rows.columns.length;
    }

    /** Row {@code i}: the nodes that node {@code i} names. */
    Rows rows() {
        return rows;
    }

    /** Row {@code j}: the nodes that name node {@code j}. */
    Rows transposed() {
        return transposed;
    }

    /** {@code [e]} for each entry of {@link #transposed()}, its position in {@link #rows()}. */
    int[] edgeOf() {
        return edgeOf;
    }

    Chunks chunks() {
        return rows.chunks;
    }

    int longestRow() {
        return longestRow;
    }

    /** {@code [e]} what each entry counts, 1 on average; null where all count alike. */
    float @Nullable [] shares() {
        return shares;
    }
}
