package dev.kindred.graph;

/**
 * A graph whose nodes carry attributes: what Kindred clusters.
 *
 * @param graph the edges, {@code n} nodes
 * @param features {@code [n x d]} the attributes, one row a node
 */
public record AttributedGraph(Graph graph, Features features) {
    public AttributedGraph {
        if (features.rows() != graph.nodes()) {
            throw new IllegalArgumentException(
                    "feature rows: expected " + graph.nodes() + " (nodes), got " + features.rows());
        }
    }

    public int nodes() {
        return graph.nodes();
    }
}
