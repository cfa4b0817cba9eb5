package dev.kindred.autograd;

import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;

/**
 * Entries on the heap. All rows are one piece; each column is a piece of its own, whose values are gathered.
 *
 * @param values values of the features after dropout
 */
record HeapEntries(SparseFeatures features, SparseFeatures.ColumnIndex index, float[] values) implements SparseEntries {
    @Override
    public long[] columnOffsets() {
        return index.offsets();
    }

    @Override
    public int showRows(int from, int to, Block block) {
        block.showOwn(features.columnIndices(), values);
        return to;
    }

    @Override
    public int showColumns(int from, int to, Block block) {
        int first = (int) index.offsets()[from];
        int count = (int) index.offsets()[from + 1] - first;
        block.showOwn(index.rows());
        block.showScratchValues(first, count);
        float[] gathered = block.values();
        for (int e = 0; e < count; e++) {
            gathered[e] = values[index.positions()[first + e]];
        }
        return from + 1;
    }

    @Override
    public SparseEntries dropped(Tape tape, Chunks rows, DropMask dropout) {
        long[] offsets = features.rowOffsets();
        float[] all = features.values();
        float[] out = tape.matrix(1, all.length).data();
        tape.workers().forEach(rows.count(), (chunk, worker) -> {
            for (int e = (int) offsets[rows.from(chunk)]; e < offsets[rows.to(chunk)]; e++) {
                out[e] = dropout.dropped(all[e], e);
            }
        });
        return new HeapEntries(features, index, out);
    }

    @Override
    public void close() {
        // There is no scratch file.
    }
}
