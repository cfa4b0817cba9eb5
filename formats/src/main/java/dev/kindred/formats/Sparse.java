package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Csr;

/**
 * A sparse matrix as a file has it.
 *
 * @param csr its rows
 */
record Sparse(int rows, int columns, Csr csr) {
    private static final int MOST_EMPTY_ROWS = 10_000;

    /** Takes an entry of a matrix. */
    @FunctionalInterface
    interface Entry {
        void take(int row, int column, float value);
    }

    void forEach(Entry entry) {
        for (int row = 0; row < rows; row++) {
            for (int e = (int) csr.offsets()[row]; e < csr.offsets()[row + 1]; e++) {
                entry.take(row, csr.columns()[e], csr.values()[e]);
            }
        }
    }

    /** Rows become columns. */
    Sparse transposed() {
        int[] rowOf = new int[csr.columns().length];
        int[] next = new int[1];
        forEach((row, column, value) -> rowOf[next[0]++] = row);
        return ofCoordinates("", columns, rows, csr.columns(), rowOf, csr.values());
    }

    /**
     * A matrix from the places of its values, by a stable counting sort.
     *
     * @param where the file (and matrix) that messages name
     */
    static Sparse ofCoordinates(String where, int rows, int columns, int[] row, int[] column, float[] values) {
        if (row.length != values.length || column.length != values.length) {
            throw new InvalidInputException(where + ": expected as many rows and columns as data, got " + row.length
                    + ", " + column.length + " and " + values.length);
        }
        // Empty rows take no bytes in a file, but here they do.
        long most = Math.max(MOST_EMPTY_ROWS, 1_000L * row.length);
        if (rows > most) {
            throw new InvalidInputException(where + ": expected at most " + most + " rows for " + row.length
                    + " entries, got a claim of " + rows);
        }
        long[] offsets = new long[rows + 1];
        for (int e = 0; e < row.length; e++) {
            if (row[e] < 0 || row[e] >= rows || column[e] < 0 || column[e] >= columns) {
                throw new InvalidInputException(where + ": expected places within " + rows + " x " + columns + ", got "
                        + row[e] + ", " + column[e]);
            }
            offsets[row[e] + 1]++;
        }
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] += offsets[i];
        }
        long[] next = offsets.clone();
        int[] sorted = new int[column.length];
        float[] sortedValues = new float[column.length];
        for (int e = 0; e < row.length; e++) {
            int to = (int) next[row[e]]++;
            sorted[to] = column[e];
            sortedValues[to] = values[e];
        }
        return new Sparse(rows, columns, new Csr(offsets, sorted, sortedValues));
    }
}
