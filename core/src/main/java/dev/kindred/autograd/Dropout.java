package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;

/** In a training step sets a share of the elements to 0 and divides the others by what is left; otherwise its input. */
public final class Dropout {
    private Dropout() {}

    /**
     * Drops.
     *
     * @param index tells the random numbers of one use from another's
     */
    public static Variable apply(Tape tape, Variable x, double share, RandomStream.Purpose purpose, int index) {
        DropMask mask = DropMask.of(tape, share, purpose, index);
        if (mask == null) {
            return x;
        }
        Matrix y = tape.matrix(x.rows(), x.columns());
        float[] from = x.value().data();
        Chunks chunks = Chunks.ofRows(y.size(), 8);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                y.data()[i] = mask.dropped(from[i], i);
            }
        });
        Variable result = tape.result(y, x);
        tape.record(result, () -> {
            float[] dy = result.gradient().data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    dy[i] = mask.dropped(dy[i], i);
                }
            });
            x.addToGradient(result.gradient());
        });
        return result;
    }
}
