package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;

/**
 * Compressed sparse rows as read from a file, in SciPy's three arrays. Columns of a row may be in any order and occur more than once.
 *
 * @param offsets {@code [rows + 1]} where each row starts, from 0 to the number of values
 * @param columns {@code [s]} the column of each value
 * @param values {@code [s]}
 */
public record Csr(long[] offsets, int[] columns, float[] values) {
    /**
     * Checks the arrays against each other.
     *
     * @param where name of the file in messages
     * @param prefix prefix of the arrays' names in messages
     * @throws InvalidInputException where they do not describe {@code rows x columnCount} values
     */
    public static Csr of(String where, String prefix, Npy indptr, Npy indices, Npy data, int rows, int columnCount) {
        long[] offsets = indptr.longs();
        int[] columns = indices.ints();
        float[] values = data.floats();
        if (offsets.length != rows + 1) {
            throw new InvalidInputException(
                    where + " (" + prefix + "indptr): expected " + (rows + 1L) + " (rows + 1), got " + offsets.length);
        }
        if (columns.length != values.length || offsets[0] != 0 || offsets[rows] != columns.length) {
            throw new InvalidInputException(where + " (" + prefix + "indptr): expected offsets from 0 to "
                    + columns.length + " (indices), as many data, got " + offsets[0] + " to " + offsets[rows] + " and "
                    + values.length + " data");
        }
        for (int i = 0; i < rows; i++) {
            if (offsets[i] > offsets[i + 1]) {
                throw new InvalidInputException(where + " (" + prefix + "indptr): expected ascending offsets, got "
                        + offsets[i] + " before " + offsets[i + 1] + " at row " + i);
            }
        }
        for (int e = 0; e < columns.length; e++) {
            if (columns[e] < 0 || columns[e] >= columnCount) {
                throw new InvalidInputException(where + " (" + prefix + "indices): expected 0 to " + (columnCount - 1)
                        + ", got " + columns[e] + " at " + e);
            }
        }
        return new Csr(offsets, columns, values);
    }

    /** Whether the columns of each row are strictly ascending and there are no self-loops. */
    public boolean isSortedWithoutLoops() {
        for (int i = 0; i + 1 < offsets.length; i++) {
            for (int e = (int) offsets[i]; e < offsets[i + 1]; e++) {
                if (columns[e] == i || (e > offsets[i] && columns[e - 1] >= columns[e])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether each value is 1. */
    public boolean isAllOnes() {
        for (float value : values) {
            if (value != 1f) {
                return false;
            }
        }
        return true;
    }
}
