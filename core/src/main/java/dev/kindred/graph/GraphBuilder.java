package dev.kindred.graph;

import dev.kindred.graph.Graph.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects edges in any order and makes a {@link Graph}. Edges are sorted, duplicates merged, and self-loops dropped or kept;
 * {@link Report} counts them.
 *
 * <p>If an ordered pair is given again, its weight is added to the first, or it is ignored if there are no weights. In a symmetric graph
 * {@code a-b} and {@code b-a} are one edge; if both are given with different weights, the larger one is used. Building takes
 * {@code O(n + e)} time and about {@code 32 e} bytes. Not thread-safe.
 */
public final class GraphBuilder {
    /** What happens to edges from a node to itself. Attention adds its own self-loops in either case. */
    public enum SelfLoops {
        DROP,
        KEEP
    }

    /**
     * Counts of the edges that were given.
     *
     * @param given number of edges given
     * @param duplicates edges merged into an equal ordered pair
     * @param reciprocal edges of a symmetric graph that were also given in the other direction
     * @param selfLoops edges from a node to itself, dropped or kept
     */
    public record Report(long given, long duplicates, long reciprocal, long selfLoops) {}

    private final int nodes;
    private final Direction direction;
    private final SelfLoops selfLoops;
    private int[] sources = new int[16];
    private int[] targets = new int[16];
    private float @Nullable [] weights;
    private int size;
    private long given;
    private long loops;
    private @Nullable Report report;

    /** A builder of a graph with nodes {@code 0 .. nodes-1} and no edges yet. */
    public GraphBuilder(int nodes, Direction direction, SelfLoops selfLoops) {
        if (nodes < 0) {
            throw new IllegalArgumentException("nodes: expected 0 or more, got " + nodes);
        }
        this.nodes = nodes;
        this.direction = direction;
        this.selfLoops = selfLoops;
    }

    /** A builder of an undirected graph that drops self-loops; the usual choice. */
    public static GraphBuilder symmetric(int nodes) {
        return new GraphBuilder(nodes, Direction.SYMMETRIC, SelfLoops.DROP);
    }

    /** A builder of a directed graph that drops self-loops. */
    public static GraphBuilder directed(int nodes) {
        return new GraphBuilder(nodes, Direction.DIRECTED, SelfLoops.DROP);
    }

    /** Adds an edge of weight 1. {@code from} lists {@code to} as its neighbor. */
    public GraphBuilder add(int from, int to) {
        return add(from, to, 1f);
    }

