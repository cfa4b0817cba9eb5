package dev.kindred.method;

import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * Attributes as points for distances: numbers with unit variance, categories and flags as 0 and 1, words by inverse document
 * frequency on the unit sphere, so that no block drowns another. Wide blocks are reduced to their leading singular vectors. Memory:
 * {@code 4 n d} bytes, {@code d} at most {@value #WIDEST} a block.
 */
public final class AttributePoints {
    static final int WIDEST = 512;
    private static final int REDUCED = 64;
    private static final int POWER_STEPS = 4;

    private AttributePoints() {}

    /** {@code [n x d]} points; without a column where there are no attributes. */
    public static Matrix of(AttributeColumns attributes) {
        int width = 0;
        for (AttributeColumns.Block block : attributes.blocks()) {
            width += width(block);
        }
        int n = attributes.nodes();
        Matrix points = Matrix.zeros(n, width);
        int at = 0;
        for (AttributeColumns.Block block : attributes.blocks()) {
            switch (block) {
                case AttributeColumns.Numbers numbers -> {
                    for (int i = 0; i < n; i++) {
                        System.arraycopy(
                                numbers.values(), i * numbers.width(), points.data(), i * width + at, numbers.width());
                    }
                }
                case AttributeColumns.Sets sets -> {
                    float[] values = weights(sets, n);
                    if (sets.width() > WIDEST) {
                        reduced(sets, values, points, at);
                    } else {
                        for (int i = 0; i < n; i++) {
                            for (int e = sets.offsets()[i]; e < sets.offsets()[i + 1]; e++) {
                                points.set(i, at + sets.columns()[e], values[e]);
                            }
                        }
                    }
                }
            }
            at += width(block);
        }
        return points;
    }

    /**
     * Columns that points of a feature matrix have at most.
     *
     * @param columns of the matrix
     * @param sparse whether it is stored as a sparse one
     */
    public static long width(long columns, boolean sparse) {
        return sparse && columns > WIDEST ? REDUCED : columns;
    }

    private static int width(AttributeColumns.Block block) {
        return switch (block) {
            case AttributeColumns.Numbers numbers -> numbers.width();
            case AttributeColumns.Sets sets -> sets.width() > WIDEST ? REDUCED : sets.width();
        };
    }

    private static float[] weights(AttributeColumns.Sets sets, int n) {
        float[] values = new float[sets.columns().length];
        if (sets.kind() != AttributeColumns.Kind.WORDS) {
            Arrays.fill(values, 1);
            return values;
        }
        int[] found = new int[sets.width()];
        for (int column : sets.columns()) {
            found[column]++;
        }
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int e = sets.offsets()[i]; e < sets.offsets()[i + 1]; e++) {
                double idf = Math.log((1.0 + n) / (1 + found[sets.columns()[e]])) + 1e-3;
                values[e] = (float) idf;
                squares += idf * idf;
            }
            for (int e = sets.offsets()[i]; e < sets.offsets()[i + 1]; e++) {
                values[e] = (float) (values[e] / Math.sqrt(squares));
            }
        }
        return values;
    }

    /** The leading left singular vectors times their values, by subspace iteration (Halko et al., 2011). */
    private static void reduced(AttributeColumns.Sets sets, float[] values, Matrix points, int at) {
        int n = points.rows();
        int d = sets.width();
        RandomStream random = new RandomStream(0, RandomStream.Purpose.K_MEANS, 1L << 40);
        Matrix right = Matrix.zeros(d, REDUCED);
        for (int e = 0; e < right.data().length; e++) {
            right.data()[e] = (float) (random.nextDouble() - .5);
        }
        Matrix left = Matrix.zeros(n, REDUCED);
        for (int t = 0; t <= POWER_STEPS; t++) {
            Orthonormal.columns(right);
            Arrays.fill(left.data(), 0);
            for (int i = 0; i < n; i++) {
                for (int e = sets.offsets()[i]; e < sets.offsets()[i + 1]; e++) {
                    add(left.data(), i, right.data(), sets.columns()[e], values[e]);
                }
            }
            if (t < POWER_STEPS) {
                Arrays.fill(right.data(), 0);
                for (int i = 0; i < n; i++) {
                    for (int e = sets.offsets()[i]; e < sets.offsets()[i + 1]; e++) {
                        add(right.data(), sets.columns()[e], left.data(), i, values[e]);
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(left.data(), i * REDUCED, points.data(), i * points.columns() + at, REDUCED);
        }
    }

    private static void add(float[] to, int row, float[] from, int source, float factor) {
        for (int c = 0; c < REDUCED; c++) {
            to[row * REDUCED + c] += factor * from[source * REDUCED + c];
        }
    }
}
