package dev.kindred.tensor;

/**
 * Cuts rows into ranges of about equal work. The cut depends on the data alone, so that sums over chunks have the same bits for any
 * number of threads.
 *
 * @param bounds {@code [count + 1]} ascending; chunk {@code c} holds rows {@code bounds[c] .. bounds[c + 1] - 1}
 */
public record Chunks(int[] bounds) {
    /** Enough for the threads of a large machine to share unequal chunks, few enough that a chunk costs more than handing it out. */
    private static final int MOST = 64;

    /** Multiplications and additions below which a chunk is not worth its own turn. */
    private static final long LEAST_WORK = 40_000;

    public int count() {
        return bounds.length - 1;
    }

    public int from(int chunk) {
        return bounds[chunk];
    }

    public int to(int chunk) {
        return bounds[chunk + 1];
    }

    /** Equal numbers of rows, each costing {@code workPerRow} operations. */
    public static Chunks ofRows(int rows, long workPerRow) {
        return ofRows(rows, workPerRow, 1);
    }

    /** As {@link #ofRows(int, long)}, every chunk but the last a multiple of so many rows: those of a register tile. */
    public static Chunks ofRows(int rows, long workPerRow, int multiple) {
        int count = count(rows, rows * Math.max(1, workPerRow));
        int[] bounds = new int[count + 1];
        for (int c = 0; c <= count; c++) {
            int even = (int) ((long) rows * c / count);
            bounds[c] = c == count ? rows : even - even % multiple;
        }
        return new Chunks(bounds);
    }

    /**
     * Rows of compressed sparse rows, cut so that entries plus rows are about equal: a hub weighs what its degree says.
     *
     * @param rowOffsets {@code [rows + 1]}
     * @param workPerEntry operations that an entry costs
     */
    public static Chunks ofEntries(long[] rowOffsets, long workPerEntry) {
        int rows = rowOffsets.length - 1;
        long total = rowOffsets[rows] + rows;
        int count = count(rows, total * Math.max(1, workPerEntry));
        int[] bounds = new int[count + 1];
        int row = 0;
        for (int c = 1; c <= count; c++) {
            long target = total * c / count;
            while (row < rows && rowOffsets[row] + row < target) {
                row++;
            }
            bounds[c] = c == count ? rows : row;
        }
        return new Chunks(bounds);
    }

    private static int count(int rows, long work) {
        long wanted = Math.max(1, work / LEAST_WORK);
        return (int) Math.min(Math.min(MOST, wanted), Math.max(1, rows));
    }
}
