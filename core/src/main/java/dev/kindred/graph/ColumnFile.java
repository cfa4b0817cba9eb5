package dev.kindred.graph;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The entries of mapped features by column, for products with the transposed matrix: what {@link SparseFeatures.ColumnIndex} is for those on the
 * heap, in a scratch file of {@code 12 s} bytes that has no name. Entries of a column stand in the order of their rows. On the heap lie
 * {@code 8 (d + 1)} bytes. Its room is given back by {@link #close}, after which nothing may read it.
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

    /** Reads the features twice: {@code O(d + s)}. */
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

    /** {@code [d + 1]} where each column's entries start; not to be changed. */
    public long[] offsets() {
        return offsets;
    }

    /** Makes the entries of columns {@code from .. to - 1} ready to be read; their indices are rows. */
    public void load(int from, int to, SparseRows.Block block) {
        int first = (int) offsets[from];
        int count = (int) offsets[to] - first;
        block.showScratch(first, count);
        file.read(bytes -> {
            MemorySegment.copy(bytes, MappedFile.INT, rowAt(first), block.indices(), 0, count);
            MemorySegment.copy(bytes, MappedFile.FLOAT, valueAt(first), block.values(), 0, count);
        });
    }

    /** Where the entries of columns {@code from .. to - 1} stand among the entries by row. */
    public void positions(int from, int to, int[] into) {
        int first = (int) offsets[from];
        int count = (int) offsets[to] - first;
        file.read(bytes -> MemorySegment.copy(bytes, MappedFile.INT, positionAt(first), into, 0, count));
    }
}
