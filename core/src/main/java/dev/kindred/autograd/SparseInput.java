package dev.kindred.autograd;

import dev.kindred.graph.SparseFeatures;
import dev.kindred.tensor.Chunks;

/** Sparse features made ready for products: their values by column, and both orders cut into chunks of equal work. */
public final class SparseInput {
    private static final int WORK_PER_ENTRY = 128;

    private final SparseFeatures features;
    private final SparseFeatures.ColumnIndex index;
    private final Chunks rows;
    private final Chunks columns;
    private final int longestColumn;

    public SparseInput(SparseFeatures features) {
        this.features = features;
        this.index = features.columnIndex();
        this.rows = Chunks.ofEntries(features.rowOffsets(), WORK_PER_ENTRY);
        this.columns = Chunks.ofEntries(index.offsets(), WORK_PER_ENTRY);
        long longest = 0;
        for (int c = 0; c < features.columns(); c++) {
            longest = Math.max(longest, index.offsets()[c + 1] - index.offsets()[c]);
        }
        this.longestColumn = (int) longest;
    }

    public SparseFeatures features() {
        return features;
    }

    SparseFeatures.ColumnIndex index() {
        return index;
    }

    Chunks rows() {
        return rows;
    }

    Chunks columns() {
        return columns;
    }

    int longestColumn() {
        return longestColumn;
    }
}
