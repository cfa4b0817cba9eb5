package dev.kindred.graph;

import org.jspecify.annotations.Nullable;

/**
 * A selection of a mapped file's rows, in any order, and their scales, without copying the file. {@code 4 n} bytes each.
 *
 * @param order {@code [n]} number in the file of row 0, 1, ..; null for all rows in the file's order
 * @param scales {@code [n]} factor of each row, in this order; null for none
 */
record RowView(int @Nullable [] order, float @Nullable [] scales) {
    static final RowView AS_STORED = new RowView(null, null);

    boolean isInStoredOrder() {
        return order == null;
    }

    /** The number of a row in the file. */
    int stored(int row) {
        return order == null ? row : order[row];
    }

    /** Multiplies values of a row by its scale. */
    void scale(int row, float[] values, int from, int count) {
        if (scales != null) {
            float scale = scales[row];
            for (int i = from; i < from + count; i++) {
                values[i] *= scale;
            }
        }
    }

    RowView scaledBy(float[] newScales) {
        if (scales != null) {
            throw new IllegalStateException("mapped features: expected to be scaled once, got a second time");
        }
        return new RowView(order, newScales);
    }

    /**
     * A selection of this view's rows.
     *
     * @param rows numbers of the rows that become row 0, 1, ..
     */
    RowView select(int[] rows) {
        int[] chained = new int[rows.length];
        float[] picked = scales == null ? null : new float[rows.length];
        for (int i = 0; i < chained.length; i++) {
            chained[i] = stored(rows[i]);
            if (picked != null && scales != null) {
                picked[i] = scales[rows[i]];
            }
        }
        return new RowView(chained, picked);
    }

    long sizeInBytes() {
        return (order == null ? 0 : 4L * order.length) + (scales == null ? 0 : 4L * scales.length);
    }
}
