package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): each column is normalized to mean 0 and variance 1 (plus 1e-5), then scaled and shifted.
 * The statistics are those of the current rows, in inference too, without running averages: every step sees all nodes, and the clustered
 * embedding is computed like the trained one.
 */
public final class BatchNorm {
    private static final double EPSILON = 1e-5;

    private BatchNorm() {}

    /**
     * Normalizes columns.
     *
     * @param scale {@code [1 x columns]}
     * @param shift {@code [1 x columns]}
     */
    public static Variable apply(Tape tape, Variable x, Variable scale, Variable shift) {
        int rows = x.rows();
        int width = x.columns();
        // Columns are independent, so chunks of columns need no sums across chunks.
        Chunks chunks = Chunks.ofRows(width, 10L * rows);
        Matrix normal = tape.matrix(rows, width);
        Matrix y = tape.matrix(rows, width);
        double[] shares = new double[width];
        float[] in = x.value().data();
        int size = x.value().size();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int c = chunks.from(chunk); c < chunks.to(chunk); c++) {
                double mean = 0;
                double squares = 0;
                for (int at = c; at < size; at += width) {
                    mean += in[at];
                }
                mean /= Math.max(1, rows);
                for (int at = c; at < size; at += width) {
                    squares += (in[at] - mean) * (in[at] - mean);
                }
                shares[c] = 1 / Math.sqrt(squares / Math.max(1, rows) + EPSILON);
                for (int at = c; at < size; at += width) {
                    float v = (float) ((in[at] - mean) * shares[c]);
                    normal.data()[at] = v;
                    y.data()[at] = v * scale.value().data()[c] + shift.value().data()[c];
                }
            }
        });
        Variable result = tape.result(y, x, scale, shift);
        tape.record(result, () -> {
            float[] dy = result.gradient().data();
            boolean adding = x.hasGradient();
            float[] dx = x.isDifferentiable()
                    ? x.gradient().data()
                    : tape.matrix(rows, width).data();
            boolean addingScale = scale.hasGradient();
            float[] dScale = scale.gradient().data();
            boolean addingShift = shift.hasGradient();
            float[] dShift = shift.gradient().data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int c = chunks.from(chunk); c < chunks.to(chunk); c++) {
                    double sum = 0;
                    double along = 0;
                    for (int at = c; at < size; at += width) {
                        sum += dy[at];
                        along += (double) dy[at] * normal.data()[at];
                    }
                    dScale[c] = (float) (along + (addingScale ? dScale[c] : 0));
                    dShift[c] = (float) (sum + (addingShift ? dShift[c] : 0));
                    double factor = shares[c] * scale.value().data()[c];
                    double mean = sum / Math.max(1, rows);
                    double slope = along / Math.max(1, rows);
                    for (int at = c; at < size; at += width) {
                        double d = factor * (dy[at] - mean - normal.data()[at] * slope);
                        dx[at] = (float) (adding ? dx[at] + d : d);
                    }
                }
            });
        });
        return result;
    }
}
