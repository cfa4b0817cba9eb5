package dev.kindred.graph;

import java.lang.foreign.MemorySegment;

/**
 * Dense features in a mapped file of float32 numbers, row-major. The heap holds only {@code 4 n} bytes for a selection of rows and
 * {@code 4 n} for their scales, if there are any. There may be more than 2^31 values.
 */
public final class MappedDense implements DenseRows {
    private final MappedFile file;
    private final long start;
    private final int rows;
    private final int columns;
    private final RowView view;

    private MappedDense(MappedFile file, long start, int rows, int columns, RowView view) {
        this.file = file;
        this.start = start;
        this.rows = rows;
        this.columns = columns;
        this.view = view;
    }

    /**
     * Features in a file; the caller checks that they are finite ({@link #checkFinite}).
     *
     * @param start byte offset of the first value; the file ends with the last value
     */
    public static MappedDense of(MappedFile file, long start, int rows, int columns) {
        long expected = start + 4L * rows * columns;
        if (rows < 0 || columns < 0 || start < 0 || expected != file.size()) {
            throw new IllegalArgumentException(file.path() + ": expected " + expected + " bytes for " + rows + " x "
                    + columns + " values from byte " + start + " on, got " + file.size());
        }
        return new MappedDense(file, start, rows, columns, RowView.AS_STORED);
    }

    @Override
    public void load(Window window, Block block) {
        float[] into = block.showScratch(window.rows(), window.columns());
        file.read(segment -> copy(segment, window, into));
        for (int r = 0; r < window.rows(); r++) {
            view.scale(window.row() + r, into, r * window.columns(), window.columns());
        }
    }

    private void copy(MemorySegment segment, Window window, float[] into) {
        if (view.isInStoredOrder() && window.columns() == columns) {
            MemorySegment.copy(
                    segment, MappedFile.FLOAT, byteOf(window.row(), 0), into, 0, window.rows() * window.columns());
            return;
        }
        for (int r = 0; r < window.rows(); r++) {
            MemorySegment.copy(
                    segment,
                    MappedFile.FLOAT,
                    byteOf(view.stored(window.row() + r), window.column()),
                    into,
                    r * window.columns(),
                    window.columns());
        }
    }

    private long byteOf(int row, int column) {
        return start + 4 * ((long) row * columns + column);
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
        return (long) rows * columns;
    }

    @Override
    public long sizeInBytes() {
        return view.sizeInBytes();
    }

    @Override
    public long mappedBytes() {
        return 4 * storedValues();
    }

    @Override
    public MappedDense normalized(Normalization normalization) {
        return normalization == Normalization.NONE
                ? this
                : new MappedDense(file, start, rows, columns, view.scaledBy(scales(normalization)));
    }

    @Override
    public MappedDense select(int[] selected) {
        Features.checkSelected(selected, rows);
        return new MappedDense(file, start, selected.length, columns, view.select(selected));
    }
}
