package dev.kindred.graph;

import org.jspecify.annotations.Nullable;

/**
 * The edges of a graph, read some rows at a time: row {@code i} lists the neighbors of node {@code i} in ascending order, each once. What
 * goes through the rows in order, or asks for one row after another, reads them through this interface, wherever they lie; {@link Graph} has
 * them on the heap. Entries are counted in {@code long}. Safe for use from many threads, each with a {@link Block} of its own.
 */
public interface Adjacency {
    /** Entries that {@link #forEachRow} loads at once, unless one row has more. */
    int ENTRIES_AT_ONCE = 1 << 15;

    /**
     * Entries of some rows in arrays, as loops over arrays want them: the graph's own arrays where these lie on the heap, otherwise copies
     * in scratch memory that the block keeps for the next rows. Belongs to one thread; the arrays must not be changed.
     */
    final class Block {
        private int[] columns = {};
        private float @Nullable [] weights;
        private long first;

        /** The neighbor of entry {@code e} stands at {@code (int) (e - first())}. */
        public int[] columns() {
            return columns;
        }

        /** The weights at the same places as {@link #columns()}; null where every weight is 1. */
        public float @Nullable [] weights() {
            return weights;
        }

        /** The entry at place 0 of the arrays. */
        public long first() {
            return first;
        }

        /** Shows arrays. */
        public void show(int[] newColumns, float @Nullable [] newWeights, long newFirst) {
            columns = newColumns;
            weights = newWeights;
            first = newFirst;
        }
    }

    /** Takes one row. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Takes a row, whose entries stand at {@code from .. to - 1} of the arrays.
         *
         * @param columns the neighbors
         * @param weights of the edges to them; null where every weight is 1
         */
        void visit(int row, int[] columns, float @Nullable [] weights, int from, int to);
    }

    /** {@code n}; nodes are {@code 0 .. n-1}. */
    int nodes();

    /** Stored entries: twice the number of undirected edges where the graph is symmetric (a self-loop counts once). */
    long edges();

    /** Whether each edge stands in the rows of both ends. */
    Graph.Direction direction();

    /** Whether edges have weights other than 1. */
    boolean isWeighted();

    /** {@code [n + 1]} the entries of row {@code i} are {@code rowOffsets[i] .. rowOffsets[i + 1] - 1}; not to be changed. */
    long[] rowOffsets();

    /** Makes the entries of rows {@code from .. to - 1} ready to be read. */
    void load(int from, int to, Block block);

    default boolean isSymmetric() {
        return direction() == Graph.Direction.SYMMETRIC;
    }

    /** Entries in a node's row. */
    default int degree(int node) {
        return Math.toIntExact(rowOffsets()[node + 1] - rowOffsets()[node]);
    }

    /** The largest degree; 0 where there are no nodes. */
    default int maxDegree() {
        int max = 0;
        for (int i = 0; i < nodes(); i++) {
            max = Math.max(max, degree(i));
        }
        return max;
    }

    /** Visits all rows in order, some of which are loaded at a time. */
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
