package dev.kindred.autograd;

/** Is told what each attention of a step came to; set by {@link Tape#listen}. */
@FunctionalInterface
public interface AttentionListener {
    /**
     * The coefficients of one attention, before dropout. No array must be changed; those of the coefficients are the tape's and valid during the call.
     *
     * @param layer its number
     * @param heads attention heads
     * @param rowOffsets {@code [n + 1]} of the edges that attention runs on, self-loops included
     * @param columns {@code [e]} senders, ascending within a row
     * @param softmax at {@code head * e + edge}: each row of each head adds up to 1; the array may be longer
     */
    record Attended(int layer, int heads, long[] rowOffsets, int[] columns, float[] softmax) {}

    void attended(Attended attended);
}
