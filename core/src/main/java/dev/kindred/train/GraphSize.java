package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features.Layout;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.store.GraphStore;

/**
 * The sizes of a graph that decide how much memory and time training takes.
 *
 * @param nodes n, number of nodes
 * @param entries e, stored edges: an undirected edge counts twice
 * @param columns d, number of features
 * @param storedValues s, stored feature values: {@code n d} if dense
 * @param layout whether the features are dense or sparse
 * @param weights whether edges have weights
 * @param storage where the features are kept
 * @param direction whether edges are directed
 */
public record GraphSize(
        long nodes,
        long entries,
        long columns,
        long storedValues,
        Layout layout,
        Weights weights,
        Storage storage,
        Direction direction) {
    /** Where features are kept: on the Java heap, or in mapped files that are read a piece at a time. */
    public enum Storage {
        HEAP,
        MAPPED
    }

    /** Whether edges have weights. */
    public enum Weights {
        NONE,
        GIVEN
    }

    public GraphSize {
        if (nodes < 1 || entries < 0 || columns < 1 || storedValues < 0 || storedValues > nodes * columns) {
            throw new IllegalArgumentException("graph size: expected 1 node and 1 feature or more, and at most "
                    + nodes * columns + " stored values, got " + nodes + " nodes, " + entries + " edges, " + columns
                    + " features, " + storedValues + " values");
        }
    }

    /** The size of a symmetric graph whose features are on the heap. */
    public GraphSize(long nodes, long entries, long columns, long storedValues, Layout layout, Weights weights) {
        this(nodes, entries, columns, storedValues, layout, weights, Storage.HEAP, Direction.SYMMETRIC);
    }

    /**
     * The size of a graph in a file, assuming symmetric edges without weights.
     *
     * @throws IllegalArgumentException where the sizes in the file are impossible
     */
    public static GraphSize of(NpzGraph.Size size) {
        return new GraphSize(
                size.nodes(), size.entries(), size.columns(), size.storedValues(), size.layout(), Weights.NONE);
    }

    /**
     * The size of a graph in a store.
     *
     * @throws IllegalArgumentException where the sizes in the store are impossible
     */
    public static GraphSize of(GraphStore.Size size) {
        return new GraphSize(
                size.nodes(),
                size.entries(),
                size.columns(),
                size.storedValues(),
                size.layout(),
                size.weighted() ? Weights.GIVEN : Weights.NONE,
                Storage.MAPPED,
                size.direction());
    }

    /** The size of a graph in memory. */
    public static GraphSize of(AttributedGraph graph) {
        return new GraphSize(
                graph.nodes(),
                graph.graph().edges(),
                graph.features().columns(),
                graph.features().storedValues(),
                graph.features().layout(),
                graph.graph().isWeighted() ? Weights.GIVEN : Weights.NONE,
                graph.features().isMapped() ? Storage.MAPPED : Storage.HEAP,
                graph.graph().direction());
    }

    /** The same size with edges of another direction. */
    public GraphSize withDirection(Direction newDirection) {
        return new GraphSize(nodes, entries, columns, storedValues, layout, weights, storage, newDirection);
    }
}
