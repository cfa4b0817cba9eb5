package dev.kindred.tensor;

import java.util.Arrays;

/**
 * A dense float32 matrix, row-major in one array without gaps: element {@code (i, j)} is at {@code i * columns + j}. A mutable buffer of
 * {@code 4 rows columns} bytes and at most about 2^31 elements. Not thread-safe while it is written.
 *
 * <p>The array may be longer than the matrix if the buffer is reused ({@link #within}), so loops must end at {@link #size}, never at the
 * length of the array.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final float[] data;

    /** A matrix on an array of exactly {@code rows * columns} elements, which is not copied. */
    public Matrix(int rows, int columns, float[] data) {
        if (rows < 0 || columns < 0 || (long) rows * columns != data.length) {
            throw new IllegalArgumentException("matrix data: expected " + (long) rows * columns + " (" + rows + " x "
                    + columns + "), got " + data.length);
        }
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /** A matrix at the beginning of an array that may be longer; the rest of the array does not belong to it. */
    public static Matrix within(int rows, int columns, float[] data) {
        if (rows < 0 || columns < 0 || (long) rows * columns > data.length) {
            throw new IllegalArgumentException("matrix data: expected at least " + (long) rows * columns + " (" + rows
                    + " x " + columns + "), got " + data.length);
        }
        return new Matrix(data, rows, columns);
    }

    private Matrix(float[] data, int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        if ((long) rows * columns > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("matrix " + rows + " x " + columns + ": expected at most "
                    + (Integer.MAX_VALUE - 8) + " elements, got " + (long) rows * columns);
        }
        return new Matrix(rows, columns, new float[rows * columns]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Number of elements: {@code rows * columns}. */
    public int size() {
        return rows * columns;
    }

    /** The matrix's own array, which may be longer than {@link #size}; the elements are at its beginning, row-major. */
    public float[] data() {
        return data;
    }

    public float get(int row, int column) {
        return data[row * columns + column];
    }

    public void set(int row, int column, float value) {
        data[row * columns + column] = value;
    }

    /** A copy in an array of exactly {@link #size} elements. */
    public Matrix copy() {
        return new Matrix(rows, columns, Arrays.copyOf(data, size()));
    }

    /** Bytes of the whole array. */
    public long sizeInBytes() {
        return 4L * data.length;
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }
}
