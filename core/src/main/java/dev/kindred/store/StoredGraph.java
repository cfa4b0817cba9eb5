package dev.kindred.store;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.NodeIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph with the ids, labels and encoding of its nodes.
 *
 * @param graph the graph, with {@code n} nodes; its features are mapped if it was read from a store
 * @param ids {@code [n]} ids of the nodes; null if they are the numbers of the nodes
 * @param labels {@code [n]} known classes for evaluation only, -1 for nodes without one; null if there are none
 * @param labelNames names of the labels, by their numbers; empty where they have none
 * @param encoding content of the encoding.json that features of tables were made with, or null
 * @param warnings what was corrected while reading, one sentence each
 */
public record StoredGraph(
        AttributedGraph graph,
        @Nullable NodeIds ids,
        int @Nullable [] labels,
        List<String> labelNames,
        @Nullable String encoding,
        List<String> warnings) {
    /** A graph whose labels have no names. */
    public StoredGraph(
            AttributedGraph graph,
            @Nullable NodeIds ids,
            int @Nullable [] labels,
            @Nullable String encoding,
            List<String> warnings) {
        this(graph, ids, labels, List.of(), encoding, warnings);
    }

    public StoredGraph(
            AttributedGraph graph,
            @Nullable NodeIds ids,
            int @Nullable [] labels,
            List<String> labelNames,
            @Nullable String encoding,
            List<String> warnings) {
        this.graph = graph;
        this.ids = ids;
        this.labels = labels;
        this.labelNames = List.copyOf(labelNames);
        this.encoding = encoding;
        this.warnings = List.copyOf(warnings);
        check("ids", ids == null ? graph.nodes() : ids.size(), graph.nodes());
        check("labels", labels == null ? graph.nodes() : labels.length, graph.nodes());
    }

    private static void check(String what, int size, int nodes) {
        if (size != nodes) {
            throw new IllegalArgumentException(what + ": expected " + nodes + " (nodes), got " + size);
        }
    }
}
