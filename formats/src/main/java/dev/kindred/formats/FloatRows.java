package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import java.util.Arrays;

/** Collects rows of numbers of one length, as a text has them; values of 0 take no memory. */
final class FloatRows {
    /** As {@link FeatureMatrix} has it. */
    private static final double DENSEST_SPARSE = .25;

    private int[] columns = new int[1024];
    private float[] values = new float[1024];
    private long[] offsets = new long[1024];
    private int size;
    private int rows;
    private int width = -1;
    private int column;

    /** Adds a value to the row that is being read. */
    void add(double value) {
        if (value != 0) {
            if (size == values.length) {
                int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size);
                columns = Arrays.copyOf(columns, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            columns[size] = column;
            values[size++] = (float) value;
        }
        column++;
    }

    /** Ends a row; whether it has as many values as those before. */
    boolean endRow() {
        boolean alike = width < 0 || width == column;
        width = width < 0 ? column : width;
        rows++;
        if (rows == offsets.length) {
            offsets = Arrays.copyOf(offsets, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * rows));
        }
        offsets[rows] = size;
        column = 0;
        return alike;
    }

    int rows() {
        return rows;
    }

    /** Values of a row. */
    int width() {
        return Math.max(0, width);
    }

    /** @param where the file that messages name */
    Features features(String where) {
        try {
            SparseFeatures sparse = new SparseFeatures(
                    width(),
                    Arrays.copyOf(offsets, rows + 1),
                    Arrays.copyOf(columns, size),
                    Arrays.copyOf(values, size));
            boolean dense = width < 8 || size > DENSEST_SPARSE * rows * width;
            return dense ? sparse.toDense() : sparse;
        } catch (InvalidInputException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
