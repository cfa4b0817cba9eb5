package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features.Layout;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.store.GraphStore;

/**
 * What of a graph decides how much memory and time it takes.
 *
 * @param nodes n
 * @param entries e: stored edges, twice the undirected ones
 * @param columns d: attributes of a node
 * @param storedValues s: of the features; {@code n d} where they are dense
 * @param layout of the features
 * @param weights whether edges carry them
 * @param storage of the features
 * @param direction of the edges
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
    /** Where features lie: mapped ones in files, read a piece at a time. */
    public enum Storage {
        HEAP,
        MAPPED
    }

    /** Whether edges carry weights. */
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

    /** That of a symmetric graph whose features lie on the heap. */
    public GraphSize(long nodes, long entries, long columns, long storedValues, Layout layout, Weights weights) {
        this(nodes, entries, columns, storedValues, layout, weights, Storage.HEAP, Direction.SYMMETRIC);
    }

    /**
     * That of a file; its edges are taken to be symmetric and to carry no weights.
     *
     * @throws IllegalArgumentException where the file's sizes are none of a graph
     */
    public static GraphSize of(NpzGraph.Size size) {
        return new GraphSize(
                size.nodes(), size.entries(), size.columns(), size.storedValues(), size.layout(), Weights.NONE);
    }

    /**
     * That of a store.
     *
     * @throws IllegalArgumentException where its sizes are none of a graph
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

    /** That of a graph that was read. */
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
