package dev.kindred.tensor;

import java.util.Arrays;

/**
 * A dense float32 matrix, row-major in one array without gaps: element {@code (i, j)} stands at {@code i * columns + j}. A mutable
 * buffer, {@code 4 rows columns} bytes, at most about 2^31 elements. Not safe for use from many threads while written.
 *
 * <p>The array of a buffer that is reused may be longer than the matrix ({@link #within}): loops end at {@link #size}, never at the length
 * of the array. Strides do not change with it.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final float[] data;

    /** Wraps an array of exactly {@code rows * columns} elements; nothing is copied. */
    public Matrix(int rows, int columns, float[] data) {
        if (rows < 0 || columns < 0 || (long) rows * columns != data.length) {
            throw new IllegalArgumentException("matrix data: expected " + (long) rows * columns + " (" + rows + " x "
                    + columns + "), got " + data.length);
        }
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /** A matrix at the beginning of an array that has room for it; what follows is not the matrix's. */
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

    /** Elements: {@code rows * columns}. */
    public int size() {
        return rows * columns;
    }

    /** The elements, row-major, at the beginning of the matrix's own array, which may be longer. */
    public float[] data() {
        return data;
    }

    public float get(int row, int column) {
        return data[row * columns + column];
    }

    public void set(int row, int column, float value) {
        data[row * columns + column] = value;
    }

    /** A copy in an array without room to spare. */
    public Matrix copy() {
        return new Matrix(rows, columns, Arrays.copyOf(data, size()));
    }

    /** Bytes of the array, room to spare included. */
    public long sizeInBytes() {
        return 4L * data.length;
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }
}
