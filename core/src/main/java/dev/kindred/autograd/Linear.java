package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/** {@code Y = X W}: {@code [n x d] [d x h] -> [n x h]}, X dense. */
public final class Linear {
    /** Rows of X whose contribution to W's gradient is summed before the next, at most: small enough for the caches. */
    private static final int ROW_BLOCK = 512;

    /** Rows of X that one partial gradient of W covers at least, and partial gradients at most. */
    private static final int LEAST_ROWS = 512;

    private static final int MOST_PARTIALS = 16;

    private Linear() {}

    public static Variable apply(Tape tape, Variable x, Variable weight) {
        if (x.columns() != weight.rows()) {
            throw new IllegalArgumentException(
                    "columns of X: expected " + weight.rows() + " (rows of W), got " + x.columns());
        }
        Matrix y = tape.matrix(x.rows(), weight.columns());
        multiply(tape, x.value(), Panels.of(tape, weight.value()), y, false);
        Variable result = tape.result(y, x, weight);
        tape.record(result, () -> {
            Matrix dy = result.gradient();
            if (weight.isDifferentiable()) {
                weightGradient(tape, x.value(), dy, weight);
            }
            if (x.isDifferentiable()) {
                boolean adding = x.hasGradient();
                multiply(tape, dy, Panels.ofTransposed(tape, weight.value()), x.gradient(), adding);
            }
        });
        return result;
    }

    private static void multiply(Tape tape, Matrix a, Panels b, Matrix c, boolean adding) {
        Chunks chunks = Chunks.ofRows(a.rows(), (long) a.columns() * c.columns(), Kernels.TILE_ROWS);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int at = from * a.columns();
            b.multiply(tape.kernels(), a.data(), at, a.columns(), 1, chunks.to(chunk) - from, c, from, adding);
        });
    }

    /** {@code dW = X^T dY}: a sum over the nodes, taken over fixed ranges of them and then added up in order. */
    private static void weightGradient(Tape tape, Matrix x, Matrix dy, Variable weight) {
        Kernels kernels = tape.kernels();
        int inputs = x.columns();
        int width = dy.columns();
        int partials = Math.clamp(x.rows() / LEAST_ROWS, 1, MOST_PARTIALS);
        Matrix sums = tape.matrix(partials * inputs, width);
        Matrix scratch = tape.matrix(tape.workers().threads(), ROW_BLOCK * width);
        tape.workers().forEach(partials, (partial, worker) -> {
            int from = (int) ((long) x.rows() * partial / partials);
            int to = (int) ((long) x.rows() * (partial + 1) / partials);
            int at = partial * inputs * width;
            Arrays.fill(sums.data(), at, at + inputs * width, 0f);
            int block = Math.ceilDiv(to - from, Math.ceilDiv(to - from, ROW_BLOCK));
            for (int row = from; row < to; row += block) {
                int rows = Math.min(block, to - row);
                Panels panels = Panels.of(dy, row, rows, scratch, worker);
                panels.multiply(kernels, x.data(), row * inputs, 1, inputs, inputs, sums, partial * inputs, true);
            }
        });
        boolean adding = weight.hasGradient();
        float[] gradient = weight.gradient().data();
        Chunks chunks = Chunks.ofRows(gradient.length, partials);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int size = chunks.to(chunk) - from;
            if (!adding) {
                Arrays.fill(gradient, from, from + size, 0f);
            }
            for (int partial = 0; partial < partials; partial++) {
                kernels.addScaled(1f, sums.data(), partial * inputs * width + from, gradient, from, size);
            }
        });
    }
}
