package dev.kindred.method;

import java.util.Arrays;
import java.util.Random;
import nl.cwts.networkanalysis.Clustering;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Communities by the Leiden algorithm (Traag et al., 2019, its authors' own code), modularity with a resolution, weights counted. Runs on one
 * thread; the same seed gives the same communities.
 */
public final class Leiden {
    private static final double RANDOMNESS = .01;

    private final EdgeCounts edges;
    private final Network network;

    public Leiden(EdgeCounts edges) {
        this.edges = edges;
        int n = edges.nodes();
        long[] first = new long[n + 1];
        int kept = 0;
        for (int i = 0; i < n; i++) {
            for (int e = edges.from(i); e < edges.to(i); e++) {
                kept += edges.count(e, i) > 0 ? 1 : 0;
            }
            first[i + 1] = kept;
        }
        int[] neighbors = new int[kept];
        double[] weights = new double[kept];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int e = edges.from(i); e < edges.to(i); e++) {
                if (edges.count(e, i) > 0) {
                    neighbors[at] = edges.neighbor(e);
                    weights[at++] = edges.count(e, i);
                }
            }
        }
        network = new Network(n, true, first, new LargeIntArray(neighbors), new LargeDoubleArray(weights), false);
    }

    /**
     * Communities.
     *
     * @param resolution 1 is that of modularity; higher ones give more communities
     * @return {@code [n]} communities, numbered from 0 by size
     */
    public int[] communities(double resolution, long seed, int iterations) {
        if (edges.total() == 0) {
            int[] own = new int[edges.nodes()];
            Arrays.setAll(own, i -> i);
            return own;
        }
        LeidenAlgorithm leiden =
                new LeidenAlgorithm(resolution / edges.total(), iterations, RANDOMNESS, new Random(seed));
        Clustering found = leiden.findClustering(network);
        found.orderClustersByNNodes();
        return found.getClusters();
    }

    /**
     * Merges communities until there are k: again and again the two whose merging costs modularity least, the densest joined first. Where there are
     * fewer than k they stay as they are.
     */
    public int[] merged(int[] communities, int k, double resolution) {
        int count = Arrays.stream(communities).max().orElse(-1) + 1;
        int most = Math.max(400, 2 * k);
        int kept = Math.min(count, most);
        // Communities are numbered by size: the many smallest have hardly a node each, and join the largest.
        double[] volume = new double[kept];
        int[] labels = new int[communities.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = communities[i] < kept ? communities[i] : 0;
        }
        double[][] weight = new double[kept][kept];
        for (int i = 0; i < labels.length; i++) {
            volume[labels[i]] += edges.degree(i);
            for (int e = edges.from(i); e < edges.to(i); e++) {
                weight[labels[i]][labels[edges.neighbor(e)]] += edges.count(e, i);
            }
        }
        int[] now = new int[kept];
        Arrays.setAll(now, c -> c);
        boolean[] gone = new boolean[kept];
        double total = Math.max(1e-300, edges.total());
        for (int left = kept; left > k; left--) {
            int one = -1;
            int other = -1;
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < kept; c++) {
                for (int d = c + 1; d < kept && !gone[c]; d++) {
                    if (!gone[d]) {
                        double gain = weight[c][d] - resolution * volume[c] * volume[d] / total;
                        gain = gain <= 0 ? gain : weight[c][d] / (volume[c] * volume[d]);
                        if (gain > best) {
                            best = gain;
                            one = c;
                            other = d;
                        }
                    }
                }
            }
            for (int c = 0; c < kept; c++) {
                if (c != one && c != other) {
                    weight[one][c] += weight[other][c];
                    weight[c][one] = weight[one][c];
                }
            }
            volume[one] += volume[other];
            gone[other] = true;
            for (int c = 0; c < kept; c++) {
                now[c] = now[c] == other ? one : now[c];
            }
        }
        int[] number = new int[kept];
        int next = 0;
        for (int c = 0; c < kept; c++) {
            number[c] = gone[c] ? -1 : next++;
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = number[now[labels[i]]];
        }
        return labels;
    }
}
