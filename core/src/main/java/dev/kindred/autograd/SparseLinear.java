package dev.kindred.autograd;

import dev.kindred.graph.SparseFeatures;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * {@code Y = dropout(X) W}: {@code [n x d] [d x h] -> [n x h]}, X sparse and constant. A row of Y gathers rows of W; a row of W's
 * gradient gathers rows of dY through the column index, so both products write each row once.
 */
public final class SparseLinear {
    private SparseLinear() {}

    /**
     * Multiplies.
     *
     * @param dropout share of stored values set to 0 in a training step; the others are divided by {@code 1 - dropout}
     */
    public static Variable apply(Tape tape, SparseInput input, double dropout, Variable weight) {
        SparseFeatures x = input.features();
        if (x.columns() != weight.rows()) {
            throw new IllegalArgumentException(
                    "columns of X: expected " + weight.rows() + " (rows of W), got " + x.columns());
        }
        Kernels kernels = tape.kernels();
        float[] values = tape.isTraining() && dropout > 0 ? dropped(tape, x, input.rows(), dropout) : x.values();
        int width = weight.columns();
        Matrix y = tape.matrix(x.rows(), width);
        float[] w = weight.value().data();
        tape.workers().forEach(input.rows().count(), (chunk, worker) -> {
            for (int i = input.rows().from(chunk); i < input.rows().to(chunk); i++) {
                Arrays.fill(y.data(), i * width, i * width + width, 0f);
                int from = (int) x.rowOffsets()[i];
                int to = (int) x.rowOffsets()[i + 1];
                kernels.weightedSumAt(
                        values, from, w, 0, width, x.columnIndices(), from, to, y.data(), i * width, width);
            }
        });
        Variable result = tape.result(y, weight);
        tape.record(result, () -> weightGradient(tape, input, values, result.gradient(), weight));
        return result;
    }

    private static void weightGradient(Tape tape, SparseInput input, float[] values, Matrix dy, Variable weight) {
        Kernels kernels = tape.kernels();
        int width = dy.columns();
        Chunks chunks = input.columns();
        SparseFeatures.ColumnIndex index = input.index();
        Matrix scratch = tape.matrix(tape.workers().threads(), input.longestColumn());
        boolean adding = weight.hasGradient();
        float[] dw = weight.gradient().data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int at = worker * scratch.columns();
            for (int c = chunks.from(chunk); c < chunks.to(chunk); c++) {
                int from = (int) index.offsets()[c];
                int to = (int) index.offsets()[c + 1];
                for (int e = from; e < to; e++) {
                    scratch.data()[at + e - from] = values[index.positions()[e]];
                }
                if (!adding) {
                    Arrays.fill(dw, c * width, c * width + width, 0f);
                }
                kernels.weightedSumAt(
                        scratch.data(), at, dy.data(), 0, width, index.rows(), from, to, dw, c * width, width);
            }
        });
    }

    private static float[] dropped(Tape tape, SparseFeatures x, Chunks rows, double dropout) {
        RandomStream random = tape.random(RandomStream.Purpose.FEATURE_DROPOUT, 0);
        float[] values = x.values();
        float[] out = tape.matrix(1, values.length).data();
        float keep = (float) (1 / (1 - dropout));
        tape.workers().forEach(rows.count(), (chunk, worker) -> {
            for (int e = (int) x.rowOffsets()[rows.from(chunk)]; e < x.rowOffsets()[rows.to(chunk)]; e++) {
                out[e] = random.floatAt(e) < dropout ? 0f : values[e] * keep;
            }
        });
        return out;
    }
}
