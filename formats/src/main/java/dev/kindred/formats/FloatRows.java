package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import java.util.Arrays;

/**
 * Collects rows of numbers of one length, as a text has them. The first rows tell whether all cells are kept or only those that are not 0, so that either kind takes
 * little memory; what it becomes in the end is told by all rows.
 */
final class FloatRows {

    /** Rows after which the way of collecting is settled. */
    private static final int TELLING = 64;

    /** Of the values that are kept, while they are kept sparse. */
    private int[] columns = new int[1024];

    private float[] values = new float[1024];
    private long[] offsets = new long[1024];
    private boolean dense;
    private int size;
    private int rows;
    private int width = -1;
    private int column;

    /** Adds a value to the row that is being read. */
    void add(double value) {
        if (dense && column < width) {
            keep(column, value);
        } else if (!dense && value != 0) {
            keep(column, value);
        }
        column++;
    }

    private void keep(int place, double value) {
        if (size == values.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size);
            if (capacity == size) {
                throw new InvalidInputException("features: expected fewer than 2^31 values, got more");
            }
            values = Arrays.copyOf(values, capacity);
            columns = dense ? columns : Arrays.copyOf(columns, capacity);
        }
        if (!dense) {
            columns[size] = place;
        }
        values[size++] = (float) value;
    }

    /** Ends a row; whether it has as many values as those before. */
    boolean endRow() {
        boolean alike = width < 0 || width == column;
        width = width < 0 ? column : width;
        rows++;
        if (!dense) {
            if (rows == offsets.length) {
                offsets = Arrays.copyOf(offsets, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * rows));
            }
            offsets[rows] = size;
            if (alike && rows == TELLING && Features.Layout.of(size, rows, width) == Features.Layout.DENSE) {
                keepAllCells();
            }
        }
        column = 0;
        return alike;
    }

    private void keepAllCells() {
        values = sparse().toDense().values();
        size = values.length;
        columns = new int[0];
        dense = true;
    }

    private SparseFeatures sparse() {
        return new SparseFeatures(
                width(), Arrays.copyOf(offsets, rows + 1), Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
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
        if (dense) {
            return FeatureMatrix.dense(where, rows, width, Arrays.copyOf(values, size));
        }
        try {
            SparseFeatures sparse = sparse();
            boolean filled = width < 8 || Features.Layout.of(size, rows, width) == Features.Layout.DENSE;
            return filled ? sparse.toDense() : sparse;
        } catch (InvalidInputException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
