package dev.kindred.graph;

import dev.kindred.graph.Graph.Direction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of JGraphT, whose jar ({@code org.jgrapht:jgrapht-core}) is an optional dependency that the user brings.
 *
 * @param graph its edges, weighted where it is; self-loops left out
 * @param vertices {@code [n]} the vertex that each node was, in JGraphT's order
 * @param <V> type of the vertices
 */
public record JGraphTGraph<V>(Graph graph, List<V> vertices) {
    public JGraphTGraph {
        vertices = List.copyOf(vertices);
    }

    /**
     * Copies a graph; a directed one stays so.
     *
     * @throws IllegalArgumentException where a weight is not finite and above 0
     */
    public static <V, E> JGraphTGraph<V> of(org.jgrapht.Graph<V, E> graph) {
        List<V> vertices = List.copyOf(graph.vertexSet());
        Map<V, Integer> nodes = new HashMap<>();
        for (int i = 0; i < vertices.size(); i++) {
            nodes.put(vertices.get(i), i);
        }
        GraphBuilder builder = new GraphBuilder(
                vertices.size(),
                graph.getType().isDirected() ? Direction.DIRECTED : Direction.SYMMETRIC,
                GraphBuilder.SelfLoops.DROP);
        for (E edge : graph.edgeSet()) {
            builder.add(
                    nodes.getOrDefault(graph.getEdgeSource(edge), -1),
                    nodes.getOrDefault(graph.getEdgeTarget(edge), -1),
                    (float) graph.getEdgeWeight(edge));
        }
        return new JGraphTGraph<>(builder.build(), vertices);
    }
}
