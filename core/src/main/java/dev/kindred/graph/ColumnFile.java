package dev.kindred.graph;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The entries of mapped features by column, for products with the transposed matrix. It corresponds to {@link SparseFeatures.ColumnIndex}
 * for features on the heap, but is an unnamed scratch file of {@code 12 s} bytes; the heap holds {@code 8 (d + 1)} bytes. Entries of a
 * column are in the order of their rows. {@link #close} deletes the file, which must not be read afterwards.
 */
public final class ColumnFile implements AutoCloseable {
    private final long[] offsets;
    private final MappedFile file;
    private final long entries;

    private ColumnFile(long[] offsets, MappedFile file) {
        this.offsets = offsets;
        this.file = file;
        this.entries = offsets[offsets.length - 1];
    }

    /** Makes the file, reading the features twice: {@code O(d + s)}. */
    public static ColumnFile of(MappedSparse features) {
        long[] offsets = new long[features.columns() + 1];
        features.forEachRow((row, columns, values, from, to) -> {
            for (int e = from; e < to; e++) {
                offsets[columns[e] + 1]++;
            }
        });
        for (int c = 0; c < features.columns(); c++) {
            offsets[c + 1] += offsets[c];
        }
        ColumnFile made = new ColumnFile(offsets, MappedFile.scratch(12 * features.storedValues()));
        try {
            made.fill(features);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void fill(MappedSparse features) {
        long[] next = Arrays.copyOf(offsets, features.columns());
        features.forEachRow((row, columns, values, from, to) -> {
            MemorySegment bytes = file.bytes();
            int first = (int) features.rowOffsets()[row];
            for (int e = from; e < to; e++) {
                long at = next[columns[e]]++;
                bytes.set(MappedFile.INT, rowAt(at), row);
                bytes.set(MappedFile.FLOAT, valueAt(at), values[e]);
                bytes.set(MappedFile.INT, positionAt(at), first + e - from);
            }
        });
    }

    @Override
    public void close() {
        file.closeScratch();
    }

    private long rowAt(long entry) {
        return 4 * entry;
    }

    private long valueAt(long entry) {
        return 4 * (entries + entry);
    }

    private long positionAt(long entry) {
        return 4 * (2 * entries + entry);
    }

    /** {@code [d + 1]} where each column's entries start; must not be changed. */
    public long[] offsets() {
        return offsets;
    }

    /** Loads the entries of columns {@code from .. to - 1} into a block, whose indices are rows. */
    public void load(int from, int to, SparseRows.Block block) {
        int first = (int) offsets[from];
        int count = (int) offsets[to] - first;
        block.showScratch(first, count);
        file.read(bytes -> {
            MemorySegment.copy(bytes, MappedFile.INT, rowAt(first), block.indices(), 0, count);
            MemorySegment.copy(bytes, MappedFile.FLOAT, valueAt(first), block.values(), 0, count);
        });
    }

    /** Reads the positions of the entries of columns {@code from .. to - 1} among the entries by row. */
    public void positions(int from, int to, int[] into) {
        int first = (int) offsets[from];
        int count = (int) offsets[to] - first;
        file.read(bytes -> MemorySegment.copy(bytes, MappedFile.INT, positionAt(first), into, 0, count));
    }
}
