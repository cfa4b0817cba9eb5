package dev.kindred.autograd;

import dev.kindred.graph.DenseRows.Block;
import dev.kindred.graph.DenseRows.Window;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;

/**
 * The left-hand side of a dense product as its loops read it: a matrix, which is one window, or something larger than memory, window by window.
 * Windows cut off rows and columns that give rows of the product, so that each of its elements is summed in the same order either way.
 *
 * @param valuesAtOnce of a window, about
 * @param loader makes a window ready
 */
record ProductRows(int rows, int columns, int valuesAtOnce, Loader loader) {
    /** Makes a window ready for a worker. */
    @FunctionalInterface
    interface Loader {
        Block load(Window window, int worker);
    }

    /** A matrix; its own array is read. */
    static ProductRows of(Matrix matrix) {
        return new ProductRows(matrix.rows(), matrix.columns(), Integer.MAX_VALUE, (window, worker) -> {
            Block block = new Block();
            block.showOwn(matrix.data(), window.row() * matrix.columns() + window.column(), matrix.columns());
            return block;
        });
    }

    /** Rows of all columns that make a window: whole register tiles. */
    int rowsAtOnce() {
        return tiles(columns);
    }

    /** Columns of so many rows that make a window: whole register tiles of the transposed product. */
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
