package dev.kindred.autograd;

/**
 * What an attention operation makes of its input.
 *
 * @param heads attention heads, 1 or more
 * @param size columns of one head
 * @param merge how the heads' rows become one
 * @param activation what follows the bias
 * @param dropout share of attention coefficients set to 0 in a training step
 * @param layer tells the random numbers of one layer from another's
 */
public record AttentionShape(int heads, int size, HeadMerge merge, Activation activation, double dropout, int layer) {
    /** Columns of the input: all heads. */
    public int width() {
        return heads * size;
    }

    /** Columns of the output. */
    public int outputWidth() {
        return merge == HeadMerge.CONCAT ? width() : size;
    }

    /** Where a head's part of an output row begins. */
    int outputOffset(int head) {
        return merge == HeadMerge.CONCAT ? head * size : 0;
    }

    /** What a head's contribution to the output is multiplied by. */
    float share() {
        return merge == HeadMerge.CONCAT ? 1f : 1f / heads;
    }
}
