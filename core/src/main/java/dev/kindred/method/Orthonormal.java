package dev.kindred.method;

import dev.kindred.tensor.Matrix;

/** Orthonormal columns, by the modified Gram-Schmidt process; a column that depends on those before it becomes zero. */
final class Orthonormal {
    private Orthonormal() {}

    static void columns(Matrix x) {
        int width = x.columns();
        double[] dots = new double[width];
        float[] data = x.data();
        for (int c = 0; c < width; c++) {
            for (int pass = 0; pass < 2; pass++) {
                java.util.Arrays.fill(dots, 0);
                for (int i = 0; i < data.length; i += width) {
                    for (int b = 0; b < c; b++) {
                        dots[b] += (double) data[i + b] * data[i + c];
                    }
                }
                for (int i = 0; i < data.length; i += width) {
                    double sum = data[i + c];
                    for (int b = 0; b < c; b++) {
                        sum -= dots[b] * data[i + b];
                    }
                    data[i + c] = (float) sum;
                }
            }
            double squares = 0;
            for (int i = c; i < data.length; i += width) {
                squares += (double) data[i] * data[i];
            }
            float scale = squares < 1e-20 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int i = c; i < data.length; i += width) {
                data[i] *= scale;
            }
        }
    }
}
