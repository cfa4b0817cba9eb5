package dev.kindred.graph;

/** Attributes with every cell stored, on the heap or in a mapped file, and one way to read both: {@link #load}. */
public sealed interface DenseRows extends Features permits DenseFeatures, MappedDense {
    /** Values that {@link #forEachRow} loads at once, about. */
    int VALUES_AT_ONCE = 1 << 15;

    /**
     * A part of the matrix: rows {@code row .. row + rows - 1}, columns {@code column .. column + columns - 1}.
     *
     * @param row the first one
     * @param column the first one
     */
    record Window(int row, int rows, int column, int columns) {}

    /**
     * A window's values in an array, as loops over arrays want them: the features' own array where they lie on the heap, otherwise a copy in
     * scratch memory that the block keeps for the next one. Belongs to one thread.
     */
    final class Block {
        private static final float[] NONE = {};

        private float[] values = NONE;
        private float[] scratch = NONE;
        private int offset;
        private int stride;

        /** Value {@code (r, c)} of the window stands at {@code offset + r * stride + c}; to be changed only where features are mapped. */
        public float[] values() {
            return values;
        }

        public int offset() {
            return offset;
        }

        public int stride() {
            return stride;
        }

        /** Shows an array of the caller's. */
        public void showOwn(float[] own, int newOffset, int newStride) {
            values = own;
            offset = newOffset;
            stride = newStride;
        }

        /** Scratch memory of {@code rows * columns} values, to be filled row after row. */
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

    /** Takes one row. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Takes a row.
         *
         * @param values of the row, at {@code from .. from + d - 1}
         */
        void visit(int row, float[] values, int from);
    }

    /** Makes a part of the matrix ready to be read. */
    void load(Window window, Block block);

    /** Visits all rows in order; mapped ones are loaded some at a time. */
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

    /** {@code [n]} what {@code normalization} multiplies each row by. */
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
     * Looks through all values.
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
