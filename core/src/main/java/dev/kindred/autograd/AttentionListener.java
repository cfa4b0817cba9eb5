package dev.kindred.autograd;

/** Is given the attention coefficients of each layer in a step; set by {@link Tape#listen}. */
@FunctionalInterface
public interface AttentionListener {
    /**
     * The coefficients of one layer, before dropout. The arrays must not be changed, and the coefficients are valid only during the call.
     *
     * @param layer number of the layer, from 0
     * @param heads number of attention heads
     * @param rowOffsets {@code [n + 1]} row offsets of the edges that attention runs on, self-loops included
     * @param columns {@code [e]} sending node of each edge, ascending within a row
     * @param softmax coefficient of an edge and head at {@code head * e + edge}; those of a row and head sum to 1. The array may be longer
     */
    record Attended(int layer, int heads, long[] rowOffsets, int[] columns, float[] softmax) {}

    void attended(Attended attended);
}
