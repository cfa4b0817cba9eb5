package dev.kindred.eval;

import dev.kindred.graph.Adjacency;
import java.util.ArrayList;
import java.util.List;

/**
 * How well clusters follow the edges, weights counted; no labels needed. In a directed graph an edge counts at both of its ends.
 *
 * @param modularity sum over clusters of {@code inside / total - (volume / total)^2} (Newman, 2006; resolution 1)
 * @param meanConductance mean of the clusters' conductances, clusters without edges left out
 * @param cutShare share of edge weight that runs between clusters
 * @param clusters one for each cluster
 */
public record StructureMetrics(double modularity, double meanConductance, double cutShare, List<Cluster> clusters) {
    /**
     * One cluster.
     *
     * @param cluster its number
     * @param size nodes
     * @param modularity its summand
     * @param conductance weight of edges that leave, by the smaller of its volume and the rest's; 0 where one of them has no edges
     */
    public record Cluster(int cluster, int size, double modularity, double conductance) {}

    public StructureMetrics {
        clusters = List.copyOf(clusters);
    }

    /**
     * Judges a clustering. {@code O(n + e)}.
     *
     * @param labels {@code [n]} cluster of each node, 0 .. clusters-1
     */
    public static StructureMetrics of(Adjacency graph, int[] labels, int clusterCount) {
        if (labels.length != graph.nodes()) {
            throw new IllegalArgumentException("labels: expected " + graph.nodes() + " (nodes), got " + labels.length);
        }
        double[] volume = new double[clusterCount];
        double[] inside = new double[clusterCount];
        int[] size = new int[clusterCount];
        double[] sum = {0};
        graph.forEachRow((i, columns, weights, from, to) -> {
            size[labels[i]]++;
            for (int e = from; e < to; e++) {
                int j = columns[e];
                double weight = weights == null ? 1 : weights[e];
                // Each entry adds to the volumes of both ends. A symmetric graph has every edge twice, which cancels
                // in all shares.
                volume[labels[i]] += weight;
                volume[labels[j]] += weight;
                sum[0] += 2 * weight;
                if (labels[i] == labels[j]) {
                    inside[labels[i]] += 2 * weight;
                }
            }
        });
        double total = sum[0];
        double modularity = 0;
        double conductance = 0;
        double within = 0;
        int withEdges = 0;
        List<Cluster> clusters = new ArrayList<>();
        for (int j = 0; j < clusterCount; j++) {
            double share = total == 0 ? 0 : volume[j] / total;
            double part = total == 0 ? 0 : inside[j] / total - share * share;
            double smaller = Math.min(volume[j], total - volume[j]);
            double own = smaller == 0 ? 0 : (volume[j] - inside[j]) / smaller;
            clusters.add(new Cluster(j, size[j], part, own));
            modularity += part;
            within += inside[j];
            if (volume[j] > 0) {
                conductance += own;
                withEdges++;
            }
        }
        return new StructureMetrics(
                modularity,
                withEdges == 0 ? 0 : conductance / withEdges,
                total == 0 ? 0 : 1 - within / total,
                clusters);
    }
}
