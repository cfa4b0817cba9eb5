package dev.kindred.model;

import org.jspecify.annotations.Nullable;

/**
 * Edges are to be told from pairs of nodes that are none, by the inner product of the nodes' embeddings.
 *
 * @param pairs which pairs of nodes the decoder is asked for
 * @param logitScale what inner products are multiplied by before the sigmoid
 * @param weights what the weights of edges do to the loss; in configs written before there was a choice, nothing
 */
public record ReconstructionConfig(Pairs pairs, double logitScale, Weights weights) implements ObjectiveConfig {
    /** SAMPLED: every edge and as many pairs that are none. EXACT: all n^2 pairs (the paper's; n up to about 20,000). */
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
