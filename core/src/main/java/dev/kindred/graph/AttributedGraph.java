package dev.kindred.graph;

/**
 * A graph whose nodes have attributes: the input of clustering.
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

    /**
     * An order of the nodes in which neighbors are close together, so that training makes good use of the caches.
     *
     * @return {@code [n]} a permutation: the node that comes first, second, ..; the same for the same graph
     */
    public int[] localityOrder() {
        return LocalityOrder.of(Proximity.undirected(graph));
    }

    /**
     * The same graph with its nodes renumbered.
     *
     * @param order {@code [n]} a permutation: the node of this graph that becomes node 0, 1, ..
     */
    public AttributedGraph inOrder(int[] order) {
        return new AttributedGraph(graph.inOrder(order), features.select(order));
    }
}
