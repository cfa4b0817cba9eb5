package dev.kindred.cli.report;

import java.util.BitSet;
import tools.jackson.databind.JsonNode;

/** Which nodes a report shows: all, or of a larger graph about the same share of each cluster, and those that the cards name. */
final class ReportSample {
    private static final String[] NAMED = {"typical", "boundary", "hubs", "bridges"};

    private ReportSample() {}

    /**
     * Numbers of the nodes shown, ascending. Of each cluster every so manieth is taken, in the order of the nodes, so that the same clusters
     * give the same sample.
     *
     * @param most nodes to be shown, but for those named
     */
    static int[] of(int[] clusters, JsonNode summary, int most) {
        int n = clusters.length;
        BitSet chosen = new BitSet(n);
        if (n <= most) {
            chosen.set(0, n);
            return chosen.stream().toArray();
        }
        int k = 1;
        for (int cluster : clusters) {
            k = Math.max(k, cluster + 1);
        }
        long[] passed = new long[k];
        for (int i = 0; i < n; i++) {
            // Of each cluster's first c members floor(c * most / n), at least one, are taken.
            long before = passed[clusters[i]]++;
            if (before == 0 || (before + 1) * most / n > before * most / n) {
                chosen.set(i);
            }
        }
        for (JsonNode cluster : summary.path("clusters")) {
            for (String list : NAMED) {
                cluster.path(list).forEach(node -> {
                    if (node.asInt(-1) >= 0 && node.asInt(-1) < n) {
                        chosen.set(node.asInt());
                    }
                });
            }
        }
        return chosen.stream().toArray();
    }
}
