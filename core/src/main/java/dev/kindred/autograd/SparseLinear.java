package dev.kindred.autograd;

import dev.kindred.graph.SparseRows;
import dev.kindred.graph.SparseRows.Block;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * {@code Y = dropout(X) W}: {@code [n x d] [d x h] -> [n x h]}, with X sparse and constant. A row of Y gathers rows of W, a row of W's
 * gradient gathers rows of dY through the column index; so each row has one writer.
 */
public final class SparseLinear {
    private SparseLinear() {}

    /**
     * Multiplies.
     *
     * @param dropout share of stored values set to 0 in a training step, from 0 to below 1; the others are divided by {@code 1 - dropout}
     */
    public static Variable apply(Tape tape, SparseInput input, double dropout, Variable weight) {
        SparseRows x = input.features();
        if (x.columns() != weight.rows()) {
            throw new IllegalArgumentException(
                    "columns of X: expected " + weight.rows() + " (rows of W), got " + x.columns());
        }
        Kernels kernels = tape.kernels();
        SparseEntries entries = input.entries(tape, dropout);
        int width = weight.columns();
        Matrix y = tape.matrix(x.rows(), width);
        float[] w = weight.value().data();
        long[] offsets = x.rowOffsets();
        tape.workers().forEach(input.rows().count(), (chunk, worker) -> {
            Block block = input.block(worker);
            int end;
            for (int from = input.rows().from(chunk); from < input.rows().to(chunk); from = end) {
                end = entries.showRows(from, input.rows().to(chunk), block);
                for (int i = from; i < end; i++) {
                    Arrays.fill(y.data(), i * width, i * width + width, 0f);
                    sumInto(kernels, block, offsets, i, w, width, y.data());
                }
            }
        });
        Variable result = tape.result(y, weight);
        tape.record(result, () -> weightGradient(tape, input, entries, result.gradient(), weight));
        return result;
    }

    /** Adds to row {@code i} of the output: the sum of {@code value * row of other} over the entries of row (or column) {@code i}. */
    private static void sumInto(
            Kernels kernels, Block block, long[] offsets, int i, float[] other, int width, float[] out) {
        int first = (int) offsets[i];
        int last = (int) offsets[i + 1];
        kernels.weightedSumAt(
                block.values(),
                first - block.firstValue(),
                other,
                0,
                width,
                block.indices(),
                first - block.firstIndex(),
                last - block.firstIndex(),
                out,
                i * width,
                width);
    }

    private static void weightGradient(
            Tape tape, SparseInput input, SparseEntries entries, Matrix dy, Variable weight) {
        Kernels kernels = tape.kernels();
        int width = dy.columns();
        Chunks chunks = input.columns();
        long[] offsets = entries.columnOffsets();
        boolean adding = weight.hasGradient();
        float[] dw = weight.gradient().data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            Block block = input.block(worker);
            int end;
            for (int from = chunks.from(chunk); from < chunks.to(chunk); from = end) {
                end = entries.showColumns(from, chunks.to(chunk), block);
                for (int c = from; c < end; c++) {
                    if (!adding) {
                        Arrays.fill(dw, c * width, c * width + width, 0f);
                    }
                    sumInto(kernels, block, offsets, c, dy.data(), width, dw);
                }
            }
        });
    }
}
