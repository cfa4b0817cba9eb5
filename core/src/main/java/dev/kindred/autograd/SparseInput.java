package dev.kindred.autograd;

import dev.kindred.graph.MappedSparse;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * Sparse features made ready for products: their values by column, and both orders cut into chunks of equal work. Each worker reads through a block
 * of its own, kept from step to step; mapped features are loaded into it a piece at a time. For one step at a time.
 * Closed once no step reads it any more: mapped features have a scratch file.
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

    /** The entries as a step sees them, with some of the values dropped where it trains. */
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

    /** A worker's own. */
    Block block(int worker) {
        return blocks[worker];
    }

    @Override
    public void close() {
        entries.close();
    }
}
