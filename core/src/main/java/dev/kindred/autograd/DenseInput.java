package dev.kindred.autograd;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.MappedDense;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Dense features as products read them: a matrix if they are on the heap, otherwise windows of a mapped file. Each worker loads windows of
 * about {@link #VALUES_AT_ONCE} values into scratch memory of its own, which is kept from step to step. Only one step at a time may use it.
 */
public final class DenseInput {
    /** A window of 256 kB stays in the second-level cache until it is used. */
    private static final int VALUES_AT_ONCE = 1 << 16;

    private final DenseRows features;
    private final @Nullable Matrix matrix;
    private DenseRows.Block[] blocks = {};

    public DenseInput(DenseRows features) {
        this.features = features;
        this.matrix = switch (features) {
            case DenseFeatures heap -> new Matrix(heap.rows(), heap.columns(), heap.values());
            case MappedDense mapped -> null;
        };
    }

    /** The features if they are on the heap; null if they are mapped. */
    @Nullable
    Matrix matrix() {
        return matrix;
    }

    int rows() {
        return features.rows();
    }

    int columns() {
        return features.columns();
    }

    /** Mapped features in one step, with dropout if it is not null. */
    ProductRows rows(Tape tape, @Nullable DropMask dropout) {
        int known = blocks.length;
        if (known < tape.workers().threads()) {
            blocks = Arrays.copyOf(blocks, tape.workers().threads());
            for (int worker = known; worker < blocks.length; worker++) {
                blocks[worker] = new DenseRows.Block();
            }
        }
        DenseRows.Block[] ofWorkers = blocks;
        return new ProductRows(rows(), columns(), VALUES_AT_ONCE, (window, worker) -> {
            DenseRows.Block block = ofWorkers[worker];
            features.load(window, block);
            if (dropout != null) {
                for (int r = 0; r < window.rows(); r++) {
                    long index = (long) (window.row() + r) * columns() + window.column();
                    dropout.drop(block.values(), r * block.stride(), window.columns(), index);
                }
            }
            return block;
        });
    }
}
