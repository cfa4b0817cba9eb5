package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;

/**
 * Dropout (Srivastava et al., 2014): in a training step a share of the elements is set to 0 and the others are divided by
 * {@code 1 - share}. In inference the input is returned.
 */
public final class Dropout {
    private Dropout() {}

    /**
     * Applies dropout.
     *
     * @param share share of the elements set to 0, from 0 to below 1
     * @param index number that distinguishes several uses in a step, such as layers
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
