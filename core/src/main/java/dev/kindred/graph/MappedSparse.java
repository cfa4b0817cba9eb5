package dev.kindred.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sparse features in compressed sparse rows, whose columns and values are in mapped files. The heap holds {@code 8 (n + 1)} bytes of
 * offsets, twice that after a selection of rows, and {@code 4 n} each for the selection and the scales. Fewer than 2^31 entries.
 */
public final class MappedSparse implements SparseRows {
    /**
     * Numbers of 4 bytes in a file.
     *
     * @param file the mapped file
     * @param start byte offset of the first number
     */
    public record Numbers(MappedFile file, long start) {}

    private final int columnCount;
    /** {@code [n + 1]} offsets of the rows in the file. */
    private final long[] stored;
    /** {@code [n + 1]} offsets of the rows of the view. */
    private final long[] rowOffsets;

    private final Numbers columns;
    private final Numbers values;
    private final RowView view;

    private MappedSparse(
            int columnCount, long[] stored, long[] rowOffsets, Numbers columns, Numbers values, RowView view) {
        this.columnCount = columnCount;
        this.stored = stored;
        this.rowOffsets = rowOffsets;
        this.columns = columns;
        this.values = values;
        this.view = view;
    }

    /**
     * Features in files; the caller checks the entries ({@link #checkEntries}).
     *
     * @param rowOffsets {@code [n + 1]} ascending, from 0 to the number of entries
     * @param columns {@code [s]} int32, to the end of the file
     * @param values {@code [s]} float32, to the end of the file
     */
    public static MappedSparse of(int columnCount, long[] rowOffsets, Numbers columns, Numbers values) {
        int rows = rowOffsets.length - 1;
        if (rows < 0 || rowOffsets[0] != 0) {
            throw new IllegalArgumentException("feature row offsets: expected to begin with 0, got "
                    + (rows < 0 ? "none" : String.valueOf(rowOffsets[0])));
        }
        for (int i = 0; i < rows; i++) {
            if (rowOffsets[i] > rowOffsets[i + 1]) {
                throw new IllegalArgumentException("feature row offsets: expected ascending, got " + rowOffsets[i]
                        + " before " + rowOffsets[i + 1] + " at row " + i);
            }
        }
        long entries = rowOffsets[rows];
        if (entries > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("feature values: expected fewer than 2^31, got " + entries);
        }
        for (Numbers numbers : new Numbers[] {columns, values}) {
            if (numbers.start + 4 * entries != numbers.file.size()) {
                throw new IllegalArgumentException(numbers.file.path() + ": expected "
                        + (numbers.start + 4 * entries) + " bytes for " + entries + " entries, got "
                        + numbers.file.size());
            }
        }
        return new MappedSparse(columnCount, rowOffsets, rowOffsets, columns, values, RowView.AS_STORED);
    }

    /**
     * Checks all entries.
     *
     * @throws InvalidInputException where a column is out of range or a value is not finite
     */
    public void checkEntries() {
        forEachRow((row, indices, numbers, from, to) -> {
            for (int e = from; e < to; e++) {
                if (indices[e] < 0 || indices[e] >= columnCount) {
                    throw new InvalidInputException("feature columns of row " + row + ": expected 0 to "
                            + (columnCount - 1) + ", got " + indices[e]);
                }
                if (!Float.isFinite(numbers[e])) {
                    throw new InvalidInputException("feature at row " + row + ", column " + indices[e]
                            + ": expected a finite number, got " + numbers[e]);
                }
            }
        });
    }

    @Override
    public void load(int from, int to, Block block) {
        int first = (int) rowOffsets[from];
        block.showScratch(first, (int) rowOffsets[to] - first);
        columns.file.read(segment -> copy(segment, MappedFile.INT, columns.start, from, to, block.indices()));
        values.file.read(segment -> copy(segment, MappedFile.FLOAT, values.start, from, to, block.values()));
        for (int row = from; row < to; row++) {
            int at = (int) rowOffsets[row] - first;
            view.scale(row, block.values(), at, (int) rowOffsets[row + 1] - first - at);
        }
    }

    /** Copies the numbers of rows, one row after another, into an array of their type. */
    private void copy(MemorySegment segment, ValueLayout type, long start, int from, int to, Object into) {
        int first = (int) rowOffsets[from];
        if (view.isInStoredOrder()) {
            MemorySegment.copy(segment, type, start + 4L * first, into, 0, (int) rowOffsets[to] - first);
            return;
        }
        for (int row = from; row < to; row++) {
            int at = (int) rowOffsets[row] - first;
            int count = (int) rowOffsets[row + 1] - first - at;
            MemorySegment.copy(segment, type, start + 4 * stored[view.stored(row)], into, at, count);
        }
    }

    @Override
    public long[] rowOffsets() {
        return rowOffsets;
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
        return rowOffsets[rows()];
    }

    @Override
    public long sizeInBytes() {
        return 8L * stored.length + (view.isInStoredOrder() ? 0 : 8L * rowOffsets.length) + view.sizeInBytes();
    }

    @Override
    public long mappedBytes() {
        return 8 * storedValues();
    }

    @Override
    public MappedSparse normalized(Normalization normalization) {
        return normalization == Normalization.NONE
                ? this
                : new MappedSparse(
                        columnCount, stored, rowOffsets, columns, values, view.scaledBy(scales(normalization)));
    }

    @Override
    public MappedSparse select(int[] selected) {
        Features.checkSelected(selected, rows());
        long[] offsets = new long[selected.length + 1];
        for (int i = 0; i < selected.length; i++) {
            offsets[i + 1] = offsets[i] + rowOffsets[selected[i] + 1] - rowOffsets[selected[i]];
        }
        if (offsets[selected.length] > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "feature values: expected fewer than 2^31, got " + offsets[selected.length]);
        }
        return new MappedSparse(columnCount, stored, offsets, columns, values, view.select(selected));
    }
}
