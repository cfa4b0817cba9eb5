package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.graph.Pairs;
import dev.kindred.graph.TemperedWeights;
import dev.kindred.tensor.Chunks;
import org.jspecify.annotations.Nullable;

/**
 * Edges, or listed pairs, in the form that operations need: by either end, with rows divided into chunks of about equal work. Made once and
 * used in every step.
 */
public final class EdgeSet {
    /** Approximate number of multiplications for one edge; only used to divide rows into chunks. */
    private static final int WORK_PER_ENTRY = 200;

    /**
     * Compressed rows.
     *
     * @param offsets {@code [n + 1]} where the entries of each row start
     * @param columns {@code [e]} node at the other end of each entry
     * @param chunks chunks of rows with about equal work
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

    /** Listed pairs, which only losses accept. */
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
     * The graph that the edges belong to.
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

    /** Whether each pair is in the rows of both its nodes. */
    boolean isSymmetric() {
        return graph != null && graph.isSymmetric();
    }

    int nodes() {
        return rows.offsets.length - 1;
    }

    int entries() {
        return rows.columns.length;
    }

    /** Rows by the first node of each pair. */
    Rows rows() {
        return rows;
    }

    /** Rows by the second node of each pair. */
    Rows transposed() {
        return transposed;
    }

    /** {@code [e]} position in {@link #rows()} of each entry of {@link #transposed()}. */
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
