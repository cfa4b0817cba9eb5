package dev.kindred.eval;

import java.util.Arrays;

/**
 * The linear assignment problem on a matrix of whole numbers: a column for each row, all different, with the largest sum of weights.
 * Kuhn-Munkres by shortest augmenting paths (Jonker and Volgenant, 1987). {@code O(rows^2 columns)} time; {@code O(columns)} memory besides the
 * weights.
 */
final class Assignment {
    private final int[] weights;
    private final int rows;
    private final int columns;

    /** Dual variables; rows and columns are numbered from 1 here. */
    private final long[] rowPrice;

    private final long[] columnPrice;

    /** The row that has a column, 0 where none has; that of column 0 is the row that looks for one. */
    private final int[] rowOf;

    /** The column before on the shortest path to a column. */
    private final int[] before;

    private final long[] slack;
    private final boolean[] reached;

    private Assignment(int[] weights, int rows, int columns) {
        this.weights = weights;
        this.rows = rows;
        this.columns = columns;
        rowPrice = new long[rows + 1];
        columnPrice = new long[columns + 1];
        rowOf = new int[columns + 1];
        before = new int[columns + 1];
        slack = new long[columns + 1];
        reached = new boolean[columns + 1];
    }

    /**
     * Solves the problem.
     *
     * @param weights {@code [rows x columns]}, not negative; no more rows than columns
     * @return {@code [rows]} the column of each row
     */
    static int[] of(int[] weights, int rows, int columns) {
        if (rows > columns) {
            throw new IllegalArgumentException("rows: expected at most " + columns + " (columns), got " + rows);
        }
        return new Assignment(weights, rows, columns).solve();
    }

    private int[] solve() {
        for (int row = 1; row <= rows; row++) {
            Arrays.fill(slack, Long.MAX_VALUE);
            Arrays.fill(reached, false);
            rowOf[0] = row;
            int column = 0;
            while (rowOf[column] != 0) {
                reached[column] = true;
                column = nearest(column);
                move(slack[column]);
            }
            while (column != 0) {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        int[] columnOf = new int[rows];
        for (int column = 1; column <= columns; column++) {
            if (rowOf[column] > 0) {
                columnOf[rowOf[column] - 1] = column - 1;
            }
        }
        return columnOf;
    }

    /** Extends the paths by a column that was reached; returns the nearest of the others. */
    private int nearest(int from) {
        int row = rowOf[from];
        int at = (row - 1) * columns - 1;
        int nearest = 0;
        for (int column = 1; column <= columns; column++) {
            if (reached[column]) {
                continue;
            }
            long cost = -weights[at + column] - rowPrice[row] - columnPrice[column];
            if (cost < slack[column]) {
                slack[column] = cost;
                before[column] = from;
            }
            if (nearest == 0 || slack[column] < slack[nearest]) {
                nearest = column;
            }
        }
        return nearest;
    }

    private void move(long distance) {
        for (int column = 0; column <= columns; column++) {
            if (reached[column]) {
                rowPrice[rowOf[column]] += distance;
                columnPrice[column] -= distance;
            } else if (column > 0) {
                slack[column] -= distance;
            }
        }
    }
}
