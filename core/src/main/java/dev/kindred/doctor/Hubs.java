package dev.kindred.doctor;

import dev.kindred.graph.Graph;
import dev.kindred.method.EdgeCounts;
import dev.kindred.method.Leiden;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Nodes whose many edges hide the communities of the others. */
final class Hubs {
    private static final int FEWEST_NEIGHBORS = 30;
    /** Neighbors by those of the median node from which on a node may be a hub. */
    private static final double TIMES_MEDIAN = 10;

    private static final double MOST_HUBS = .02;
    private static final double LEAST_SHARE = .1;
    private static final double LEAST_GAIN = .15;
    private static final int ITERATIONS = 3;

    private Hubs() {}

    /** A finding where communities stand out clearly better without the hubs' edges, or null. */
    static @Nullable Finding of(Graph graph) {
        int n = graph.nodes();
        int[] degrees = new int[n];
        for (int i = 0; i < n; i++) {
            degrees[i] = (int) (graph.rowOffsets()[i + 1] - graph.rowOffsets()[i]);
        }
        int[] some = Arrays.stream(degrees).filter(d -> d > 0).sorted().toArray();
        if (some.length == 0) {
            return null;
        }
        int most = (int) Math.max(FEWEST_NEIGHBORS, TIMES_MEDIAN * some[some.length / 2]);
        int hubs = (int) Arrays.stream(degrees).filter(d -> d > most).count();
        if (hubs == 0 || hubs > MOST_HUBS * n) {
            return null;
        }
        Graph without = graph.withoutHubs(most);
        double share = 1 - without.edges() / (double) graph.edges();
        if (share < LEAST_SHARE || without.edges() == 0) {
            return null;
        }
        double before = modularity(graph);
        double after = modularity(without);
        if (after < before + LEAST_GAIN) {
            return null;
        }
        return new Finding(
                Finding.Kind.HUBS,
                String.format(
                        Locale.ROOT,
                        "%,d %s more than %,d neighbors and %.0f %% of all edges; without these edges communities stand out better"
                                + " (modularity %.2f instead of %.2f)",
                        hubs,
                        hubs == 1 ? "node has" : "nodes have",
                        most,
                        100 * share,
                        after,
                        before),
                new Advice.LimitNeighbors(most));
    }

    private static double modularity(Graph graph) {
        EdgeCounts edges = EdgeCounts.of(graph);
        return edges.modularity(new Leiden(edges).communities(1, 0, ITERATIONS));
    }
}
