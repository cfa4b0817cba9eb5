package dev.kindred.eval;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import dev.kindred.tensor.Matrix;

/**
 * A random projection to {@link #WIDTH} dimensions by sums with random signs (Achlioptas, 2003), which approximately preserves distances.
 * {@code O(stored features * WIDTH)}; {@code 4 n WIDTH} bytes.
 */
final class RandomProjection {
    static final int WIDTH = 32;

    private RandomProjection() {}

    /**
     * Projects the rows of features.
     *
     * @param seed of the signs
     * @return {@code [n x WIDTH]}, rows of length 1; a row without features stays 0
     */
    static Matrix of(Features features, long seed) {
        Matrix out = Matrix.zeros(features.rows(), WIDTH);
        switch (features) {
            case SparseRows s ->
                s.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        addSigns(out, row, values[e], signs(seed, columns[e]));
                    }
                });
            case DenseRows d ->
                d.forEachRow((row, values, from) -> {
                    for (int c = 0; c < d.columns(); c++) {
                        if (values[from + c] != 0) {
                            addSigns(out, row, values[from + c], signs(seed, c));
                        }
                    }
                });
        }
        for (int i = 0; i < out.rows(); i++) {
            double squares = 0;
            for (int c = 0; c < WIDTH; c++) {
                squares += (double) out.get(i, c) * out.get(i, c);
            }
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int c = 0; c < WIDTH; c++) {
                out.set(i, c, out.get(i, c) * scale);
            }
        }
        return out;
    }

    /** 32 random bits for a column: the finalizer of SplitMix64. */
    private static int signs(long seed, int column) {
        long z = (seed + column + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) (z ^ (z >>> 31));
    }

    private static void addSigns(Matrix out, int row, float value, int signs) {
        float[] data = out.data();
        int at = row * WIDTH;
        for (int c = 0; c < WIDTH; c++) {
            data[at + c] += (signs >>> c & 1) == 0 ? value : -value;
        }
    }
}
