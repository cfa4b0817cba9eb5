package dev.kindred.explain;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model about a node on what the model can see of it: the nodes as many steps away as it has layers, and the edges between them. So the answer about the node
 * is the one that the whole graph gives, at the price of a part. A model that looks further (batch normalization, say) answers about the part.
 *
 * <p>Keeps the part of the node asked about last; one question at a time.
 */
public final class LocalProbe implements NodeProbe {
    /** Stored entries of parts, edges and features, that the questions about one node go through in all, about: some seconds. */
    private static final long WORK = 300_000_000;

    /** A trained model. */
    @FunctionalInterface
    public interface Model {
        /** The soft assignment of all nodes of a part of the graph, {@code [nodes x k]}. */
        Matrix memberships(AttributedGraph part);
    }

    private final AttributedGraph graph;
    private final int steps;
    private final Model model;
    private @Nullable Part last;

    /**
     * A model and the graph it was trained on.
     *
     * @param steps how far a node's answer depends on others: the number of layers, times the order of the attention
     */
    public LocalProbe(AttributedGraph graph, int steps, Model model) {
        this.graph = graph;
        this.steps = steps;
        this.model = model;
    }

    @Override
    public int questions(int node) {
        Part part = part(node);
        return Math.clamp(WORK / (1 + part.graph.edges() + part.features.storedValues()), 0, MOST);
    }

    @Override
    public float[] memberships(int node, Without without) {
        Part part = part(node);
        AttributedGraph asked = new AttributedGraph(
                without.neighbors().length == 0 ? part.graph : part.graphWithout(without.neighbors()),
                without.features().length == 0 ? part.features : part.featuresWithout(without.features()));
        Matrix q = model.memberships(asked);
        return Arrays.copyOfRange(q.data(), part.own * q.columns(), (part.own + 1) * q.columns());
    }

    private synchronized Part part(int node) {
        Part part = last;
        if (part == null || part.node != node) {
            part = Part.of(graph, node, steps);
            last = part;
        }
        return part;
    }

    /**
     * A node's surroundings.
     *
     * @param nodes of the part, ascending
     * @param own the node's place among them
     */
    private record Part(int node, int[] nodes, int own, Graph graph, Features features) {
        static Part of(AttributedGraph whole, int node, int steps) {
            int[] nodes = around(whole.graph(), node, steps);
            Features features = copied(whole.features().select(nodes));
            return new Part(
                    node, nodes, Arrays.binarySearch(nodes, node), inner(whole.graph(), nodes, -1, nodes), features);
        }

        private static int[] around(Graph graph, int node, int steps) {
            boolean[] seen = new boolean[graph.nodes()];
            int[] reached = new int[graph.nodes()];
            reached[0] = node;
            seen[node] = true;
            int count = 1;
            int from = 0;
            for (int step = 0; step < steps; step++) {
                int to = count;
                for (; from < to; from++) {
                    int row = reached[from];
                    for (int e = (int) graph.rowOffsets()[row]; e < (int) graph.rowOffsets()[row + 1]; e++) {
                        int other = graph.columns()[e];
                        if (!seen[other]) {
                            seen[other] = true;
                            reached[count++] = other;
                        }
                    }
                }
            }
            return IntStream.of(Arrays.copyOf(reached, count)).sorted().toArray();
        }

        /**
         * The edges between some nodes.
         *
         * @param nodes ascending
         * @param node whose edges to {@code cut} are left out, in both directions; -1 keeps all
         * @param cut ascending
         */
        private static Graph inner(Graph graph, int[] nodes, int node, int[] cut) {
            long[] offsets = new long[nodes.length + 1];
            int most = 0;
            for (int row : nodes) {
                most = Math.addExact(most, graph.degree(row));
            }
            int[] columns = new int[most];
            float[] given = graph.weights();
            float[] weights = given == null ? null : new float[most];
            int count = 0;
            for (int r = 0; r < nodes.length; r++) {
                for (int e = (int) graph.rowOffsets()[nodes[r]]; e < (int) graph.rowOffsets()[nodes[r] + 1]; e++) {
                    int other = graph.columns()[e];
                    int place = Arrays.binarySearch(nodes, other);
                    boolean cutHere = nodes[r] == node && Arrays.binarySearch(cut, other) >= 0;
                    boolean cutThere = other == node && Arrays.binarySearch(cut, nodes[r]) >= 0;
                    if (place >= 0 && !cutHere && !cutThere) {
                        columns[count] = place;
                        if (weights != null && given != null) {
                            weights[count] = given[e];
                        }
                        count++;
                    }
                }
                offsets[r + 1] = count;
            }
            return Graph.of(
                    graph.direction(),
                    offsets,
                    Arrays.copyOf(columns, count),
                    weights == null ? null : Arrays.copyOf(weights, count));
        }

        Graph graphWithout(int[] neighbors) {
            int[] cut = IntStream.of(neighbors)
                    .map(neighbor -> Arrays.binarySearch(nodes, neighbor))
                    .sorted()
                    .toArray();
            int[] all = IntStream.range(0, nodes.length).toArray();
            return inner(graph, all, own, cut);
        }

        /** On the heap, wherever they lay. */
        private static Features copied(Features features) {
            return switch (features) {
                case DenseRows dense -> {
                    int d = dense.columns();
                    float[] copy = new float[Math.multiplyExact(dense.rows(), d)];
                    dense.forEachRow((row, values, from) -> System.arraycopy(values, from, copy, row * d, d));
                    yield new DenseFeatures(dense.rows(), d, copy);
                }
                case SparseRows sparse -> {
                    int[] indices = new int[Math.toIntExact(sparse.storedValues())];
                    float[] copy = new float[indices.length];
                    long[] offsets = sparse.rowOffsets();
                    sparse.forEachRow((row, columns, values, from, to) -> {
                        System.arraycopy(columns, from, indices, (int) offsets[row], to - from);
                        System.arraycopy(values, from, copy, (int) offsets[row], to - from);
                    });
                    yield new SparseFeatures(sparse.columns(), offsets, indices, copy);
                }
            };
        }

        Features featuresWithout(int[] removed) {
            return switch (features) {
                case DenseFeatures dense -> {
                    float[] values = dense.values().clone();
                    for (int column : removed) {
                        values[own * dense.columns() + column] = 0;
                    }
                    yield new DenseFeatures(dense.rows(), dense.columns(), values);
                }
                case SparseFeatures sparse -> {
                    float[] values = sparse.values().clone();
                    int[] sorted = IntStream.of(removed).sorted().toArray();
                    for (int e = (int) sparse.rowOffsets()[own]; e < (int) sparse.rowOffsets()[own + 1]; e++) {
                        values[e] = Arrays.binarySearch(sorted, sparse.columnIndices()[e]) >= 0 ? 0 : values[e];
                    }
                    yield new SparseFeatures(sparse.columns(), sparse.rowOffsets(), sparse.columnIndices(), values);
                }
                default -> throw new AssertionError("features: expected a copy on the heap, got " + features);
            };
        }
    }
}
