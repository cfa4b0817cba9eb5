package dev.kindred.autograd;

import dev.kindred.graph.MappedSparse;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * Sparse features as products read them: by row and by column, each divided into chunks of about equal work. Each worker reads through a
 * block of its own, which is kept from step to step; mapped features are loaded into it a piece at a time. Only one step at a time may use
 * it. Close it after the last step, because mapped features have a scratch file.
 */
public final class SparseInput implements AutoCloseable {
    private static final int WORK_PER_ENTRY = 128;

    private final SparseRows features;
    private final SparseEntries entries;
    private final Chunks rows;
    private final Chunks columns;
    private Block[] blocks = {};

    public SparseInput(SparseRows features) {
        this.features = features;
        this.entries = switch (features) {
            case SparseFeatures heap -> new HeapEntries(heap, heap.columnIndex(), heap.values());
            case MappedSparse mapped -> MappedEntries.of(mapped);
        };
        this.rows = Chunks.ofEntries(features.rowOffsets(), WORK_PER_ENTRY);
        this.columns = Chunks.ofEntries(entries.columnOffsets(), WORK_PER_ENTRY);
    }

    public SparseRows features() {
        return features;
    }

    Chunks rows() {
        return rows;
    }

    Chunks columns() {
        return columns;
    }

    /** The entries for a step, after dropout if it is a training step. */
    SparseEntries entries(Tape tape, double dropout) {
        int known = blocks.length;
        if (known < tape.workers().threads()) {
            blocks = Arrays.copyOf(blocks, tape.workers().threads());
            for (int worker = known; worker < blocks.length; worker++) {
                blocks[worker] = new Block();
            }
        }
        DropMask drop = DropMask.of(tape, dropout, RandomStream.Purpose.FEATURE_DROPOUT, 0);
        return drop == null ? entries : entries.dropped(tape, rows, drop);
    }

    /** The block of a worker. */
    Block block(int worker) {
        return blocks[worker];
    }

    @Override
    public void close() {
        entries.close();
    }
}
