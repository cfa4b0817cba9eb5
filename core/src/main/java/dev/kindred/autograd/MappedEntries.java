package dev.kindred.autograd;

import dev.kindred.graph.ColumnFile;
import dev.kindred.graph.MappedSparse;
import dev.kindred.graph.SparseRows;
import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;
import org.jspecify.annotations.Nullable;

/** Entries in mapped files, loaded in pieces of about {@link SparseRows#ENTRIES_AT_ONCE}; dropout is applied after loading. */
record MappedEntries(
        MappedSparse features,
        ColumnFile byColumn,
        @Nullable DropMask dropout) implements SparseEntries {
    static MappedEntries of(MappedSparse features) {
        return new MappedEntries(features, ColumnFile.of(features), null);
    }

    @Override
    public long[] columnOffsets() {
        return byColumn.offsets();
    }

    @Override
    public int showRows(int from, int to, Block block) {
        long[] offsets = features.rowOffsets();
        int end = SparseRows.piece(offsets, from, to);
        features.load(from, end, block);
        if (dropout != null) {
            dropout.drop(block.values(), 0, (int) (offsets[end] - offsets[from]), offsets[from]);
        }
        return end;
    }

    @Override
    public int showColumns(int from, int to, Block block) {
        long[] offsets = byColumn.offsets();
        int end = SparseRows.piece(offsets, from, to);
        byColumn.load(from, end, block);
        if (dropout != null) {
            float[] values = block.values();
            int[] positions = block.positions((int) (offsets[end] - offsets[from]));
            byColumn.positions(from, end, positions);
            for (int e = 0; e < offsets[end] - offsets[from]; e++) {
                values[e] = dropout.dropped(values[e], positions[e]);
            }
        }
        return end;
    }

    @Override
    public SparseEntries dropped(Tape tape, Chunks rows, DropMask drop) {
        return new MappedEntries(features, byColumn, drop);
    }

    @Override
    public void close() {
        byColumn.close();
    }
}