    /**
     * Adds an edge.
     *
     * @throws IllegalArgumentException where a node is outside {@code 0 .. nodes-1} or the weight is not finite and positive
     */
    public GraphBuilder add(int from, int to, float weight) {
        if (from < 0 || from >= nodes || to < 0 || to >= nodes) {
            throw new IllegalArgumentException(
                    "edge " + from + " -> " + to + ": expected nodes from 0 to " + (nodes - 1));
        }
        if (!(weight > 0) || weight == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "weight of edge " + from + " -> " + to + ": expected finite and above 0, got " + weight);
        }
        given++;
        if (from == to) {
            loops++;
            if (selfLoops == SelfLoops.DROP) {
                return this;
            }
        }
        if (size == sources.length) {
            int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size * 2L));
            if (capacity == size) {
                throw new IllegalStateException("edges: expected at most " + size + ", got more");
            }
            sources = Arrays.copyOf(sources, capacity);
            targets = Arrays.copyOf(targets, capacity);
            weights = weights == null ? null : Arrays.copyOf(weights, capacity);
        }
        if (weight != 1f && weights == null) {
            weights = new float[sources.length];
            Arrays.fill(weights, 0, size, 1f);
        }
        sources[size] = from;
        targets[size] = to;
        if (weights != null) {
            weights[size] = weight;
        }
        size++;
        return this;
    }

    /** Makes the graph. More edges may be added afterwards and the graph built again. */
    public Graph build() {
        Rows rows = Rows.sorted(nodes, Arrays.copyOf(sources, size), Arrays.copyOf(targets, size), weights)
                .merged();
        int duplicates = size - rows.columns.length;
        int reciprocal = 0;
        if (direction == Direction.SYMMETRIC) {
            int before = rows.columns.length;
            int kept = rows.loops();
            rows = rows.united(rows.transposed());
            // A pair given in both directions was counted twice before and is stored twice now.
            reciprocal = before - kept - (rows.columns.length - kept) / 2;
        }
        report = new Report(given, duplicates, reciprocal, loops);
        return Graph.of(direction, rows.offsets, rows.columns, rows.weights);
    }

    /**
     * The counts of the last {@link #build()}.
     *
     * @throws IllegalStateException before the first build
     */
    public Report report() {
        Report last = report;
        if (last == null) {
            throw new IllegalStateException("report: expected build() first");
        }
        return last;
    }

    /** Compressed sparse rows under construction. */
    private record Rows(long[] offsets, int[] columns, float @Nullable [] weights) {

        /** Sorts entries by two stable counting sorts, by target and then by source, so that every row is ascending. */
        static Rows sorted(int nodes, int[] sources, int[] targets, float @Nullable [] weights) {
            Rows byTarget = counted(nodes, targets, sources, weights);
            int[] target = new int[sources.length];
            for (int i = 0; i < nodes; i++) {
                Arrays.fill(target, (int) byTarget.offsets[i], (int) byTarget.offsets[i + 1], i);
            }
            return counted(nodes, byTarget.columns, target, byTarget.weights);
        }

        private static Rows counted(int nodes, int[] keys, int[] values, float @Nullable [] weights) {
            long[] offsets = new long[nodes + 1];
            for (int key : keys) {
                offsets[key + 1]++;
            }
            for (int i = 0; i < nodes; i++) {
                offsets[i + 1] += offsets[i];
            }
            int[] next = new int[nodes];
            for (int i = 0; i < nodes; i++) {
                next[i] = (int) offsets[i];
            }
            int[] columns = new int[keys.length];
            float[] sortedWeights = weights == null ? null : new float[keys.length];
            for (int e = 0; e < keys.length; e++) {
                int to = next[keys[e]]++;
                columns[to] = values[e];
                if (sortedWeights != null && weights != null) {
                    sortedWeights[to] = weights[e];
                }
            }
            return new Rows(offsets, columns, sortedWeights);
        }

        /** Merges equal columns of a row and adds their weights, if there are any. */
        Rows merged() {
            long[] newOffsets = new long[offsets.length];
            int kept = 0;
            for (int i = 0; i + 1 < offsets.length; i++) {
                for (int e = (int) offsets[i]; e < offsets[i + 1]; e++) {
                    if (kept > newOffsets[i] && columns[kept - 1] == columns[e]) {
                        if (weights != null) {
                            weights[kept - 1] += weights[e];
                        }
                    } else {
                        columns[kept] = columns[e];
                        if (weights != null) {
                            weights[kept] = weights[e];
                        }
                        kept++;
                    }
                }
                newOffsets[i + 1] = kept;
            }
            return new Rows(
                    newOffsets, Arrays.copyOf(columns, kept), weights == null ? null : Arrays.copyOf(weights, kept));
        }

        int loops() {
            int count = 0;
            for (int i = 0; i + 1 < offsets.length; i++) {
                if (Arrays.binarySearch(columns, (int) offsets[i], (int) offsets[i + 1], i) >= 0) {
                    count++;
                }
            }
            return count;
        }

        Rows transposed() {
            int[] rowOf = new int[columns.length];
            for (int i = 0; i + 1 < offsets.length; i++) {
                Arrays.fill(rowOf, (int) offsets[i], (int) offsets[i + 1], i);
            }
            return counted(offsets.length - 1, columns, rowOf, weights);
        }

        /** The union of the entries; an entry in both has the larger weight. */
        Rows united(Rows other) {
            int nodes = offsets.length - 1;
            long[] newOffsets = new long[offsets.length];
            int[] newColumns = new int[Math.addExact(columns.length, other.columns.length)];
            float[] newWeights = weights == null ? null : new float[newColumns.length];
            int kept = 0;
            for (int i = 0; i < nodes; i++) {
                int a = (int) offsets[i];
                int b = (int) other.offsets[i];
                while (a < offsets[i + 1] || b < other.offsets[i + 1]) {
                    int left = a < offsets[i + 1] ? columns[a] : Integer.MAX_VALUE;
                    int right = b < other.offsets[i + 1] ? other.columns[b] : Integer.MAX_VALUE;
                    newColumns[kept] = Math.min(left, right);
                    if (newWeights != null && weights != null && other.weights != null) {
                        newWeights[kept] =
                                Math.max(left <= right ? weights[a] : 0, right <= left ? other.weights[b] : 0);
                    }
                    a += left <= right ? 1 : 0;
                    b += right <= left ? 1 : 0;
                    kept++;
                }
                newOffsets[i + 1] = kept;
            }
            return new Rows(
                    newOffsets,
                    Arrays.copyOf(newColumns, kept),
                    newWeights == null ? null : Arrays.copyOf(newWeights, kept));
        }
    }
}
