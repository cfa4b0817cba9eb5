package dev.kindred.layout;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * Rows of a centered matrix on its two principal axes, the first the longer one. Axes are found by orthogonal iteration on the covariance, in double; of an
 * axis and its opposite the one is taken whose largest component is positive. Where there is less than two dimensions of variance, the rest is 0.
 */
final class PrincipalPlane {
    private static final int ITERATIONS = 300;

    private PrincipalPlane() {}

    /** {@code [n x 2]} */
    static Matrix of(Compute compute, Matrix centered) {
        int width = centered.columns();
        double[][] axes = axes(covariance(compute, centered), width);
        Matrix plane = Matrix.zeros(centered.rows(), 2);
        float[] x = centered.data();
        Chunks chunks = Chunks.ofRows(centered.rows(), 4L * width);
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                for (int axis = 0; axis < 2; axis++) {
                    double sum = 0;
                    for (int c = 0; c < width; c++) {
                        sum += x[i * width + c] * axes[axis][c];
                    }
                    plane.set(i, axis, (float) sum);
                }
            }
        });
        return plane;
    }

    /** {@code [h x h]} up to a factor. */
    private static double[] covariance(Compute compute, Matrix centered) {
        int width = centered.columns();
        Chunks chunks = Chunks.ofRows(centered.rows(), 2L * width * width);
        Matrix partial = Matrix.zeros(chunks.count() * width, width);
        float[] x = centered.data();
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk) * width;
            int rows = chunks.to(chunk) - chunks.from(chunk);
            int to = chunk * width * width;
            compute.kernels()
                    .multiply(x, from, 1, width, width, rows, x, from, width, partial.data(), to, width, width, false);
        });
        double[] sum = new double[width * width];
        for (int at = 0; at < partial.data().length; at++) {
            sum[at % sum.length] += partial.data()[at];
        }
        return sum;
    }

    private static double[][] axes(double[] covariance, int width) {
        double[][] axes = new double[2][width];
        double[][] next = new double[2][width];
        for (int c = 0; c < width; c++) {
            // Any start will do that has a part of every axis.
            axes[0][c] = Math.cos(1 + 2.399963 * c);
            axes[1][c] = Math.sin(2 + 1.618034 * c);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int axis = 0; axis < 2; axis++) {
                for (int r = 0; r < width; r++) {
                    double sum = 0;
                    for (int c = 0; c < width; c++) {
                        sum += covariance[r * width + c] * axes[axis][c];
                    }
                    next[axis][r] = sum;
                }
            }
            normalize(next[0]);
            double along = dot(next[0], next[1]);
            double before = Math.sqrt(dot(next[1], next[1]));
            for (int c = 0; c < width; c++) {
                next[1][c] -= along * next[0][c];
            }
            if (Math.sqrt(dot(next[1], next[1])) < 1e-9 * before) {
                Arrays.fill(next[1], 0);
            }
            normalize(next[1]);
            double[][] swap = axes;
            axes = next;
            next = swap;
        }
        for (double[] axis : axes) {
            int largest = 0;
            for (int c = 1; c < width; c++) {
                largest = Math.abs(axis[c]) > Math.abs(axis[largest]) ? c : largest;
            }
            double sign = width > 0 && axis[largest] < 0 ? -1 : 1;
            for (int c = 0; c < width; c++) {
                axis[c] *= sign;
            }
        }
        return axes;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += a[c] * b[c];
        }
        return sum;
    }

    private static void normalize(double[] axis) {
        double length = Math.sqrt(dot(axis, axis));
        for (int c = 0; c < axis.length && length > 0; c++) {
            axis[c] /= length;
        }
    }
}
