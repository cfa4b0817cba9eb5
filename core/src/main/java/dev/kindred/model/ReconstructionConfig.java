package dev.kindred.model;

/**
 * Edges are to be told from pairs of nodes that are none, by the inner product of the nodes' embeddings.
 *
 * @param pairs which pairs of nodes the decoder is asked for
 * @param logitScale what inner products are multiplied by before the sigmoid
 */
public record ReconstructionConfig(Pairs pairs, double logitScale) implements ObjectiveConfig {
    /** SAMPLED: every edge and as many pairs that are none. EXACT: all n^2 pairs (the paper's; n up to about 20,000). */
    public enum Pairs {
        SAMPLED,
        EXACT
    }

    public ReconstructionConfig {
        Checks.positive("logitScale", logitScale);
    }
}
