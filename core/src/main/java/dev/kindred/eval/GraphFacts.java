package dev.kindred.eval;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.SparseRows;
import java.util.Arrays;

/**
 * What is in a graph, told before anything is trained. Directions of edges are left out of account where components are counted.
 *
 * @param nodes n
 * @param entries stored edges: twice the undirected ones
 * @param symmetric whether every edge runs both ways
 * @param weighted whether edges have weights other than 1
 * @param degrees least, lower quartile, median, upper quartile, 99th percentile and most neighbors of a node
 * @param meanDegree mean number of neighbors
 * @param isolated nodes without any edge
 * @param components connected parts, isolated nodes among them
 * @param largestComponent nodes of the largest one
 * @param features d
 * @param fill stored values by cells
 * @param sparse whether features are kept sparse
 * @param emptyFeatures columns without a value other than 0
 * @param emptyRows nodes without a feature other than 0
 * @param graphBytes of heap that the edges take
 * @param featureBytes of heap that the features take
 * @param mappedBytes of files that features are read from through a mapping
 */
public record GraphFacts(
        int nodes,
        long entries,
        boolean symmetric,
        boolean weighted,
        int[] degrees,
        double meanDegree,
        int isolated,
        int components,
        int largestComponent,
        int features,
        double fill,
        boolean sparse,
        int emptyFeatures,
        int emptyRows,
        long graphBytes,
        long featureBytes,
        long mappedBytes) {
    private static final double[] QUANTILES = {0, .25, .5, .75, .99, 1};

    /** Looks through a graph. {@code O(n log n + e + stored features)}. */
    public static GraphFacts of(AttributedGraph attributed) {
        Graph graph = attributed.graph();
        Features features = attributed.features();
        int n = graph.nodes();
        int[] degree = new int[n];
        int[] parent = new int[n];
        boolean[] touched = new boolean[n];
        Arrays.setAll(parent, i -> i);
        graph.forEachRow((i, columns, weights, from, to) -> {
            degree[i] = to - from;
            for (int e = from; e < to; e++) {
                int j = columns[e];
                touched[i] = true;
                touched[j] = true;
                parent[root(parent, i)] = root(parent, j);
            }
        });
        int[] size = new int[n];
        int isolated = 0;
        for (int i = 0; i < n; i++) {
            size[root(parent, i)]++;
            isolated += touched[i] ? 0 : 1;
        }
        Arrays.sort(degree);
        int[] quantiles = new int[QUANTILES.length];
        for (int q = 0; q < quantiles.length; q++) {
            quantiles[q] = n == 0 ? 0 : degree[(int) Math.round(QUANTILES[q] * (n - 1))];
        }
        boolean[] used = new boolean[features.columns()];
        int emptyRows = markUsed(features, used);
        int emptyFeatures = 0;
        for (boolean one : used) {
            emptyFeatures += one ? 0 : 1;
        }
        return new GraphFacts(
                n,
                graph.edges(),
                graph.isSymmetric(),
                graph.isWeighted(),
                quantiles,
                n == 0 ? 0 : (double) graph.edges() / n,
                isolated,
                (int) Arrays.stream(size).filter(s -> s > 0).count(),
                Arrays.stream(size).max().orElse(0),
                features.columns(),
                features.density(),
                features instanceof SparseRows,
                emptyFeatures,
                emptyRows,
                graph.sizeInBytes(),
                features.sizeInBytes(),
                features.mappedBytes());
    }

    private static int root(int[] parent, int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Marks columns that have a value; returns the number of rows that have none. */
    private static int markUsed(Features features, boolean[] used) {
        boolean[] filled = new boolean[features.rows()];
        switch (features) {
            case SparseRows sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        boolean value = values[e] != 0;
                        used[columns[e]] |= value;
                        filled[row] |= value;
                    }
                });
            case DenseRows dense ->
                dense.forEachRow((row, values, from) -> {
                    for (int c = 0; c < used.length; c++) {
                        boolean value = values[from + c] != 0;
                        used[c] |= value;
                        filled[row] |= value;
                    }
                });
        }
        int empty = 0;
        for (boolean one : filled) {
            empty += one ? 0 : 1;
        }
        return empty;
    }
}
