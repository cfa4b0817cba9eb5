package dev.kindred.formats;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import java.util.function.Supplier;

/** Features from the matrices of files, kept sparse or dense as their share of values that are not 0 wants it. */
final class FeatureMatrix {

    private FeatureMatrix() {}

    /** @param values {@code [rows x columns]} row-major; taken over */
    static Features dense(String where, int rows, int columns, float[] values) {
        int stored = 0;
        for (float value : values) {
            if (value != 0) {
                stored++;
            }
        }
        if (columns < 8 || Features.Layout.of(stored, rows, columns) == Features.Layout.DENSE) {
            return checked(where, () -> new DenseFeatures(rows, columns, values));
        }
        long[] offsets = new long[rows + 1];
        int[] column = new int[stored];
        float[] kept = new float[stored];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < columns; c++) {
                float value = values[i * columns + c];
                if (value != 0) {
                    column[next] = c;
                    kept[next++] = value;
                }
            }
            offsets[i + 1] = next;
        }
        return checked(where, () -> new SparseFeatures(columns, offsets, column, kept));
    }

    static Features sparse(String where, Sparse matrix) {
        return checked(where, () -> {
            SparseFeatures sparse = new SparseFeatures(
                    matrix.columns(),
                    matrix.csr().offsets(),
                    matrix.csr().columns(),
                    matrix.csr().values());
            // Not by density(): without columns there is none.
            boolean dense =
                    Features.Layout.of(sparse.storedValues(), matrix.rows(), matrix.columns()) == Features.Layout.DENSE;
            return dense ? sparse.toDense() : sparse;
        });
    }

    private static Features checked(String where, Supplier<Features> made) {
        try {
            return made.get();
        } catch (InvalidInputException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
