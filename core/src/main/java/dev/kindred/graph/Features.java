package dev.kindred.graph;

/**
 * The attributes of the nodes, {@code [n x d]} float32, dense or sparse, each on the heap or in a mapped file; sparse ones stay sparse from file
 * to gradient. Immutable: the arrays returned must not be changed.
 */
public sealed interface Features permits DenseRows, SparseRows {
    /** How each row is scaled before training. */
    enum Normalization {
        /** As given. */
        NONE,
        /** Divided by the row's sum, or by 1 where that is smaller (PyTorch Geometric's NormalizeFeatures). */
        ROW_SUM,
        /** Divided by the row's Euclidean length; a row of zeros stays. */
        L2
    }

    /** How values are stored. */
    enum Layout {
        /** Every cell. */
        DENSE,
        /** In compressed sparse rows: what is not stored is 0. */
        SPARSE;

        /**
         * Features with a larger share of stored values are made dense. At Photo's 35 % an epoch takes as long either way
         * (docs/TUNING.md), and dense features need no column index.
         */
        private static final double DENSEST_SPARSE = .25;

        /** That of features of which so large a share of the cells, from 0 to 1, is not 0. */
        public static Layout ofDensity(double density) {
            return density > DENSEST_SPARSE ? DENSE : SPARSE;
        }

        /** That of features with so many values other than 0. */
        public static Layout of(long stored, long rows, long columns) {
            return stored > DENSEST_SPARSE * rows * columns ? DENSE : SPARSE;
        }
    }

    int rows();

    int columns();

    Layout layout();

    /** Stored values: {@code n d} where dense. */
    long storedValues();

    /** A view or copy with scaled rows; index arrays are shared. */
    Features normalized(Normalization normalization);

    /**
     * Some of the rows. A row may be named more than once, or not at all.
     *
     * @param rows the row that becomes row 0, 1, ..; each in {@code 0 .. n-1}
     * @throws IllegalArgumentException where one is not
     */
    Features select(int[] rows);

    /** Bytes kept on the heap. */
    long sizeInBytes();

    /** Bytes read through a mapping, of which the system keeps in memory what it has room for; 0 where features lie on the heap. */
    default long mappedBytes() {
        return 0;
    }

    /** Whether the values stay in a file, and are loaded a piece at a time. */
    default boolean isMapped() {
        return mappedBytes() > 0;
    }

    /** Stored values by cells, from 0 to 1. */
    default double density() {
        return rows() == 0 || columns() == 0 ? 0 : (double) storedValues() / rows() / columns();
    }

    /** Checks what {@link #select} is given. */
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
