package dev.kindred.method;

import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.TemperedWeights;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Undirected edges as counts, in compressed sparse rows without self-loops. Weights are made scale-free: they add up to
 * the effective number of edges ({@link TemperedWeights}).
 *
 * <p>Memory: the graph's arrays are shared where it has no weights; {@code 4 e + 8 n} bytes otherwise. Immutable.
 */
public final class EdgeCounts {
    private final long[] offsets;
    private final int[] columns;
    private final float @Nullable [] weights;
    private final double[] degrees;
    private final double total;

    private EdgeCounts(long[] offsets, int[] columns, float @Nullable [] weights) {
        this.offsets = offsets;
        this.columns = columns;
        this.weights = weights;
        degrees = new double[offsets.length - 1];
        double sum = 0;
        for (int i = 0; i < degrees.length; i++) {
            for (int e = from(i); e < to(i); e++) {
                degrees[i] += count(e, i);
            }
            sum += degrees[i];
        }
        total = sum;
    }

    /** The edges of a graph; a directed graph's count in both directions. */
    public static EdgeCounts of(Graph graph) {
        Graph undirected = graph.isSymmetric() ? graph : undirected(graph);
        float[] given = undirected.weights();
        return new EdgeCounts(
                undirected.rowOffsets(),
                undirected.columns(),
                given == null ? null : TemperedWeights.of(given).counts(given));
    }

    /**
     * Edges between other nodes: every node keeps the number of its edges, and their counts are dealt anew (the configuration model). Self-loops are left
     * out; a pair may be joined more than once.
     */
    public EdgeCounts rewired(long seed) {
        int[] ends = new int[Math.toIntExact(entries())];
        float[] counts = new float[ends.length / 2 + 1];
        int size = 0;
        for (int i = 0; i < nodes(); i++) {
            for (int e = from(i); e < to(i); e++) {
                if (columns[e] > i) {
                    counts[size / 2] = weights == null ? 1 : weights[e];
                    ends[size++] = i;
                    ends[size++] = columns[e];
                }
            }
        }
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.NEGATIVES, 1L << 42);
        for (int e = size - 1; e > 0; e--) {
            int other = random.nextInt(e + 1);
            int end = ends[e];
            ends[e] = ends[other];
            ends[other] = end;
        }
        long[] dealt = new long[offsets.length];
        for (int e = 0; e < size; e += 2) {
            if (ends[e] != ends[e + 1]) {
                dealt[ends[e] + 1]++;
                dealt[ends[e + 1] + 1]++;
            }
        }
        for (int i = 0; i < nodes(); i++) {
            dealt[i + 1] += dealt[i];
        }
        int[] next = new int[nodes()];
        for (int i = 0; i < next.length; i++) {
            next[i] = (int) dealt[i];
        }
        int[] neighbors = new int[(int) dealt[nodes()]];
        float[] dealtCounts = new float[neighbors.length];
        for (int e = 0; e < size; e += 2) {
            int one = ends[e];
            int other = ends[e + 1];
            if (one != other) {
                dealtCounts[next[one]] = counts[e / 2];
                neighbors[next[one]++] = other;
                dealtCounts[next[other]] = counts[e / 2];
                neighbors[next[other]++] = one;
            }
        }
        return new EdgeCounts(dealt, neighbors, dealtCounts);
    }

    /** Modularity of communities (Newman, 2006), resolution 1; 0 without edges. */
    public double modularity(int[] labels) {
        return modularity(labels, 1);
    }

    /** The same at another resolution: the share of edges inside, less the resolution times what chance would put there. */
    public double modularity(int[] labels, double resolution) {
        double inside = 0;
        double[] volume = new double[Arrays.stream(labels).max().orElse(0) + 1];
        for (int i = 0; i < nodes(); i++) {
            volume[labels[i]] += degrees[i];
            for (int e = from(i); e < to(i); e++) {
                inside += labels[columns[e]] == labels[i] ? count(e, i) : 0;
            }
        }
        double expected = 0;
        for (double v : volume) {
            expected += v * v;
        }
        return total == 0 ? 0 : inside / total - resolution * expected / total / total;
    }

    /** No edges at all. */
    public static EdgeCounts none(int nodes) {
        return new EdgeCounts(new long[nodes + 1], new int[0], null);
    }

    private static Graph undirected(Graph graph) {
        GraphBuilder builder = GraphBuilder.symmetric(graph.nodes());
        float[] weights = graph.weights();
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                if (weights == null) {
                    builder.add(i, graph.columns()[e]);
                } else {
                    builder.add(i, graph.columns()[e], weights[e]);
                }
            }
        }
        return builder.build();
    }

    public int nodes() {
        return degrees.length;
    }

    /** First entry of a node. */
    public int from(int node) {
        return (int) offsets[node];
    }

    /** One past the last entry of a node. */
    public int to(int node) {
        return (int) offsets[node + 1];
    }

    /** The other end of an entry. */
    public int neighbor(int entry) {
        return columns[entry];
    }

    /** The entry's count; 0 for a self-loop. */
    public double count(int entry, int node) {
        return columns[entry] == node ? 0 : weights == null ? 1 : weights[entry];
    }

    /** Sum of a node's counts. */
    public double degree(int node) {
        return degrees[node];
    }

    /** Sum of all degrees: twice the effective number of edges. */
    public double total() {
        return total;
    }

    /** Stored entries. */
    public long entries() {
        return columns.length;
    }
}
