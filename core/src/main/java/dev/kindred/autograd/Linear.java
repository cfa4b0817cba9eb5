package dev.kindred.autograd;

import dev.kindred.graph.DenseRows.Block;
import dev.kindred.graph.DenseRows.Window;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/** {@code Y = X W}: {@code [n x d] [d x h] -> [n x h]}, with X dense: a variable, or features that may be larger than memory. */
public final class Linear {
    /** Most rows of X whose contribution to W's gradient is summed at once; small enough for the caches. */
    private static final int ROW_BLOCK = 512;

    /** Fewest rows of X in one partial gradient of W, and the largest number of partial gradients. */
    private static final int LEAST_ROWS = 512;

    private static final int MOST_PARTIALS = 16;

    private Linear() {}

    /**
     * Multiplies features after dropout: {@code dropout(X) W}.
     *
     * @param dropout share of the values set to 0 in a training step, from 0 to below 1; the others are divided by {@code 1 - dropout}
     */
    public static Variable apply(Tape tape, DenseInput features, double dropout, Variable weight) {
        Matrix matrix = features.matrix();
        if (matrix != null) {
            Variable x = tape.constant(matrix);
            return apply(tape, Dropout.apply(tape, x, dropout, RandomStream.Purpose.FEATURE_DROPOUT, 0), weight);
        }
        checkShapes(features.columns(), weight);
        ProductRows x = features.rows(tape, DropMask.of(tape, dropout, RandomStream.Purpose.FEATURE_DROPOUT, 0));
        Matrix y = tape.matrix(x.rows(), weight.columns());
        multiply(tape, x, Panels.of(tape, weight.value()), y, false);
        Variable result = tape.result(y, weight);
        tape.record(result, () -> weightGradient(tape, x, result.gradient(), weight));
        return result;
    }

    private static void checkShapes(int columns, Variable weight) {
        if (columns != weight.rows()) {
            throw new IllegalArgumentException(
                    "columns of X: expected " + weight.rows() + " (rows of W), got " + columns);
        }
    }

    /** Multiplies {@code x}, {@code [n x d]}, by a weight, {@code [d x h]}. */
    public static Variable apply(Tape tape, Variable x, Variable weight) {
        checkShapes(x.columns(), weight);
        Matrix y = tape.matrix(x.rows(), weight.columns());
        multiply(tape, ProductRows.of(x.value()), Panels.of(tape, weight.value()), y, false);
        Variable result = tape.result(y, x, weight);
        tape.record(result, () -> {
            Matrix dy = result.gradient();
            if (weight.isDifferentiable()) {
                weightGradient(tape, ProductRows.of(x.value()), dy, weight);
            }
            if (x.isDifferentiable()) {
                boolean adding = x.hasGradient();
                multiply(tape, ProductRows.of(dy), Panels.ofTransposed(tape, weight.value()), x.gradient(), adding);
            }
        });
        return result;
    }

    private static void multiply(Tape tape, ProductRows a, Panels b, Matrix c, boolean adding) {
        Chunks chunks = Chunks.ofRows(a.rows(), (long) a.columns() * c.columns(), Kernels.TILE_ROWS);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int rows;
            for (int from = chunks.from(chunk); from < chunks.to(chunk); from += rows) {
                rows = Math.min(a.rowsAtOnce(), chunks.to(chunk) - from);
                Block block = a.load(new Window(from, rows, 0, a.columns()), worker);
                b.multiply(tape.kernels(), block.values(), block.offset(), block.stride(), 1, rows, c, from, adding);
            }
        });
    }

    /** {@code dW = X^T dY}: a sum over the rows, computed for fixed ranges of rows and then added in order. */
    private static void weightGradient(Tape tape, ProductRows x, Matrix dy, Variable weight) {
        Kernels kernels = tape.kernels();
        int inputs = x.columns();
        int width = dy.columns();
        int partials = Math.clamp(x.rows() / LEAST_ROWS, 1, MOST_PARTIALS);
        Matrix sums = tape.matrix(partials * inputs, width);
        Matrix scratch = tape.matrix(tape.workers().threads(), ROW_BLOCK * width);
        tape.workers().forEach(partials, (partial, worker) -> {
            int from = (int) ((long) x.rows() * partial / partials);
            int end = (int) ((long) x.rows() * (partial + 1) / partials);
            int at = partial * inputs * width;
            Arrays.fill(sums.data(), at, at + inputs * width, 0f);
            int block = Math.ceilDiv(end - from, Math.ceilDiv(end - from, ROW_BLOCK));
            for (int row = from; row < end; row += block) {
                int rows = Math.min(block, end - row);
                Panels panels = Panels.of(dy, row, rows, scratch, worker);
                int columns;
                for (int column = 0; column < inputs; column += columns) {
                    columns = Math.min(x.columnsAtOnce(rows), inputs - column);
                    Block part = x.load(new Window(row, rows, column, columns), worker);
                    int to = partial * inputs + column;
                    panels.multiply(kernels, part.values(), part.offset(), 1, part.stride(), columns, sums, to, true);
                }
            }
        });
        boolean adding = weight.hasGradient();
        float[] gradient = weight.gradient().data();
        Chunks chunks = Chunks.ofRows(weight.value().size(), partials);
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
