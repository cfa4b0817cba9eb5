package dev.kindred.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Dense features on the heap, row-major: {@code 4 n d} bytes, with {@code n d} at most about 2^31. */
public final class DenseFeatures implements DenseRows {
    private final int rows;
    private final int columns;
    private final float[] values;

    /**
     * Takes over the values.
     *
     * @param values {@code [rows x columns]} row-major, each finite
     * @throws InvalidInputException where a value is not finite
     */
    public DenseFeatures(int rows, int columns, float[] values) {
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException("feature values: expected " + (long) rows * columns + " (" + rows + " x "
                    + columns + "), got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InvalidInputException("feature at row " + i / columns + ", column " + i % columns
                        + ": expected a finite number, got " + values[i]);
            }
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** {@code [rows x columns]} row-major; the features' own array. */
    public float[] values() {
        return values;
    }

    @Override
    public void load(Window window, Block block) {
        block.showOwn(values, window.row() * columns + window.column(), columns);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long storedValues() {
        return values.length;
    }

    @Override
    public long sizeInBytes() {
        return 4L * values.length;
    }

    @Override
    public DenseFeatures normalized(Normalization normalization) {
        if (normalization == Normalization.NONE) {
            return this;
        }
        float[] scales = scales(normalization);
        float[] scaled = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int c = i * columns; c < (i + 1) * columns; c++) {
                scaled[c] = values[c] * scales[i];
            }
        }
        return new DenseFeatures(rows, columns, scaled);
    }

    @Override
    public DenseFeatures select(int[] selected) {
        Features.checkSelected(selected, rows);
        float[] copied = new float[Math.multiplyExact(selected.length, columns)];
        for (int i = 0; i < selected.length; i++) {
            System.arraycopy(values, selected[i] * columns, copied, i * columns, columns);
        }
        return new DenseFeatures(selected.length, columns, copied);
    }

    /** Whether the other features are dense ones of the same values. {@code O(values)}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DenseFeatures that && columns == that.columns && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "DenseFeatures[" + rows() + " x " + columns() + "]";
    }
}
