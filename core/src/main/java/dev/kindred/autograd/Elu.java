package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/** ELU with alpha 1 (Clevert et al., 2016), where it is not part of the attention operation. */
public final class Elu {
    private Elu() {}

    /** Applies ELU to each element of {@code x}. */
    public static Variable apply(Tape tape, Variable x) {
        Kernels kernels = tape.kernels();
        int size = x.value().size();
        Chunks chunks = Chunks.ofRows(size, 4);
        Matrix y = tape.matrix(x.rows(), x.columns());
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int to = chunks.to(chunk);
            System.arraycopy(x.value().data(), from, y.data(), from, to - from);
            kernels.eluInPlace(y.data(), from, to);
        });
        Variable result = tape.result(y, x);
        tape.record(result, () -> {
            Matrix dy = result.gradient();
            tape.workers()
                    .forEach(
                            chunks.count(),
                            (chunk, worker) -> kernels.eluGradientInPlace(
                                    y.data(), dy.data(), chunks.from(chunk), chunks.to(chunk)));
            x.addToGradient(dy);
        });
        return result;
    }
}
