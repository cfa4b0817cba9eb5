package dev.kindred.autograd;

import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;

/**
 * The entries of sparse features as products read them, by row and by column, one piece at a time in a block. Within a row or column their
 * order is the same on the heap and in files.
 */
sealed interface SparseEntries extends AutoCloseable permits HeapEntries, MappedEntries {
    /** {@code [d + 1]} where each column's entries start. */
    long[] columnOffsets();

    /** Loads a piece of rows that starts with {@code from} and ends at {@code to} at the latest; returns its end. */
    int showRows(int from, int to, Block block);

    /** Loads a piece of columns in the same way; the block's indices are rows. */
    int showColumns(int from, int to, Block block);

    /** The same entries after dropout, for one step. */
    SparseEntries dropped(Tape tape, Chunks rows, DropMask dropout);

    /** Deletes the scratch file, if there is one, which the entries of all steps share. */
    @Override
    void close();
}
