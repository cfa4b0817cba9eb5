package dev.kindred.tensor;

/**
 * Divides rows into ranges of about equal work. The division depends on the data alone, so that sums over chunks have the same bits for any
 * number of threads.
 *
 * @param bounds {@code [count + 1]} ascending; chunk {@code c} holds rows {@code bounds[c] .. bounds[c + 1] - 1}
 */
public record Chunks(int[] bounds) {
    /** Enough chunks for the threads of a large machine, and few enough that a chunk's work exceeds the cost of handing it out. */
    private static final int MOST = 64;

    /** Fewest multiplications and additions that are worth a chunk. */
    private static final long LEAST_WORK = 40_000;

    /** Number of chunks. */
    public int count() {
        return bounds.length - 1;
    }

    /** First row of a chunk. */
    public int from(int chunk) {
        return bounds[chunk];
    }

    /** End of a chunk: one past its last row. */
    public int to(int chunk) {
        return bounds[chunk + 1];
    }

    /** Chunks of equal numbers of rows, each of which takes {@code workPerRow} operations. */
    public static Chunks ofRows(int rows, long workPerRow) {
        return ofRows(rows, workPerRow, 1);
    }

    /**
     * Like {@link #ofRows(int, long)}, but the number of rows in every chunk except the last is a multiple of {@code multiple}, the rows of
     * a register tile.
     */
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
     * Chunks of compressed sparse rows with about equal numbers of rows plus entries, so that rows with many entries are balanced.
     *
     * @param rowOffsets {@code [rows + 1]}
     * @param workPerEntry number of operations for an entry
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
