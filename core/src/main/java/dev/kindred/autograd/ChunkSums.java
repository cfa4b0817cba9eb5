package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * Sums over rows that have the same bits for any number of threads: each chunk has a sum of its own, and these are added in the order of
 * the chunks.
 */
final class ChunkSums {
    private final Matrix sums;

    private ChunkSums(Matrix sums) {
        this.sums = sums;
    }

    /** A row of {@code size} for each chunk, which {@link #begin} sets to zero. */
    static ChunkSums of(Tape tape, Chunks chunks, int size) {
        return new ChunkSums(tape.matrix(chunks.count(), size));
    }

    /** Sets a chunk's row to zero and returns its offset in {@link #data()}. */
    int begin(int chunk) {
        int from = chunk * sums.columns();
        Arrays.fill(sums.data(), from, from + sums.columns(), 0f);
        return from;
    }

    float[] data() {
        return sums.data();
    }

    /** Adds the sums of all chunks to a variable's gradient, starting at {@code offset} of each row. */
    void addTo(Variable variable, int offset) {
        boolean adding = variable.hasGradient();
        float[] gradient = variable.gradient().data();
        int size = variable.value().size();
        if (!adding) {
            Arrays.fill(gradient, 0, size, 0f);
        }
        float[] data = sums.data();
        for (int chunk = 0; chunk < sums.rows(); chunk++) {
            int from = chunk * sums.columns() + offset;
            for (int i = 0; i < size; i++) {
                gradient[i] += data[from + i];
            }
        }
    }
}
