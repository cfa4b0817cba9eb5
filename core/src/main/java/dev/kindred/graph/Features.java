package dev.kindred.graph;

/**
 * The attributes of the nodes, {@code [n x d]} float32: dense or sparse, on the heap or in a mapped file. Sparse features are never made
 * dense in training. Immutable: returned arrays must not be changed.
 */
public sealed interface Features permits DenseRows, SparseRows {
    /** How each row is scaled before training. */
    enum Normalization {
        /** As given. */
        NONE,
        /** Divided by the row's sum, or by 1 if the sum is smaller (PyTorch Geometric's NormalizeFeatures). */
        ROW_SUM,
        /** Divided by the row's Euclidean norm; a row of zeros is unchanged. */
        L2
    }

    /** How values are stored. */
    enum Layout {
        /** Every value is stored. */
        DENSE,
        /** Compressed sparse rows: values that are not stored are 0. */
        SPARSE;

        /**
         * Features with a larger share of nonzero values are stored dense. At Photo's 35 % an epoch takes the same time either way
         * (docs/TUNING.md), and dense features need no column index.
         */
        private static final double DENSEST_SPARSE = .25;

        /** The layout for features with this share of nonzero values, from 0 to 1. */
        public static Layout ofDensity(double density) {
            return density > DENSEST_SPARSE ? DENSE : SPARSE;
        }

        /** The layout for features with this number of nonzero values. */
        public static Layout of(long stored, long rows, long columns) {
            return stored > DENSEST_SPARSE * rows * columns ? DENSE : SPARSE;
        }
    }

    int rows();

    int columns();

    Layout layout();

    /** Number of stored values: {@code n d} if dense. */
    long storedValues();

    /** The same features with scaled rows, as a view or copy; index arrays are shared. */
    Features normalized(Normalization normalization);

    /**
     * A selection of rows. A row may occur more than once, or not at all.
     *
     * @param rows numbers of the rows that become row 0, 1, ..; each in {@code 0 .. n-1}
     * @throws IllegalArgumentException where a number is out of range
     */
    Features select(int[] rows);

    /** Bytes on the heap. */
    long sizeInBytes();

    /** Bytes in mapped files, of which the system keeps as much in memory as it has room for; 0 if features are on the heap. */
    default long mappedBytes() {
        return 0;
    }

    /** Whether the values are in a mapped file and loaded a piece at a time. */
    default boolean isMapped() {
        return mappedBytes() > 0;
    }

    /** Share of values that are stored, from 0 to 1. */
    default double density() {
        return rows() == 0 || columns() == 0 ? 0 : (double) storedValues() / rows() / columns();
    }

    /** Checks the row numbers that {@link #select} is given. */
    static void checkSelected(int[] selected, int rows) {
        for (int i = 0; i < selected.length; i++) {
            if (selected[i] < 0 || selected[i] >= rows) {
                throw new IllegalArgumentException(
                        "selected rows: expected 0 to " + (rows - 1) + ", got " + selected[i] + " at " + i);
            }
        }
    }

    /** The factor that {@code normalization} multiplies a row by, from the row's sum and sum of squares. */
    static float scale(Normalization normalization, double sum, double squares) {
        return switch (normalization) {
            case NONE -> 1f;
            case ROW_SUM -> (float) (1 / Math.max(1, sum));
            case L2 -> squares == 0 ? 1f : (float) (1 / Math.sqrt(squares));
        };
    }
}
