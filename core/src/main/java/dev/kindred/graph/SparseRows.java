package dev.kindred.graph;

/** Attributes in compressed sparse rows, on the heap or in mapped files, and one way to read both: {@link #load}. */
public sealed interface SparseRows extends Features permits SparseFeatures, MappedSparse {
    /** Entries that are loaded at once, unless one row has more. */
    int ENTRIES_AT_ONCE = 1 << 15;

    /**
     * Some of the entries in arrays, as loops over arrays want them: the features' own arrays where these lie on the heap, otherwise copies in
     * scratch memory that the block keeps for the next ones. Belongs to one thread.
     */
    final class Block {
        private int[] indices = {};
        private float[] values = {};
        private int[] scratchIndices = {};
        private float[] scratchValues = {};
        private int[] scratchPositions = {};
        private int firstIndex;
        private int firstValue;

        /** The column of entry {@code e} stands at {@code e - firstIndex()}. */
        public int[] indices() {
            return indices;
        }

        public int firstIndex() {
            return firstIndex;
        }

        /** The value of entry {@code e} stands at {@code e - firstValue()}; to be changed only where features are mapped. */
        public float[] values() {
            return values;
        }

        public int firstValue() {
            return firstValue;
        }

        /** Shows arrays of the caller's that begin with entry 0. */
        public void showOwn(int[] ownIndices, float[] ownValues) {
            showOwn(ownIndices);
            values = ownValues;
            firstValue = 0;
        }

        /** Shows an array of indices that begins with entry 0. */
        public void showOwn(int[] ownIndices) {
            indices = ownIndices;
            firstIndex = 0;
        }

        /** Shows scratch memory, of undefined content, for indices and values of {@code count} entries from {@code first} on. */
        public void showScratch(int first, int count) {
            if (scratchIndices.length < count) {
                scratchIndices = new int[count];
            }
            indices = scratchIndices;
            firstIndex = first;
            showScratchValues(first, count);
        }

        /** Scratch memory for {@code count} positions. */
        public int[] positions(int count) {
            if (scratchPositions.length < count) {
                scratchPositions = new int[count];
            }
            return scratchPositions;
        }

        /** Shows scratch memory for values alone. */
        public void showScratchValues(int first, int count) {
            if (scratchValues.length < count) {
                scratchValues = new float[count];
            }
            values = scratchValues;
            firstValue = first;
        }
    }

    @Override
    default Layout layout() {
        return Layout.SPARSE;
    }

    /** Takes one row. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Takes a row, whose entries stand at {@code from .. to - 1} of both arrays.
         *
         * @param columns of the entries
         * @param values of the entries
         */
        void visit(int row, int[] columns, float[] values, int from, int to);
    }

    /** {@code [n + 1]} the entries of row {@code i} are {@code rowOffsets[i] .. rowOffsets[i + 1] - 1}; not to be changed. */
    long[] rowOffsets();

    /** Makes the entries of rows {@code from .. to - 1} ready to be read. */
    void load(int from, int to, Block block);

    /** Where a piece of {@link #ENTRIES_AT_ONCE}, of one row or column at least, ends that begins with {@code from}. */
    static int piece(long[] offsets, int from, int to) {
        int end = from + 1;
        while (end < to && offsets[end + 1] - offsets[from] <= ENTRIES_AT_ONCE) {
            end++;
        }
        return end;
    }

    /** Visits all rows in order; mapped ones are loaded some at a time. */
    default void forEachRow(RowVisitor visitor) {
        Block block = new Block();
        long[] offsets = rowOffsets();
        int end;
        for (int from = 0; from < rows(); from = end) {
            end = piece(offsets, from, rows());
            load(from, end, block);
            for (int row = from; row < end; row++) {
                visitor.visit(
                        row,
                        block.indices(),
                        block.values(),
                        (int) offsets[row] - block.firstValue(),
                        (int) offsets[row + 1] - block.firstValue());
            }
        }
    }

    /** {@code [n]} what {@code normalization} multiplies each row by. */
    default float[] scales(Normalization normalization) {
        float[] scales = new float[rows()];
        forEachRow((row, columns, values, from, to) -> {
            double sum = 0;
            double squares = 0;
            for (int e = from; e < to; e++) {
                sum += values[e];
                squares += (double) values[e] * values[e];
            }
            scales[row] = Features.scale(normalization, sum, squares);
        });
        return scales;
    }
}
