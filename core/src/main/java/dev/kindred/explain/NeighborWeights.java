package dev.kindred.explain;

import dev.kindred.autograd.Tape;
import dev.kindred.graph.Graph;
import dev.kindred.tensor.Compute;
import java.util.function.Consumer;

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

    /**
     * The attention of an encoder's last layer, the mean over its heads; where it does not attend, shares of edge weights.
     *
     * @param graph whose nodes the encoder embeds, in this order
     * @param forward has the encoder embed all nodes
     */
    static NeighborWeights ofAttention(Graph graph, Compute compute, Consumer<Tape> forward) {
        return EncoderAttention.of(graph, compute, forward);
    }
}
