package dev.kindred.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many nodes of each label are in each cluster, the largest of either first and at most {@link #MOST} of each.
 *
 * @param lines for people
 */
record CrossTable(List<String> lines) {
    static final int MOST = 12;

    private static final int NARROWEST = 7;
    private static final int WIDEST = 16;

    /**
     * Counts.
     *
     * @param clusters {@code [n]}
     * @param labels {@code [n]} -1 where a node has none: it is left out
     * @param names of the labels, by their numbers; labels beyond are shown by their numbers
     */
    static CrossTable of(int[] clusters, int[] labels, List<String> names) {
        int[] known = IntStream.range(0, labels.length)
                .filter(node -> labels[node] >= 0)
                .toArray();
        int[] shownClusters =
                largest(Arrays.stream(known).map(node -> clusters[node]).toArray());
        int[] shownLabels =
                largest(Arrays.stream(known).map(node -> labels[node]).toArray());
        Map<Long, Integer> counts = new LinkedHashMap<>();
        for (int node : known) {
            counts.merge(key(clusters[node], labels[node]), 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>();
        lines.add("nodes of each label (columns) in each cluster (rows)");
        List<String> heads = IntStream.of(shownLabels)
                .mapToObj(label -> label < names.size() ? cut(names.get(label)) : String.valueOf(label))
                .toList();
        int[] widths = heads.stream()
                .mapToInt(head -> Math.max(NARROWEST, head.length()))
                .toArray();
        lines.add(row("", heads, widths));
        for (int cluster : shownClusters) {
            lines.add(row(
                    String.valueOf(cluster),
                    IntStream.of(shownLabels)
                            .mapToObj(label -> String.valueOf(counts.getOrDefault(key(cluster, label), 0)))
                            .toList(),
                    widths));
        }
        int[] hidden = {distinct(clusters, known) - shownClusters.length, distinct(labels, known) - shownLabels.length};
        if (hidden[0] > 0 || hidden[1] > 0) {
            lines.add("  not shown: " + hidden[0] + " smaller clusters, " + hidden[1] + " rarer labels");
        }
        return new CrossTable(lines);
    }

    private static long key(int cluster, int label) {
        return (long) cluster << 32 | label;
    }

    private static int distinct(int[] values, int[] nodes) {
        return (int) Arrays.stream(nodes).map(node -> values[node]).distinct().count();
    }

    /** The most frequent values, most frequent first, ties in ascending order. */
    private static int[] largest(int[] values) {
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        Arrays.stream(values).sorted().forEach(value -> sizes.merge(value, 1, Integer::sum));
        return sizes.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    private static String cut(String name) {
        String line = name.strip().replaceAll("\\s+", " ");
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 2) + "..";
    }

    private static String row(String head, List<String> cells, int[] widths) {
        StringBuilder row = new StringBuilder("  ").append(String.format("%7s", head));
        for (int i = 0; i < widths.length; i++) {
            row.append(' ').append(String.format("%" + widths[i] + "s", cells.get(i)));
        }
        return row.toString();
    }
}
