package dev.kindred.graph;

/** Dense features, on the heap or in a mapped file; {@link #load} reads both. */
public sealed interface DenseRows extends Features permits DenseFeatures, MappedDense {
    /** Approximate number of values that {@link #forEachRow} loads at once. */
    int VALUES_AT_ONCE = 1 << 15;

    /**
     * A part of the matrix: rows {@code row .. row + rows - 1}, columns {@code column .. column + columns - 1}.
     *
     * @param row first row
     * @param rows number of rows
     * @param column first column
     * @param columns number of columns
     */
    record Window(int row, int rows, int column, int columns) {}

    /**
     * The values of a window as an array: the features' own array if they are on the heap, otherwise a copy in scratch memory that the
     * block reuses for the next window. Belongs to one thread.
     */
    final class Block {
        private static final float[] NONE = {};

        private float[] values = NONE;
        private float[] scratch = NONE;
        private int offset;
        private int stride;

        /**
         * Value {@code (r, c)} of the window is at {@code offset + r * stride + c}. The array may be changed only if the features are
         * mapped.
         */
        public float[] values() {
            return values;
        }

        /** Position of the first value of the window in {@link #values}. */
        public int offset() {
            return offset;
        }

        /** Distance of two rows of the window in {@link #values}. */
        public int stride() {
            return stride;
        }

        /** Sets the features' own array. */
        public void showOwn(float[] own, int newOffset, int newStride) {
            values = own;
            offset = newOffset;
            stride = newStride;
        }

        /** Sets and returns scratch memory for {@code rows * columns} values, row-major. */
        float[] showScratch(int rows, int columns) {
            int size = Math.multiplyExact(rows, columns);
            if (scratch.length < size) {
                scratch = new float[size];
            }
            values = scratch;
            offset = 0;
            stride = columns;
            return scratch;
        }
    }

    @Override
    default Layout layout() {
        return Layout.DENSE;
    }

    /** Visits rows. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Visits a row.
         *
         * @param values values of the row, at {@code from .. from + d - 1}
         */
        void visit(int row, float[] values, int from);
    }

    /** Loads a window of the matrix into a block. */
    void load(Window window, Block block);

    /** Visits all rows in order; mapped rows are loaded some at a time. */
    default void forEachRow(RowVisitor visitor) {
        Block block = new Block();
        int atOnce = Math.max(1, VALUES_AT_ONCE / Math.max(1, columns()));
        for (int row = 0; row < rows(); row += atOnce) {
            int count = Math.min(atOnce, rows() - row);
            load(new Window(row, count, 0, columns()), block);
            for (int r = 0; r < count; r++) {
                visitor.visit(row + r, block.values(), block.offset() + r * block.stride());
            }
        }
    }

    /** {@code [n]} factor of each row for a normalization. */
    default float[] scales(Normalization normalization) {
        float[] scales = new float[rows()];
        forEachRow((row, values, from) -> {
            double sum = 0;
            double squares = 0;
            for (int c = from; c < from + columns(); c++) {
                sum += values[c];
                squares += (double) values[c] * values[c];
            }
            scales[row] = Features.scale(normalization, sum, squares);
        });
        return scales;
    }

    /**
     * Checks that all values are finite.
     *
     * @throws InvalidInputException where one is not finite
     */
    default void checkFinite() {
        forEachRow((row, values, from) -> {
            for (int c = 0; c < columns(); c++) {
                if (!Float.isFinite(values[from + c])) {
                    throw new InvalidInputException("feature at row " + row + ", column " + c
                            + ": expected a finite number, got " + values[from + c]);
                }
            }
        });
    }
}
