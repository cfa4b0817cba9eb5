package dev.kindred.store;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.NodeIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph with what leads back to the user's nodes.
 *
 * @param graph of {@code n} nodes; its features are mapped where it was read from a store
 * @param ids {@code [n]}, or null where the ids are the numbers of the nodes
 * @param labels {@code [n]} for judging only, -1 where a node has none; or null
 * @param encoding text of the encoding.json that made features of tables, or null
 * @param warnings what was mended in reading, a sentence each
 */
public record StoredGraph(
        AttributedGraph graph,
        @Nullable NodeIds ids,
        int @Nullable [] labels,
        @Nullable String encoding,
        List<String> warnings) {
    public StoredGraph(
            AttributedGraph graph,
            @Nullable NodeIds ids,
            int @Nullable [] labels,
            @Nullable String encoding,
            List<String> warnings) {
        this.graph = graph;
        this.ids = ids;
        this.labels = labels;
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
