package dev.kindred.graph;

/** Sparse features in compressed sparse rows, on the heap or in mapped files; {@link #load} reads both. */
public sealed interface SparseRows extends Features permits SparseFeatures, MappedSparse {
    /** Number of entries that are loaded at once, unless one row has more. */
    int ENTRIES_AT_ONCE = 1 << 15;

    /**
     * Some of the entries as arrays: the features' own arrays if they are on the heap, otherwise copies in scratch memory that the block
     * reuses for the next entries. Belongs to one thread.
     */
    final class Block {
        private int[] indices = {};
        private float[] values = {};
        private int[] scratchIndices = {};
        private float[] scratchValues = {};
        private int[] scratchPositions = {};
        private int firstIndex;
        private int firstValue;

        /** Columns; that of entry {@code e} is at {@code e - firstIndex()}. */
        public int[] indices() {
            return indices;
        }

        /** The entry whose column is at position 0 of {@link #indices}. */
        public int firstIndex() {
            return firstIndex;
        }

        /** Values; that of entry {@code e} is at {@code e - firstValue()}. They may be changed only if the features are mapped. */
        public float[] values() {
            return values;
        }

        /** The entry whose value is at position 0 of {@link #values}. */
        public int firstValue() {
            return firstValue;
        }

        /** Sets the features' own arrays, which begin with entry 0. */
        public void showOwn(int[] ownIndices, float[] ownValues) {
            showOwn(ownIndices);
            values = ownValues;
            firstValue = 0;
        }

        /** Sets the features' own array of indices, which begins with entry 0. */
        public void showOwn(int[] ownIndices) {
            indices = ownIndices;
            firstIndex = 0;
        }

        /** Sets scratch memory with undefined content for indices and values of {@code count} entries, starting with {@code first}. */
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

        /** Sets scratch memory for values only. */
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

    /** Visits rows. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Visits a row, whose entries are at {@code from .. to - 1} of both arrays.
         *
         * @param columns columns of the entries
         * @param values values of the entries
         */
        void visit(int row, int[] columns, float[] values, int from, int to);
    }

    /** {@code [n + 1]} the entries of row {@code i} are {@code rowOffsets[i] .. rowOffsets[i + 1] - 1}; must not be changed. */
    long[] rowOffsets();

    /** Loads the entries of rows {@code from .. to - 1} into a block. */
    void load(int from, int to, Block block);

    /**
     * End of a piece that begins with row or column {@code from}: about {@link #ENTRIES_AT_ONCE} entries, but at least one row or column.
     */
    static int piece(long[] offsets, int from, int to) {
        int end = from + 1;
        while (end < to && offsets[end + 1] - offsets[from] <= ENTRIES_AT_ONCE) {
            end++;
        }
        return end;
    }

    /** Visits all rows in order; mapped rows are loaded some at a time. */
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

    /** {@code [n]} factor of each row for a normalization. */
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
