package dev.kindred.autograd;

import dev.kindred.graph.SparseRows.Block;
import dev.kindred.tensor.Chunks;

/**
 * The entries of sparse features as products read them, by row and by column: a piece at a time, shown by a block. Within a row or column their
 * order is the same wherever they lie.
 */
sealed interface SparseEntries extends AutoCloseable permits HeapEntries, MappedEntries {
    /** {@code [d + 1]} where each column's entries start. */
    long[] columnOffsets();

    /** Shows rows from {@code from} on, as many of those before {@code to} as make a piece; returns where it ends. */
    int showRows(int from, int to, Block block);

    /** The same of columns; the indices that the block shows are rows. */
    int showColumns(int from, int to, Block block);

    /** The entries of a step that drops some of them. */
    SparseEntries dropped(Tape tape, Chunks rows, DropMask dropout);

    /** Gives back the scratch file, if there is one; those of all steps share it. */
    @Override
    void close();
}
