package dev.kindred.autograd;

/**
 * Sizes and settings of an attention operation.
 *
 * @param heads number of attention heads, 1 or more
 * @param size columns of one head
 * @param merge how the heads' rows are combined
 * @param activation activation after the bias
 * @param dropout share of attention coefficients set to 0 in a training step
 * @param layer number of the layer, which keys its random numbers
 */
public record AttentionShape(int heads, int size, HeadMerge merge, Activation activation, double dropout, int layer) {
    /** Columns of the input, all heads together. */
    public int width() {
        return heads * size;
    }

    /** Columns of the output. */
    public int outputWidth() {
        return merge == HeadMerge.CONCAT ? width() : size;
    }

    /** First column of a head in the output. */
    int outputOffset(int head) {
        return merge == HeadMerge.CONCAT ? head * size : 0;
    }

    /** Factor of a head's contribution to the output. */
    float share() {
        return merge == HeadMerge.CONCAT ? 1f : 1f / heads;
    }
}
