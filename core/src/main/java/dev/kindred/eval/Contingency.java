package dev.kindred.eval;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each label meets each cluster: the one table every label metric is computed from. Label values may be any numbers; they are
 * numbered in ascending order.
 *
 * @param counts {@code [labels x clusters]}
 * @param labelSizes {@code [labels]}
 * @param clusterSizes {@code [clusters]}
 * @param total nodes counted
 */
record Contingency(long[][] counts, long[] labelSizes, long[] clusterSizes, long total) {

    static Contingency of(int[] labels, int[] clusters) {
        if (labels.length != clusters.length) {
            throw new IllegalArgumentException(
                    "clusters: expected " + labels.length + " (labels), got " + clusters.length);
        }
        int[] rows = numbered(labels);
        int[] columns = numbered(clusters);
        int rowCount = Arrays.stream(rows).max().orElse(-1) + 1;
        int columnCount = Arrays.stream(columns).max().orElse(-1) + 1;
        long[][] counts = new long[rowCount][columnCount];
        long[] labelSizes = new long[rowCount];
        long[] clusterSizes = new long[columnCount];
        for (int i = 0; i < rows.length; i++) {
            counts[rows[i]][columns[i]]++;
            labelSizes[rows[i]]++;
            clusterSizes[columns[i]]++;
        }
        return new Contingency(counts, labelSizes, clusterSizes, rows.length);
    }

    private static int[] numbered(int[] values) {
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int value : values) {
            numbers.put(value, 0);
        }
        int next = 0;
        for (Map.Entry<Integer, Integer> entry : numbers.entrySet()) {
            entry.setValue(next++);
        }
        return Arrays.stream(values)
                .map(value -> numbers.getOrDefault(value, 0))
                .toArray();
    }
}
