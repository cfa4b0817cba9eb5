package dev.kindred.explain;

import dev.kindred.graph.Graph;

/** How much each node heeds each of its neighbors: attention where the encoder has it, otherwise the weights of the edges. */
public interface NeighborWeights {
    /** What the numbers are, as a reader should be told: {@code attention} or {@code edge weight}. */
    String measure();

    /**
     * The weights of a node's neighbors.
     *
     * @param out the first {@code degree} elements are filled, in the order of the node's row in the graph
     */
    void into(int node, float[] out);

    /** Each edge's share of the weights in its row. */
    static NeighborWeights ofEdges(Graph graph) {
        return new EdgeShares(graph);
    }
}
