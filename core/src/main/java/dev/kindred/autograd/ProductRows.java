package dev.kindred.autograd;

import dev.kindred.graph.DenseRows.Block;
import dev.kindred.graph.DenseRows.Window;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/**
 * The left-hand side of a dense product as its loops read it: a matrix as one window, or data larger than memory window by window. Windows
 * never divide the dimension that is summed over, so results have the same bits either way.
 *
 * @param valuesAtOnce approximate number of values in a window
 * @param loader loads a window
 */
record ProductRows(int rows, int columns, int valuesAtOnce, Loader loader) {
    /** Loads a window for a worker. */
    @FunctionalInterface
    interface Loader {
        Block load(Window window, int worker);
    }

    /** A matrix, whose own array is read. */
    static ProductRows of(Matrix matrix) {
        return new ProductRows(matrix.rows(), matrix.columns(), Integer.MAX_VALUE, (window, worker) -> {
            Block block = new Block();
            block.showOwn(matrix.data(), window.row() * matrix.columns() + window.column(), matrix.columns());
            return block;
        });
    }

    /** Number of rows in a window of all columns; a multiple of a register tile. */
    int rowsAtOnce() {
        return tiles(columns);
    }

    /** Number of columns in a window of {@code windowRows} rows; a multiple of a register tile of the transposed product. */
    int columnsAtOnce(int windowRows) {
        return tiles(windowRows);
    }

    private int tiles(int size) {
        return Math.max(1, valuesAtOnce / Math.max(1, size) / Kernels.TILE_ROWS) * Kernels.TILE_ROWS;
    }

    Block load(Window window, int worker) {
        return loader.load(window, worker);
    }
}
