package dev.kindred.graph;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a mapped file as training wants them, without a copy of the file: selected, in any order, and scaled. {@code 4 n} bytes each.
 *
 * @param order {@code [n]} the row of the file that is row 0, 1, ..; null for all, as they are stored
 * @param scales {@code [n]} what each row, in this order, is multiplied by; null by nothing
 */
record RowView(int @Nullable [] order, float @Nullable [] scales) {
    static final RowView AS_STORED = new RowView(null, null);

    boolean isInStoredOrder() {
        return order == null;
    }

    /** The row of the file that a row is. */
    int stored(int row) {
        return order == null ? row : order[row];
    }

    /** Multiplies values of a row. */
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
     * Some rows of this view.
     *
     * @param rows the row that becomes row 0, 1, ..
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
