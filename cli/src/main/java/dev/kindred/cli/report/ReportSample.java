package dev.kindred.cli.report;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Which nodes a report shows: all, or of a larger graph about the same share of each cluster, and those that the cards name. */
final class ReportSample {
    private static final String[] NAMED = {"typical", "boundary", "hubs", "bridges"};

    private ReportSample() {}

    /**
     * Numbers of the nodes shown, ascending: those that have a place on the map, and of these, where they are too many, of each cluster every so
     * manieth, in the order of the nodes, so that the same clusters give the same sample.
     *
     * @param most nodes to be shown, but for those named
     */
    static int[] of(ReportData data, int most) {
        int[] placed = IntStream.range(0, data.size())
                .filter(i -> !Float.isNaN(data.layout()[2 * i]))
                .toArray();
        if (placed.length <= most) {
            return placed;
        }
        BitSet chosen = new BitSet(data.size());
        long[] passed = new long[1 + Arrays.stream(data.clusters()).max().orElse(0)];
        for (int i : placed) {
            // Of a cluster's first c nodes, floor(c * most / n) are taken, and the first.
            long before = passed[data.clusters()[i]]++;
            if (before == 0 || (before + 1) * most / placed.length > before * most / placed.length) {
                chosen.set(i);
            }
        }
        BitSet named = named(data);
        for (int i : placed) {
            if (named.get(i)) {
                chosen.set(i);
            }
        }
        return chosen.stream().toArray();
    }

    private static BitSet named(ReportData data) {
        BitSet named = new BitSet(data.size());
        for (JsonNode cluster : data.summary().path("clusters")) {
            for (String list : NAMED) {
                cluster.path(list).forEach(node -> named.set(Math.max(0, node.asInt(0))));
            }
        }
        return named;
    }
}
