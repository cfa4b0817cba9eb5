package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/** {@code z_i = x_i / max(|x_i|, 1e-12)}: scales every row to length 1. */
public final class RowNorm {
    private static final double LEAST = 1e-12;

    private RowNorm() {}

    /** Scales the rows of {@code x}, {@code [n x h]}. */
    public static Variable apply(Tape tape, Variable x) {
        Kernels kernels = tape.kernels();
        int width = x.columns();
        Chunks chunks = Chunks.ofRows(x.rows(), 4L * width);
        Matrix z = tape.matrix(x.rows(), width);
        float[] shares = tape.matrix(1, x.rows()).data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                int row = i * width;
                double length =
                        Math.sqrt(kernels.dot(x.value().data(), row, x.value().data(), row, width));
                shares[i] = (float) (1 / Math.max(length, LEAST));
                System.arraycopy(x.value().data(), row, z.data(), row, width);
                kernels.scaleInPlace(shares[i], z.data(), row, width);
            }
        });
        Variable result = tape.result(z, x);
        tape.record(result, () -> {
            float[] dz = result.gradient().data();
            boolean adding = x.hasGradient();
            float[] dx = x.gradient().data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    int row = i * width;
                    float along = kernels.dot(dz, row, z.data(), row, width);
                    if (!adding) {
                        Arrays.fill(dx, row, row + width, 0f);
                    }
                    kernels.addScaled(shares[i], dz, row, dx, row, width);
                    kernels.addScaled(-along * shares[i], z.data(), row, dx, row, width);
                }
            });
        });
        return result;
    }
}
