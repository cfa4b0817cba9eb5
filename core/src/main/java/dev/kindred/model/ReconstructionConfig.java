package dev.kindred.model;

import org.jspecify.annotations.Nullable;

/**
 * Reconstruction of edges: the inner product of two embeddings predicts whether there is an edge (Kipf and Welling, 2016).
 *
 * @param pairs which pairs of nodes the loss is computed on
 * @param logitScale factor of the inner products before the sigmoid
 * @param weights whether edge weights count in the loss; configs that were written before this setting existed ignore them
 */
public record ReconstructionConfig(Pairs pairs, double logitScale, Weights weights) implements ObjectiveConfig {
    /** SAMPLED: all edges and as many random non-edges. EXACT: all n^2 pairs, as in the paper (for n up to about 20,000). */
    public enum Pairs {
        SAMPLED,
        EXACT
    }

    /**
     * ALIKE: every edge counts the same. RELATIVE: an edge counts by its weight divided by the mean, roots taken where a few heavy edges
     * would decide alone; EXACT pairs count alike all the same.
     */
    public enum Weights {
        ALIKE,
        RELATIVE
    }

    public ReconstructionConfig(Pairs pairs, double logitScale, @Nullable Weights weights) {
        Checks.positive("logitScale", logitScale);
        this.pairs = pairs;
        this.logitScale = logitScale;
        this.weights = weights == null ? Weights.ALIKE : weights;
    }

    /** With edges that count alike. */
    public ReconstructionConfig(Pairs pairs, double logitScale) {
        this(pairs, logitScale, Weights.ALIKE);
    }

    /** The same with another choice of weights. */
    public ReconstructionConfig withWeights(Weights newWeights) {
        return new ReconstructionConfig(pairs, logitScale, newWeights);
    }
}
