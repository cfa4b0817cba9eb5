package dev.kindred.nn;

/**
 * The sizes of a graph, or a part of one, that decide the size of a layer's buffers.
 *
 * @param rows number of nodes
 * @param entries number of edge entries that the layer uses, self-loops included
 * @param input kind of the layer's input
 * @param storedValues stored values of features; 0 for the output of another layer
 */
public record LocalSize(long rows, long entries, Input input, long storedValues) {
    /** Most chunks of rows that sums are computed for (Chunks), and most partial weight gradients (Linear). */
    private static final long MOST_CHUNKS = 64;

    private static final long MOST_PARTIALS = 16;
    private static final long ROWS_PER_PARTIAL = 512;

    /** Kinds of input. Mapped features are read a piece at a time. */
    public enum Input {
        LAYER,
        DENSE,
        SPARSE,
        MAPPED_DENSE,
        MAPPED_SPARSE;

        boolean isDense() {
            return this == DENSE || this == MAPPED_DENSE;
        }

        boolean isMapped() {
            return this == MAPPED_DENSE || this == MAPPED_SPARSE;
        }
    }

    /** The same rows and edges, with the output of another layer as input. */
    public LocalSize afterLayer() {
        return new LocalSize(rows, entries, Input.LAYER, 0);
    }

    /** Most chunks of rows that have sums of their own. */
    public long chunks() {
        return Math.min(MOST_CHUNKS, rows);
    }

    /** Number of partial gradients of a weight. */
    long partials() {
        return Math.clamp(rows / ROWS_PER_PARTIAL, 1, MOST_PARTIALS);
    }
}
