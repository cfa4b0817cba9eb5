package dev.kindred.nn;

/**
 * What of a graph, or a part of one, decides the size of a layer's buffers.
 *
 * @param rows nodes
 * @param entries edges that the layer runs along, self-loops included
 * @param input what the layer reads
 * @param storedValues of features; 0 for the output of another layer
 */
public record LocalSize(long rows, long entries, Input input, long storedValues) {
    /** Parts of the rows that sums are taken over, at most (Chunks), and those of a weight gradient (Linear). */
    private static final long MOST_CHUNKS = 64;

    private static final long MOST_PARTIALS = 16;
    private static final long ROWS_PER_PARTIAL = 512;

    /** Where the rows of the input come from. Mapped features are read a piece at a time. */
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

    /** The same rows and edges with the output of another layer as input. */
    public LocalSize afterLayer() {
        return new LocalSize(rows, entries, Input.LAYER, 0);
    }

    /** Chunks of rows that have sums of their own, at most. */
    public long chunks() {
        return Math.min(MOST_CHUNKS, rows);
    }

    /** Parts that the gradient of a weight is added up in. */
    long partials() {
        return Math.clamp(rows / ROWS_PER_PARTIAL, 1, MOST_PARTIALS);
    }
}
