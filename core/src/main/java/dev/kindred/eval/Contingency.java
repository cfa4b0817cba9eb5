package dev.kindred.eval;

import java.util.Arrays;

/**
 * How often each label meets each cluster: the table that every label metric is computed from. Label values may be any numbers; they are
 * numbered in ascending order. Cells that are 0 are not stored, so that thousands of labels and clusters take {@code O(nodes)} memory.
 *
 * @param offsets {@code [labels + 1]} where each label's cells begin
 * @param columns clusters of the cells, ascending within a label
 * @param counts of the cells, each above 0
 * @param labels {@code [labels]} their values, ascending
 * @param labelSizes {@code [labels]}
 * @param clusterSizes {@code [clusters]}
 * @param total nodes counted
 */
record Contingency(
        int[] offsets, int[] columns, int[] counts, int[] labels, long[] labelSizes, long[] clusterSizes, long total) {

    static Contingency of(int[] labels, int[] clusters) {
        if (labels.length != clusters.length) {
            throw new IllegalArgumentException(
                    "clusters: expected " + labels.length + " (labels), got " + clusters.length);
        }
        int[] labelValues = distinct(labels);
        int[] clusterValues = distinct(clusters);
        long[] labelSizes = new long[labelValues.length];
        long[] clusterSizes = new long[clusterValues.length];
        int[] rows = new int[labels.length];
        int[] from = new int[labelValues.length + 1];
        for (int i = 0; i < labels.length; i++) {
            rows[i] = Arrays.binarySearch(labelValues, labels[i]);
            labelSizes[rows[i]]++;
            from[rows[i] + 1]++;
        }
        Arrays.parallelPrefix(from, Integer::sum);
        int[] columns = new int[labels.length];
        int[] next = from.clone();
        for (int i = 0; i < labels.length; i++) {
            int column = Arrays.binarySearch(clusterValues, clusters[i]);
            clusterSizes[column]++;
            columns[next[rows[i]]++] = column;
        }
        return counted(from, columns, labelValues, labelSizes, clusterSizes);
    }

    /** Sorts the clusters of each label and counts equal ones, in place. */
    private static Contingency counted(
            int[] from, int[] columns, int[] labels, long[] labelSizes, long[] clusterSizes) {
        int[] counts = new int[columns.length];
        int[] offsets = new int[from.length];
        int cells = 0;
        for (int row = 0; row < labels.length; row++) {
            Arrays.sort(columns, from[row], from[row + 1]);
            offsets[row] = cells;
            for (int i = from[row]; i < from[row + 1]; i++) {
                if (i > from[row] && columns[cells - 1] == columns[i]) {
                    counts[cells - 1]++;
                } else {
                    columns[cells] = columns[i];
                    counts[cells++] = 1;
                }
            }
        }
        offsets[labels.length] = cells;
        return new Contingency(
                offsets,
                Arrays.copyOf(columns, cells),
                Arrays.copyOf(counts, cells),
                labels,
                labelSizes,
                clusterSizes,
                from[labels.length]);
    }

    private static int[] distinct(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        int size = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[size++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, size);
    }

    /** Nodes that have a label, by its number, and are in a cluster. */
    int count(int label, int cluster) {
        int cell = Arrays.binarySearch(columns, offsets[label], offsets[label + 1], cluster);
        return cell < 0 ? 0 : counts[cell];
    }
}
