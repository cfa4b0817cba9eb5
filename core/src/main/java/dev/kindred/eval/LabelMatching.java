package dev.kindred.eval;

import dev.kindred.eval.LabelMetrics.Matching;
import java.util.Arrays;

/**
 * Clusters matched to labels one to one, so that as many nodes as possible agree.
 *
 * @param labelOf {@code [clusters]} number of each cluster's label, -1 where it has none
 * @param kind how it was found
 */
record LabelMatching(int[] labelOf, Matching kind) {
    /** Entries of the dense table that the exact algorithm needs: 64 MB. */
    private static final long MOST_ENTRIES = 1L << 24;

    /** Steps of the exact algorithm in its worst case: 2,700 labels and as many clusters, which take some ten seconds. */
    private static final double MOST_STEPS = 2e10;

    static LabelMatching of(Contingency table) {
        long labels = table.labels().length;
        long clusters = table.clusterSizes().length;
        double steps = (double) labels * clusters * Math.min(labels, clusters);
        return labels * clusters <= MOST_ENTRIES && steps <= MOST_STEPS ? exact(table) : greedy(table);
    }

    static LabelMatching exact(Contingency table) {
        int labels = table.labels().length;
        int clusters = table.clusterSizes().length;
        boolean clustersAreRows = clusters <= labels;
        int rows = Math.min(labels, clusters);
        int columns = Math.max(labels, clusters);
        int[] weights = new int[rows * columns];
        for (int label = 0; label < labels; label++) {
            for (int cell = table.offsets()[label]; cell < table.offsets()[label + 1]; cell++) {
                int cluster = table.columns()[cell];
                weights[clustersAreRows ? cluster * columns + label : label * columns + cluster] = table.counts()[cell];
            }
        }
        int[] columnOf = Assignment.of(weights, rows, columns);
        if (clustersAreRows) {
            return new LabelMatching(columnOf, Matching.EXACT);
        }
        int[] labelOf = new int[clusters];
        Arrays.fill(labelOf, -1);
        for (int label = 0; label < rows; label++) {
            labelOf[columnOf[label]] = label;
        }
        return new LabelMatching(labelOf, Matching.EXACT);
    }

    /** {@code O(cells log cells)}. */
    static LabelMatching greedy(Contingency table) {
        int[] labelOfCell = new int[table.counts().length];
        for (int label = 0; label < table.labels().length; label++) {
            Arrays.fill(labelOfCell, table.offsets()[label], table.offsets()[label + 1], label);
        }
        int[] labelOf = new int[table.clusterSizes().length];
        Arrays.fill(labelOf, -1);
        boolean[] taken = new boolean[table.labels().length];
        for (int cell : byDescendingCount(table.counts())) {
            int cluster = table.columns()[cell];
            if (labelOf[cluster] < 0 && !taken[labelOfCell[cell]]) {
                labelOf[cluster] = labelOfCell[cell];
                taken[labelOfCell[cell]] = true;
            }
        }
        return new LabelMatching(labelOf, Matching.GREEDY);
    }

    /** Numbers of the cells by descending count; equal counts are in the order of labels and clusters. */
    private static int[] byDescendingCount(int[] counts) {
        long[] keys = new long[counts.length];
        for (int cell = 0; cell < keys.length; cell++) {
            keys[cell] = ((long) -counts[cell] << Integer.SIZE) | cell;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
}
