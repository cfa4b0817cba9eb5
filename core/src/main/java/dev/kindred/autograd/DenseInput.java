package dev.kindred.autograd;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.MappedDense;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Dense features made ready for products: a matrix where they lie on the heap; otherwise windows of them are loaded, each worker into scratch
 * memory of its own, of about {@link #VALUES_AT_ONCE} values, that is kept from step to step. For one step at a time.
 */
public final class DenseInput {
    /** A window of 256 kB stays in the second cache between its loading and its use. */
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

    /** The features where they lie on the heap; null where they are mapped. */
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

    /** Mapped features in one step, as products read them. */
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
