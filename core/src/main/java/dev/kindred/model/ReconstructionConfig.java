package dev.kindred.model;

/**
 * Reconstruction of edges: the inner product of two embeddings predicts whether there is an edge (Kipf and Welling, 2016).
 *
 * @param pairs which pairs of nodes the loss is computed on
 * @param logitScale factor of the inner products before the sigmoid
 */
public record ReconstructionConfig(Pairs pairs, double logitScale) implements ObjectiveConfig {
    /** SAMPLED: all edges and as many random non-edges. EXACT: all n^2 pairs, as in the paper (for n up to about 20,000). */
    public enum Pairs {
        SAMPLED,
        EXACT
    }

    public ReconstructionConfig {
        Checks.positive("logitScale", logitScale);
    }
}
