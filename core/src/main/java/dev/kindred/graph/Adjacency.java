package dev.kindred.graph;

import org.jspecify.annotations.Nullable;

/**
 * The edges of a graph, read some rows at a time: row {@code i} lists the neighbors of node {@code i} in ascending order, each once.
 * Algorithms that read row by row use this interface, so that they need not know where edges are stored; {@link Graph} keeps them on the
 * heap. Entries are counted in {@code long}. Thread-safe, if each thread has a {@link Block} of its own.
 */
public interface Adjacency {
    /** Number of entries that {@link #forEachRow} loads at once, unless one row has more. */
    int ENTRIES_AT_ONCE = 1 << 15;

    /**
     * The entries of some rows as arrays: the graph's own arrays if they are on the heap, otherwise copies in scratch memory that the block
     * reuses for the next rows. Belongs to one thread; the arrays must not be changed.
     */
    final class Block {
        private int[] columns = {};
        private float @Nullable [] weights;
        private long first;

        /** Neighbors; that of entry {@code e} is at {@code (int) (e - first())}. */
        public int[] columns() {
            return columns;
        }

        /** Weights at the same positions as {@link #columns()}; null if every weight is 1. */
        public float @Nullable [] weights() {
            return weights;
        }

        /** The entry at position 0 of the arrays. */
        public long first() {
            return first;
        }

        /** Sets the arrays. */
        public void show(int[] newColumns, float @Nullable [] newWeights, long newFirst) {
            columns = newColumns;
            weights = newWeights;
            first = newFirst;
        }
    }

    /** Visits rows. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Visits a row, whose entries are at {@code from .. to - 1} of the arrays.
         *
         * @param columns the neighbors
         * @param weights weights of the edges to them; null if every weight is 1
         */
        void visit(int row, int[] columns, float @Nullable [] weights, int from, int to);
    }

    /** Number of nodes, {@code n}; nodes are {@code 0 .. n-1}. */
    int nodes();

    /** Number of stored entries: twice the number of undirected edges if the graph is symmetric (a self-loop counts once). */
    long edges();

    /** Whether each edge is in the rows of both its ends (SYMMETRIC). */
    Graph.Direction direction();

    /** Whether edges have weights other than 1. */
    boolean isWeighted();

    /** {@code [n + 1]} the entries of row {@code i} are {@code rowOffsets[i] .. rowOffsets[i + 1] - 1}; must not be changed. */
    long[] rowOffsets();

    /** Loads the entries of rows {@code from .. to - 1} into a block. */
    void load(int from, int to, Block block);

    default boolean isSymmetric() {
        return direction() == Graph.Direction.SYMMETRIC;
    }

    /** Number of entries in a node's row. */
    default int degree(int node) {
        return Math.toIntExact(rowOffsets()[node + 1] - rowOffsets()[node]);
    }

    /** The largest degree; 0 if there are no nodes. */
    default int maxDegree() {
        int max = 0;
        for (int i = 0; i < nodes(); i++) {
            max = Math.max(max, degree(i));
        }
        return max;
    }

    /** Visits all rows in order, loading some at a time. */
    default void forEachRow(RowVisitor visitor) {
        Block block = new Block();
        long[] offsets = rowOffsets();
        int end;
        for (int from = 0; from < nodes(); from = end) {
            end = from + 1;
            while (end < nodes() && offsets[end + 1] - offsets[from] <= ENTRIES_AT_ONCE) {
                end++;
            }
            load(from, end, block);
            for (int row = from; row < end; row++) {
                visitor.visit(row, block.columns(), block.weights(), (int) (offsets[row] - block.first()), (int)
                        (offsets[row + 1] - block.first()));
            }
        }
    }
}
