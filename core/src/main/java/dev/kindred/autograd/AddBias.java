package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/** {@code y_i = x_i + b}: adds a bias, {@code [1 x columns]}, to every row of {@code x}, {@code [n x columns]}. */
public final class AddBias {
    private AddBias() {}

    /** Adds the bias; its gradient is the sum of the rows of the result's gradient. */
    public static Variable apply(Tape tape, Variable x, Variable bias) {
        int width = x.columns();
        if (bias.rows() != 1 || bias.columns() != width) {
            throw new IllegalArgumentException("bias: expected Matrix[1 x " + width + "], got " + bias.value());
        }
        Kernels kernels = tape.kernels();
        Chunks chunks = Chunks.ofRows(x.rows(), 2L * width);
        float[] in = x.value().data();
        float[] b = bias.value().data();
        Matrix y = tape.matrix(x.rows(), width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                System.arraycopy(in, i * width, y.data(), i * width, width);
                kernels.addScaled(1f, b, 0, y.data(), i * width, width);
            }
        });
        Variable result = tape.result(y, x, bias);
        tape.record(result, () -> {
            x.addToGradient(result.gradient());
            biasGradient(tape, chunks, result.gradient(), bias);
        });
        return result;
    }

    private static void biasGradient(Tape tape, Chunks chunks, Matrix dy, Variable bias) {
        Kernels kernels = tape.kernels();
        int width = dy.columns();
        ChunkSums sums = ChunkSums.of(tape, chunks, width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int count = chunks.to(chunk) - from;
            kernels.sumRows(dy.data(), from * width, width, count, sums.data(), sums.begin(chunk), width);
        });
        sums.addTo(bias, 0);
    }
}
