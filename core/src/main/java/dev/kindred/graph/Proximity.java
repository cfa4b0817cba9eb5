package dev.kindred.graph;

import dev.kindred.graph.Graph.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the graphs that attention runs on: with self-loops, or the t-order proximity matrix of DAEGC (Wang et al., 2019, eq. 3) as sums of
 * sparse powers.
 */
public final class Proximity {
    private Proximity() {}

    /**
     * The graph with one self-loop on every node; existing self-loops are replaced. In a weighted graph the weight of a self-loop is the
     * mean of its row, or 1 if the row is empty.
     */
    public static Graph withSelfLoops(Graph graph) {
        int nodes = graph.nodes();
        long[] offsets = new long[nodes + 1];
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] = offsets[i] + graph.degree(i) + (graph.hasEdge(i, i) ? 0 : 1);
        }
        int[] columns = new int[Math.toIntExact(offsets[nodes])];
        float[] given = graph.weights();
        float[] weights = given == null ? null : new float[columns.length];
        for (int i = 0; i < nodes; i++) {
            int to = (int) offsets[i];
            int self = -1;
            double sum = 0;
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                int j = graph.columns()[e];
                if (self < 0 && j >= i) {
                    self = to;
                    columns[to++] = i;
                }
                if (j != i) {
                    columns[to] = j;
                    if (weights != null && given != null) {
                        weights[to] = given[e];
                        sum += given[e];
                    }
                    to++;
                }
            }
            if (self < 0) {
                self = to;
                columns[to] = i;
            }
            if (weights != null) {
                int others = (int) (offsets[i + 1] - offsets[i]) - 1;
                weights[self] = others == 0 ? 1 : (float) (sum / others);
            }
        }
        return Graph.of(graph.direction(), offsets, columns, weights);
    }

    /**
     * {@code M = (B + B^2 + .. + B^t) / t} where {@code B_ij = 1 / degree_i} on edges and self-loops. Edge weights of the result are
     * {@code M_ij}; it is directed, because {@code M_ij} and {@code M_ji} differ. Time and memory grow with the number of entries of
     * {@code M}.
     *
     * @param order t, 1 or more
     * @param top number of entries kept in each row: the node itself and its {@code top - 1} strongest others; among equals, those with the
     *     lowest numbers. 0 keeps all
     */
    public static Graph ofOrder(Graph graph, int order, int top) {
        Graph loops = withSelfLoops(graph);
        int nodes = loops.nodes();
        float[] sum = new float[nodes];
        float[] power = new float[nodes];
        float[] next = new float[nodes];
        int[] touched = new int[nodes];
        boolean[] seen = new boolean[nodes];
        long[] offsets = new long[nodes + 1];
        int[] columns = new int[(int) Math.min(Integer.MAX_VALUE - 8L, loops.edges() * 4)];
        float[] weights = new float[columns.length];
        for (int i = 0; i < nodes; i++) {
            power[i] = 1;
            touched[0] = i;
            seen[i] = true;
            int reached = 1;
            for (int step = 0; step < order; step++) {
                int sources = reached;
                for (int s = 0; s < sources; s++) {
                    int u = touched[s];
                    float share = power[u] / loops.degree(u);
                    for (int e = (int) loops.rowOffsets()[u]; share > 0 && e < loops.rowOffsets()[u + 1]; e++) {
                        int v = loops.columns()[e];
                        next[v] += share;
                        if (!seen[v]) {
                            seen[v] = true;
                            touched[reached++] = v;
                        }
                    }
                }
                for (int s = 0; s < reached; s++) {
                    int v = touched[s];
                    sum[v] += next[v] / order;
                    power[v] = next[v];
                    next[v] = 0;
                }
            }
            int kept = strongest(touched, reached, sum, i, top);
            int at = (int) offsets[i];
            if ((long) at + kept > columns.length) {
                int capacity = Math.toIntExact(
                        Math.min(Integer.MAX_VALUE - 8L, Math.max((long) at + kept, columns.length * 2L)));
                columns = Arrays.copyOf(columns, capacity);
                weights = Arrays.copyOf(weights, capacity);
            }
            for (int s = 0; s < kept; s++) {
                columns[at + s] = touched[s];
                weights[at + s] = sum[touched[s]];
            }
            for (int s = 0; s < reached; s++) {
                sum[touched[s]] = 0;
                power[touched[s]] = 0;
                seen[touched[s]] = false;
            }
            offsets[i + 1] = at + (long) kept;
        }
        int entries = (int) offsets[nodes];
        return Graph.of(Direction.DIRECTED, offsets, Arrays.copyOf(columns, entries), Arrays.copyOf(weights, entries));
    }

    /**
     * Moves {@code self} and the {@code top - 1} largest others to the front, in ascending order of node; returns their number. Sums that
     * round to 0 as a float are left out, because weights must be positive.
     */
    private static int strongest(int[] touched, int reached, float[] sum, int self, int top) {
        Arrays.sort(touched, 0, reached);
        float[] others = new float[reached];
        int positive = 0;
        for (int s = 0; s < reached; s++) {
            if (touched[s] != self && sum[touched[s]] > 0) {
                others[positive++] = sum[touched[s]];
            }
        }
        int wanted = top == 0 ? positive : Math.min(positive, top - 1);
        Arrays.sort(others, 0, positive);
        float least = wanted == 0 ? Float.POSITIVE_INFINITY : others[positive - wanted];
        int ties = wanted;
        for (int s = positive - 1; s >= 0 && others[s] > least; s--) {
            ties--;
        }
        int kept = 0;
        for (int s = 0; s < reached; s++) {
            int node = touched[s];
            boolean keeps = node == self || sum[node] > least;
            if (!keeps && sum[node] == least && ties > 0) {
                ties--;
                keeps = true;
            }
            if (keeps) {
                touched[s] = touched[kept];
                touched[kept++] = node;
            }
        }
        return kept;
    }

    /** The graph with every edge in both directions and without weights. It tells which pairs are edges at all. */
    public static Graph undirected(Graph graph) {
        if (graph.isSymmetric() && graph.weights() == null) {
            return graph;
        }
        if (graph.isSymmetric()) {
            return Graph.of(Direction.SYMMETRIC, graph.rowOffsets(), graph.columns(), (float @Nullable []) null);
        }
        GraphBuilder builder = GraphBuilder.symmetric(graph.nodes());
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                builder.add(i, graph.columns()[e]);
            }
        }
        return builder.build();
    }
}
