package dev.kindred.autograd;

import dev.kindred.graph.DenseRows.Block;
import dev.kindred.graph.DenseRows.Window;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/** {@code x + y} of equal shapes: a residual connection. */
public final class Add {
    private Add() {}

    /** Adds features, which may be larger than memory. */
    public static Variable apply(Tape tape, Variable x, DenseInput features) {
        Matrix matrix = features.matrix();
        if (matrix != null) {
            return apply(tape, x, tape.constant(matrix));
        }
        ProductRows y = features.rows(tape, null);
        checkShapes(x, y.rows(), y.columns());
        Matrix sum = tape.matrix(x.rows(), x.columns());
        int width = x.columns();
        Chunks chunks = Chunks.ofRows(x.rows(), 2L * width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int rows;
            for (int from = chunks.from(chunk); from < chunks.to(chunk); from += rows) {
                rows = Math.min(y.rowsAtOnce(), chunks.to(chunk) - from);
                Block block = y.load(new Window(from, rows, 0, width), worker);
                System.arraycopy(x.value().data(), from * width, sum.data(), from * width, rows * width);
                tape.kernels().addScaled(1f, block.values(), 0, sum.data(), from * width, rows * width);
            }
        });
        Variable result = tape.result(sum, x);
        tape.record(result, () -> x.addToGradient(result.gradient()));
        return result;
    }

    private static void checkShapes(Variable x, int rows, int columns) {
        if (x.rows() != rows || x.columns() != columns) {
            throw new IllegalArgumentException(
                    "sum: expected equal shapes, got " + x.value() + " and Matrix[" + rows + " x " + columns + "]");
        }
    }

    /** Adds two variables of equal shapes. */
    public static Variable apply(Tape tape, Variable x, Variable y) {
        checkShapes(x, y.rows(), y.columns());
        Kernels kernels = tape.kernels();
        Matrix sum = tape.matrix(x.rows(), x.columns());
        Chunks chunks = Chunks.ofRows(sum.size(), 2);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int size = chunks.to(chunk) - from;
            System.arraycopy(x.value().data(), from, sum.data(), from, size);
            kernels.addScaled(1f, y.value().data(), from, sum.data(), from, size);
        });
        Variable result = tape.result(sum, x, y);
        tape.record(result, () -> {
            x.addToGradient(result.gradient());
            y.addToGradient(result.gradient());
        });
        return result;
    }
}
