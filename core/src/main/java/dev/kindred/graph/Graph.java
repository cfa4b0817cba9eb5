package dev.kindred.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable graph in compressed sparse rows: row {@code i} lists, in ascending order, the neighbors of node {@code i}. Rows name the
 * nodes that send messages to {@code i}. A symmetric graph stores each undirected edge twice, once in each row.
 *
 * <p>Nodes are {@code 0 .. nodes-1}; edge offsets are {@code long}. Memory: {@code 8 (n + 1) + 4 e} bytes for {@code e} stored entries,
 * plus {@code 4 e} with weights; the first call of {@link #transpose()} adds {@code 4 e}, and the transposed rows if the graph is directed.
 * Returned arrays are the graph's own and must not be changed. Thread-safe.
 */
public final class Graph implements Adjacency {
    /** Whether row {@code i} lists {@code j} exactly when row {@code j} lists {@code i}, with the same weight. */
    public enum Direction {
        SYMMETRIC,
        DIRECTED
    }

    /**
     * The same edges by their other end.
     *
     * @param graph the transposed graph; for a symmetric graph the graph itself
     * @param edgeOf {@code [e]} position in the original of each stored entry of {@code graph}
     */
    public record Transpose(Graph graph, int[] edgeOf) {}

    private final Direction direction;
    private final long[] rowOffsets;
    private final int[] columns;
    private final float @Nullable [] weights;
    private volatile @Nullable Transpose transpose;

    private Graph(Direction direction, long[] rowOffsets, int[] columns, float @Nullable [] weights) {
        this.direction = direction;
        this.rowOffsets = rowOffsets;
        this.columns = columns;
        this.weights = weights;
    }

    /**
     * A graph of arrays in compressed sparse rows, which are not copied.
     *
     * @param rowOffsets {@code [n + 1]} ascending, from 0 to the number of entries
     * @param columns {@code [e]} strictly ascending within a row, each in {@code 0 .. n-1}
     * @param weights {@code [e]} finite and positive, or null where all are 1
     * @throws IllegalArgumentException where the arrays break these rules, or the direction is SYMMETRIC and the edges are not
     */
    public static Graph of(Direction direction, long[] rowOffsets, int[] columns, float @Nullable [] weights) {
        Graph graph = ofRows(direction, rowOffsets, columns, weights);
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = Math.toIntExact(rowOffsets[i]) + 1; e < rowOffsets[i + 1]; e++) {
                if (columns[e - 1] >= columns[e]) {
                    throw new IllegalArgumentException("columns of row " + i + ": expected strictly ascending, got "
                            + columns[e - 1] + " before " + columns[e]);
                }
            }
        }
        if (direction == Direction.SYMMETRIC) {
            graph.transpose();
        }
        return graph;
    }

    private static Graph ofRows(Direction direction, long[] rowOffsets, int[] columns, float @Nullable [] weights) {
        int nodes = rowOffsets.length - 1;
        if (nodes < 0 || rowOffsets[0] != 0 || rowOffsets[nodes] != columns.length) {
            throw new IllegalArgumentException(
                    "row offsets: expected 0 first and " + columns.length + " (entries) last, got "
                            + (nodes < 0 ? "an empty array" : rowOffsets[0] + " and " + rowOffsets[nodes]));
        }
        for (int i = 0; i < nodes; i++) {
            if (rowOffsets[i] > rowOffsets[i + 1]) {
                throw new IllegalArgumentException("row offsets: expected ascending, got " + rowOffsets[i] + " before "
                        + rowOffsets[i + 1] + " at row " + i);
            }
        }
        for (int column : columns) {
            if (column < 0 || column >= nodes) {
                throw new IllegalArgumentException(
                        "columns: expected 0 to " + (nodes - 1) + " (nodes - 1), got " + column);
            }
        }
        if (weights != null && weights.length != columns.length) {
            throw new IllegalArgumentException(
                    "edge weights: expected " + columns.length + " (entries), got " + weights.length);
        }
        for (int e = 0; weights != null && e < weights.length; e++) {
            if (!(weights[e] > 0 && weights[e] < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "edge weights: expected finite and above 0, got " + weights[e] + " at " + e);
            }
        }
        return new Graph(direction, rowOffsets, columns, weights);
    }

    @Override
    public int nodes() {
        return rowOffsets.length - 1;
    }

    @Override
    public long edges() {
        return columns.length;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public boolean isWeighted() {
        return weights != null;
    }

    @Override
    public void load(int from, int to, Block block) {
        block.show(columns, weights, 0);
    }

    /** {@code [n + 1]}; the graph's own array. */
    @Override
    public long[] rowOffsets() {
        return rowOffsets;
    }

    /** {@code [e]}; the graph's own array. */
    public int[] columns() {
        return columns;
    }

    /** {@code [e]}, or null if every weight is 1; the graph's own array. */
    public float @Nullable [] weights() {
        return weights;
    }

    /** Whether row {@code from} lists {@code to}: {@code O(log degree)}. */
    public boolean hasEdge(int from, int to) {
        return Arrays.binarySearch(
                        columns, Math.toIntExact(rowOffsets[from]), Math.toIntExact(rowOffsets[from + 1]), to)
                >= 0;
    }

    /** Bytes on the heap, the transpose included if it was built. */
    public long sizeInBytes() {
        Transpose built = transpose;
        long own = 8L * rowOffsets.length + 4L * columns.length + (weights == null ? 0 : 4L * weights.length);
        if (built == null) {
            return own;
        }
        return own + 4L * built.edgeOf().length + (isSymmetric() ? 0 : own);
    }

    /**
     * The same edges by their other end. Built at the first call, in {@code O(n + e)}, and kept.
     *
     * @throws IllegalArgumentException where the graph is SYMMETRIC and an entry has no counterpart of the same weight
     */
    public Transpose transpose() {
        Transpose built = transpose;
        if (built == null) {
            built = isSymmetric() ? symmetricTranspose() : directedTranspose();
            transpose = built;
        }
        return built;
    }

    /** Rows are ascending, so a pass through all rows finds the entries with column {@code j} in the order of row {@code j} itself. */
    private Transpose symmetricTranspose() {
        int[] edgeOf = new int[columns.length];
        int[] next = new int[nodes()];
        for (int i = 0; i < next.length; i++) {
            next[i] = Math.toIntExact(rowOffsets[i]);
        }
        for (int i = 0; i < nodes(); i++) {
            for (int e = Math.toIntExact(rowOffsets[i]); e < rowOffsets[i + 1]; e++) {
                int j = columns[e];
                int counterpart = next[j]++;
                if (counterpart >= rowOffsets[j + 1] || columns[counterpart] != i) {
                    throw new IllegalArgumentException("symmetric graph: expected edge " + j + " -> " + i + " beside "
                            + i + " -> " + j + ", got none");
                }
                if (weights != null && weights[counterpart] != weights[e]) {
                    throw new IllegalArgumentException("symmetric graph: expected equal weights of " + i + " -> " + j
                            + " and back, got " + weights[e] + " and " + weights[counterpart]);
                }
                edgeOf[counterpart] = e;
            }
        }
        return new Transpose(this, edgeOf);
    }

    private Transpose directedTranspose() {
        int nodes = nodes();
        long[] offsets = new long[nodes + 1];
        for (int column : columns) {
            offsets[column + 1]++;
        }
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] += offsets[i];
        }
        long[] next = Arrays.copyOf(offsets, nodes);
        int[] rows = new int[columns.length];
        int[] edgeOf = new int[columns.length];
        float[] transposed = weights == null ? null : new float[columns.length];
        for (int i = 0; i < nodes; i++) {
            for (int e = Math.toIntExact(rowOffsets[i]); e < rowOffsets[i + 1]; e++) {
                int to = Math.toIntExact(next[columns[e]]++);
                rows[to] = i;
                edgeOf[to] = e;
                if (transposed != null && weights != null) {
                    transposed[to] = weights[e];
                }
            }
        }
        return new Transpose(new Graph(Direction.DIRECTED, offsets, rows, transposed), edgeOf);
    }

    /**
     * The same edges between renumbered nodes.
     *
     * @param order {@code [n]} a permutation: the node of this graph that becomes node 0, 1, ..
     */
    public Graph inOrder(int[] order) {
        int nodes = nodes();
        int[] newName = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            newName[order[i]] = i;
        }
        // Filled column by column, so that each row is ascending.
        long[] offsets = new long[nodes + 1];
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] = offsets[i] + degree(order[i]);
        }
        Transpose byColumn = transpose();
        long[] next = Arrays.copyOf(offsets, nodes);
        int[] ordered = new int[columns.length];
        float[] orderedWeights = weights == null ? null : new float[columns.length];
        for (int j = 0; j < nodes; j++) {
            for (int e = (int) byColumn.graph.rowOffsets[order[j]]; e < byColumn.graph.rowOffsets[order[j] + 1]; e++) {
                int to = (int) next[newName[byColumn.graph.columns[e]]]++;
                ordered[to] = j;
                if (orderedWeights != null && weights != null) {
                    orderedWeights[to] = weights[byColumn.edgeOf[e]];
                }
            }
        }
        return new Graph(direction, offsets, ordered, orderedWeights);
    }

    /** Whether the other graph has the same nodes, edges, weights and direction. {@code O(n + e)}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Graph that
                && direction == that.direction
                && Arrays.equals(rowOffsets, that.rowOffsets)
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rowOffsets) + Arrays.hashCode(columns);
    }

    /**
     * The same nodes without the edges of those that have many neighbors.
     *
     * @param most neighbors that a node may have to keep its edges; of a directed graph, neighbors that its edges lead to
     */
    public Graph withoutHubs(int most) {
        int nodes = nodes();
        long[] offsets = new long[nodes + 1];
        int[] kept = new int[columns.length];
        float[] keptWeights = weights == null ? null : new float[columns.length];
        int at = 0;
        for (int i = 0; i < nodes; i++) {
            for (int e = (int) rowOffsets[i]; degree(i) <= most && e < rowOffsets[i + 1]; e++) {
                if (degree(columns[e]) <= most) {
                    if (keptWeights != null && weights != null) {
                        keptWeights[at] = weights[e];
                    }
                    kept[at++] = columns[e];
                }
            }
            offsets[i + 1] = at;
        }
        return new Graph(
                direction,
                offsets,
                Arrays.copyOf(kept, at),
                keptWeights == null ? null : Arrays.copyOf(keptWeights, at));
    }

    @Override
    public String toString() {
        return "Graph[" + nodes() + " nodes, " + edges() + " entries, " + (isSymmetric() ? "symmetric" : "directed")
                + (weights == null ? "" : ", weighted") + "]";
    }
}
