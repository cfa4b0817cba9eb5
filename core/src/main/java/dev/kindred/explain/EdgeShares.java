package dev.kindred.explain;

import dev.kindred.graph.Graph;

/** Shares of the edge weights in a row: what is known where no encoder attends. */
record EdgeShares(Graph graph) implements NeighborWeights {
    @Override
    public String measure() {
        return "edge weight";
    }

    @Override
    public void into(int node, float[] out) {
        int from = (int) graph.rowOffsets()[node];
        int degree = graph.degree(node);
        float[] weights = graph.weights();
        double sum = 0;
        for (int e = 0; e < degree; e++) {
            out[e] = weights == null ? 1 : weights[from + e];
            sum += out[e];
        }
        for (int e = 0; e < degree; e++) {
            out[e] = (float) (out[e] / sum);
        }
    }
}
