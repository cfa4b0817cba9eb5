package dev.kindred.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sparse features on the heap, in compressed sparse rows. {@code 8 (n + 1) + 8 s} bytes for {@code s} stored values; the first call of
 * {@link #columnIndex()} adds {@code 8 (d + 1) + 8 s}.
 */
public final class SparseFeatures implements SparseRows {
    /**
     * The stored values by column, for products with the transposed matrix.
     *
     * @param offsets {@code [d + 1]} where each column's entries start
     * @param rows {@code [s]} the row of each entry, ascending within a column
     * @param positions {@code [s]} position of the entry's value in {@link SparseFeatures#values()}
     */
    public record ColumnIndex(long[] offsets, int[] rows, int[] positions) {}

    private final int columnCount;
    private final long[] rowOffsets;
    private final int[] columns;
    private final float[] values;
    private volatile @Nullable ColumnIndex columnIndex;

    /**
     * Features of arrays in compressed sparse rows, which are not copied.
     *
     * @param columnCount {@code d}
     * @param rowOffsets {@code [n + 1]} ascending, from 0 to the number of values
     * @param columns {@code [s]} each in {@code 0 .. d-1}
     * @param values {@code [s]} each finite
     * @throws InvalidInputException where a value is not finite
     */
    public SparseFeatures(int columnCount, long[] rowOffsets, int[] columns, float[] values) {
        int rows = rowOffsets.length - 1;
        if (rows < 0 || rowOffsets[0] != 0 || rowOffsets[rows] != values.length || columns.length != values.length) {
            throw new IllegalArgumentException(
                    "sparse features: expected offsets from 0 to the number of values, and a column for each, got "
                            + rowOffsets.length + " offsets, " + columns.length + " columns, " + values.length
                            + " values");
        }
        for (int i = 0; i < rows; i++) {
            if (rowOffsets[i] > rowOffsets[i + 1]) {
                throw new IllegalArgumentException("feature row offsets: expected ascending, got " + rowOffsets[i]
                        + " before " + rowOffsets[i + 1] + " at row " + i);
            }
            for (int e = Math.toIntExact(rowOffsets[i]); e < rowOffsets[i + 1]; e++) {
                if (columns[e] < 0 || columns[e] >= columnCount) {
                    throw new IllegalArgumentException("feature columns of row " + i + ": expected 0 to "
                            + (columnCount - 1) + ", got " + columns[e]);
                }
                if (!Float.isFinite(values[e])) {
                    throw new InvalidInputException("feature at row " + i + ", column " + columns[e]
                            + ": expected a finite number, got " + values[e]);
                }
            }
        }
        this.columnCount = columnCount;
        this.rowOffsets = rowOffsets;
        this.columns = columns;
        this.values = values;
    }

    @Override
    public void load(int from, int to, Block block) {
        block.showOwn(columns, values);
    }

    @Override
    public long[] rowOffsets() {
        return rowOffsets;
    }

    /** {@code [s]} the column of each stored value; the features' own array. */
    public int[] columnIndices() {
        return columns;
    }

    /** {@code [s]}; the features' own array. */
    public float[] values() {
        return values;
    }

    @Override
    public int rows() {
        return rowOffsets.length - 1;
    }

    @Override
    public int columns() {
        return columnCount;
    }

    @Override
    public long storedValues() {
        return values.length;
    }

    @Override
    public long sizeInBytes() {
        long own = 8L * rowOffsets.length + 8L * values.length;
        return columnIndex == null ? own : own + 8L * (columnCount + 1) + 8L * values.length;
    }

    /** The values by column. Built at the first call, in {@code O(d + s)}, and kept. */
    public ColumnIndex columnIndex() {
        ColumnIndex built = columnIndex;
        if (built == null) {
            built = buildColumnIndex();
            columnIndex = built;
        }
        return built;
    }

    private ColumnIndex buildColumnIndex() {
        long[] offsets = new long[columnCount + 1];
        for (int column : columns) {
            offsets[column + 1]++;
        }
        for (int c = 0; c < columnCount; c++) {
            offsets[c + 1] += offsets[c];
        }
        long[] next = Arrays.copyOf(offsets, columnCount);
        int[] rows = new int[values.length];
        int[] positions = new int[values.length];
        for (int i = 0; i < rows(); i++) {
            for (int e = (int) rowOffsets[i]; e < rowOffsets[i + 1]; e++) {
                int to = (int) next[columns[e]]++;
                rows[to] = i;
                positions[to] = e;
            }
        }
        return new ColumnIndex(offsets, rows, positions);
    }

    @Override
    public SparseFeatures normalized(Normalization normalization) {
        if (normalization == Normalization.NONE) {
            return this;
        }
        float[] scales = scales(normalization);
        float[] scaled = new float[values.length];
        for (int i = 0; i < rows(); i++) {
            for (int e = (int) rowOffsets[i]; e < rowOffsets[i + 1]; e++) {
                scaled[e] = values[e] * scales[i];
            }
        }
        return new SparseFeatures(columnCount, rowOffsets, columns, scaled);
    }

    /** The same values as dense features. */
    public DenseFeatures toDense() {
        float[] dense = new float[Math.toIntExact((long) rows() * columnCount)];
        for (int i = 0; i < rows(); i++) {
            for (int e = (int) rowOffsets[i]; e < rowOffsets[i + 1]; e++) {
                dense[i * columnCount + columns[e]] += values[e];
            }
        }
        return new DenseFeatures(rows(), columnCount, dense);
    }

    @Override
    public SparseFeatures select(int[] selected) {
        Features.checkSelected(selected, rows());
        long[] offsets = new long[selected.length + 1];
        for (int i = 0; i < selected.length; i++) {
            offsets[i + 1] = offsets[i] + rowOffsets[selected[i] + 1] - rowOffsets[selected[i]];
        }
        int[] copiedColumns = new int[Math.toIntExact(offsets[selected.length])];
        float[] copiedValues = new float[copiedColumns.length];
        for (int i = 0; i < selected.length; i++) {
            int from = (int) rowOffsets[selected[i]];
            int to = (int) offsets[i];
            int size = (int) offsets[i + 1] - to;
            System.arraycopy(columns, from, copiedColumns, to, size);
            System.arraycopy(values, from, copiedValues, to, size);
        }
        return new SparseFeatures(columnCount, offsets, copiedColumns, copiedValues);
    }

    /** Whether the other features are sparse ones of the same values. {@code O(values)}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SparseFeatures that
                && columnCount == that.columnCount
                && Arrays.equals(rowOffsets, that.rowOffsets)
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "SparseFeatures[" + rows() + " x " + columns() + ", " + storedValues() + " values" + "]";
    }
}
