package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * Layer normalization (Ba et al., 2016): each row is normalized to mean 0 and variance 1 (plus 1e-5), then scaled and shifted by column.
 */
public final class LayerNorm {
    private static final double EPSILON = 1e-5;

    private LayerNorm() {}

    /**
     * Normalizes rows.
     *
     * @param scale {@code [1 x columns]}
     * @param shift {@code [1 x columns]}
     */
    public static Variable apply(Tape tape, Variable x, Variable scale, Variable shift) {
        int width = x.columns();
        Chunks chunks = Chunks.ofRows(x.rows(), 10L * width);
        Matrix normal = tape.matrix(x.rows(), width);
        Matrix y = tape.matrix(x.rows(), width);
        float[] shares = tape.matrix(1, x.rows()).data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                float[] in = x.value().data();
                int row = i * width;
                double mean = 0;
                double squares = 0;
                for (int c = row; c < row + width; c++) {
                    mean += in[c];
                }
                mean /= width;
                for (int c = row; c < row + width; c++) {
                    squares += (in[c] - mean) * (in[c] - mean);
                }
                double share = 1 / Math.sqrt(squares / width + EPSILON);
                shares[i] = (float) share;
                for (int c = 0; c < width; c++) {
                    float v = (float) ((in[row + c] - mean) * share);
                    normal.data()[row + c] = v;
                    y.data()[row + c] =
                            v * scale.value().data()[c] + shift.value().data()[c];
                }
            }
        });
        Variable result = tape.result(y, x, scale, shift);
        tape.record(result, () -> {
            float[] dy = result.gradient().data();
            boolean adding = x.hasGradient();
            float[] dx = x.isDifferentiable()
                    ? x.gradient().data()
                    : tape.matrix(x.rows(), width).data();
            ChunkSums sums = ChunkSums.of(tape, chunks, 2 * width);
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                int at = sums.begin(chunk);
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    int row = i * width;
                    double mean = 0;
                    double along = 0;
                    for (int c = 0; c < width; c++) {
                        float v = normal.data()[row + c];
                        float g = dy[row + c] * scale.value().data()[c];
                        mean += g;
                        along += (double) g * v;
                        sums.data()[at + c] += dy[row + c] * v;
                        sums.data()[at + width + c] += dy[row + c];
                    }
                    mean /= width;
                    along /= width;
                    if (!adding) {
                        Arrays.fill(dx, row, row + width, 0f);
                    }
                    for (int c = 0; c < width; c++) {
                        float g = dy[row + c] * scale.value().data()[c];
                        dx[row + c] += (float) (shares[i] * (g - mean - normal.data()[row + c] * along));
                    }
                }
            });
            sums.addTo(scale, 0);
            sums.addTo(shift, width);
        });
        return result;
    }
}
