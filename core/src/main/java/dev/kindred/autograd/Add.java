package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/** {@code x + y} of equal shapes: a residual connection. */
public final class Add {
    private Add() {}

    public static Variable apply(Tape tape, Variable x, Variable y) {
        if (x.rows() != y.rows() || x.columns() != y.columns()) {
            throw new IllegalArgumentException("sum: expected equal shapes, got " + x.value() + " and " + y.value());
        }
        Kernels kernels = tape.kernels();
        Matrix sum = tape.matrix(x.rows(), x.columns());
        Chunks chunks = Chunks.ofRows(sum.data().length, 2);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int size = chunks.to(chunk) - from;
            System.arraycopy(x.value().data(), from, sum.data(), from, size);
            kernels.addScaled(1f, y.value().data(), from, sum.data(), from, size);
        });
        Variable result = tape.result(sum, x, y);
        tape.record(result, () -> {
            Sums.addTo(tape, result.gradient(), 1f, x);
            Sums.addTo(tape, result.gradient(), 1f, y);
        });
        return result;
    }
}
