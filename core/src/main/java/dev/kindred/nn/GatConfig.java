package dev.kindred.nn;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import java.util.Arrays;
import java.util.List;

/**
 * Shape and regularization of a graph attention encoder.
 *
 * @param sizes output size of each layer, first to last; the last is the embedding's
 * @param attention how nodes attend to each other
 * @param normalization what stands between layers
 * @param residual whether a layer's input is added to its output
 * @param dropout what is set to 0 in training
 * @param output what follows the last layer
 */
public record GatConfig(
        List<Integer> sizes,
        Attention attention,
        Normalization normalization,
        Residual residual,
        Dropout dropout,
        Output output)
        implements EncoderConfig {

    /**
     * How nodes attend to each other.
     *
     * @param kind how a pair of nodes is scored
     * @param heads attention heads of each layer
     * @param merge how the heads' outputs become one row. CONCAT: a layer's size is split over its heads. MEAN: every head has the
     *     layer's size and the mean is taken
     * @param edgeWeights what weights on the edges do to attention
     * @param proximity which nodes attend to each other
     */
    public record Attention(Kind kind, int heads, HeadMerge merge, EdgeWeights edgeWeights, Proximity proximity) {
        /** GAT: Velickovic et al., 2018, one weight for both ends. GATV2: Brody et al., 2022, the nonlinearity before the score. */
        public enum Kind {
            GAT,
            GATV2
        }

        public Attention {
            if (heads < 1) {
                throw new IllegalArgumentException("heads: expected 1 or more, got " + heads);
            }
        }

        /** One head of GAT over each node and its neighbors; coefficients are proportional to edge weights. */
        public static Attention plain() {
            return new Attention(Kind.GAT, 1, HeadMerge.CONCAT, EdgeWeights.ATTENTION, Proximity.NEIGHBORS);
        }

        public Attention withKind(Kind newKind) {
            return new Attention(newKind, heads, merge, edgeWeights, proximity);
        }

        public Attention withHeads(int newHeads, HeadMerge newMerge) {
            return new Attention(kind, newHeads, newMerge, edgeWeights, proximity);
        }

        public Attention withEdgeWeights(EdgeWeights newEdgeWeights) {
            return new Attention(kind, heads, merge, newEdgeWeights, proximity);
        }

        public Attention withProximity(Proximity newProximity) {
            return new Attention(kind, heads, merge, edgeWeights, newProximity);
        }
    }

    /**
     * Which nodes attend to each other.
     *
     * @param order t of the t-order attention (DAEGC, eq. 4); 1 attends to neighbors by learned score alone
     * @param top strongest entries kept in each row of the t-order matrix; 0 keeps all
     */
    public record Proximity(int order, int top) {
        /** The node itself and its neighbors. */
        public static final Proximity NEIGHBORS = new Proximity(1, 0);

        public Proximity {
            if (order < 1) {
                throw new IllegalArgumentException("proximityOrder: expected 1 or more, got " + order);
            }
            if (top < 0) {
                throw new IllegalArgumentException("proximityTop: expected 0 or more, got " + top);
            }
        }
    }

    /** ATTENTION: a coefficient is proportional to its edge's weight. */
    public enum EdgeWeights {
        IGNORE,
        ATTENTION
    }

    /** Normalization between layers, before the activation. */
    public enum Normalization {
        NONE,
        BATCH,
        LAYER
    }

    /** ADD: a layer's input is added to its output, through a linear map where their sizes differ. */
    public enum Residual {
        NONE,
        ADD
    }

    /**
     * Shares of values set to 0 in training; each below 1.
     *
     * @param features of input features
     * @param hidden of values between layers
     * @param attention of attention coefficients
     */
    public record Dropout(double features, double hidden, double attention) {
        public static final Dropout NONE = new Dropout(0, 0, 0);

        public Dropout {
            share("featureDropout", features);
            share("hiddenDropout", hidden);
            share("attentionDropout", attention);
        }

        private static void share(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException(name + ": expected from 0 to below 1, got " + value);
            }
        }
    }

    /**
     * What follows the last layer.
     *
     * @param activation the last activation
     * @param norm how rows of the embedding are scaled
     */
    public record Output(Activation activation, EmbeddingNorm norm) {}

    /** L2: every row of the embedding is scaled to length 1. */
    public enum EmbeddingNorm {
        NONE,
        L2
    }

    public GatConfig {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("hidden: expected one size or more, got none");
        }
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("hidden: expected sizes of 1 or more, got " + sizes);
            }
            if (attention.merge() == HeadMerge.CONCAT && size % attention.heads() != 0) {
                throw new IllegalArgumentException(
                        "hidden: expected sizes divisible by " + attention.heads() + " (heads), got " + sizes);
            }
        }
    }

    /** Plain layers of these sizes: {@link Attention#plain}, nothing between or after them, no dropout. */
    public static GatConfig ofSizes(Integer... sizes) {
        return new GatConfig(
                Arrays.asList(sizes),
                Attention.plain(),
                Normalization.NONE,
                Residual.NONE,
                Dropout.NONE,
                new Output(Activation.NONE, EmbeddingNorm.NONE));
    }

    /** The same encoder with layers of other sizes. */
    public GatConfig withSizes(List<Integer> newSizes) {
        return new GatConfig(newSizes, attention, normalization, residual, dropout, output);
    }

    public GatConfig withAttention(Attention newAttention) {
        return new GatConfig(sizes, newAttention, normalization, residual, dropout, output);
    }

    public GatConfig withNormalization(Normalization newNormalization) {
        return new GatConfig(sizes, attention, newNormalization, residual, dropout, output);
    }

    public GatConfig withResidual(Residual newResidual) {
        return new GatConfig(sizes, attention, normalization, newResidual, dropout, output);
    }

    public GatConfig withDropout(Dropout newDropout) {
        return new GatConfig(sizes, attention, normalization, residual, newDropout, output);
    }

    public GatConfig withOutput(Output newOutput) {
        return new GatConfig(sizes, attention, normalization, residual, dropout, newOutput);
    }

    @Override
    public GatConfig withoutFeatureDropout() {
        return withDropout(new Dropout(0, dropout.hidden(), dropout.attention()));
    }

    @Override
    public int embeddingSize() {
        return sizes.getLast();
    }
}
