package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/**
 * The right-hand side of a dense product, {@code [inner x width]}, divided into panels of 64 columns that are contiguous in memory. A tile
 * of the product then reads a panel in order, and rows of a panel do not compete for the same cache lines, as rows at a distance of a power
 * of two would.
 *
 * @param data panel {@code p} at {@code offset + p * WIDTH * inner}, row-major; the last one may be narrower
 */
record Panels(float[] data, int offset, int inner, int width) {
    private static final int WIDTH = 64;

    /** The panels of a matrix. One with a single panel is used as it is; others are copied into a buffer of this step. */
    static Panels of(Tape tape, Matrix b) {
        if (b.columns() <= WIDTH) {
            return new Panels(b.data(), 0, b.rows(), b.columns());
        }
        return of(b, 0, b.rows(), tape.matrix(1, b.size()), 0);
    }

    /** The panels of rows {@code from .. from + rows - 1} of a matrix; more than one panel is copied into a row of {@code scratch}. */
    static Panels of(Matrix b, int from, int rows, Matrix scratch, int scratchRow) {
        int width = b.columns();
        if (width <= WIDTH) {
            return new Panels(b.data(), from * width, rows, width);
        }
        int offset = scratchRow * scratch.columns();
        for (int j = 0; j < width; j += WIDTH) {
            int size = Math.min(WIDTH, width - j);
            for (int k = 0; k < rows; k++) {
                System.arraycopy(b.data(), (from + k) * width + j, scratch.data(), offset + j * rows + k * size, size);
            }
        }
        return new Panels(scratch.data(), offset, rows, width);
    }

    /** The panels of a matrix's transpose. */
    static Panels ofTransposed(Tape tape, Matrix b) {
        int inner = b.columns();
        int width = b.rows();
        float[] data = tape.matrix(1, b.size()).data();
        for (int j = 0; j < width; j += WIDTH) {
            int size = Math.min(WIDTH, width - j);
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < inner; k++) {
                    data[j * inner + k * size + i] = b.data()[(j + i) * inner + k];
                }
            }
        }
        return new Panels(data, 0, inner, width);
    }

    /**
     * Rows {@code cRow .. cRow + rows - 1} of C (+)= A B, A's elements as {@link Kernels#multiply} finds them.
     *
     * @param c {@code [.. x width]}
     */
    void multiply(
            Kernels kernels,
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int rows,
            Matrix c,
            int cRow,
            boolean accumulate) {
        for (int j = 0; j < width; j += WIDTH) {
            int size = Math.min(WIDTH, width - j);
            kernels.multiply(
                    a,
                    aOffset,
                    aRowStride,
                    aInnerStride,
                    rows,
                    inner,
                    data,
                    offset + j * inner,
                    size,
                    c.data(),
                    cRow * width + j,
                    width,
                    size,
                    accumulate);
        }
    }
}
