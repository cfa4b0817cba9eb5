package dev.kindred.nn;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import java.util.Arrays;
import java.util.List;

/**
 * Shape and regularization of a graph attention encoder.
 *
 * @param sizes output size of each layer, first to last; the last is the size of the embedding
 * @param attention how nodes attend to each other
 * @param normalization normalization between layers
 * @param residual whether the input of a layer is added to its output
 * @param dropout dropout in training
 * @param output activation and normalization after the last layer
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
     * @param heads number of attention heads of each layer
     * @param merge how the heads' outputs are combined. CONCAT: a layer's size is split over its heads. MEAN: every head has the layer's
     *     size and the outputs are averaged
     * @param edgeWeights whether attention uses edge weights
     * @param proximity which nodes attend to each other
     */
    public record Attention(Kind kind, int heads, HeadMerge merge, EdgeWeights edgeWeights, Proximity proximity) {
        /** How a pair of nodes is scored. */
        public enum Kind {
            /** GAT (Velickovic et al., 2018): one linear map for both ends of an edge. */
            GAT,
            /**
             * GATv2 (Brody et al., 2022, eq. 7): a linear map for each end, and the nonlinearity before the score; the maps have no bias.
             */
            GATV2,
            /** The same with a bias after each linear map, which PyTorch Geometric's GATv2Conv has by default. */
            GATV2_BIASED
        }

        public Attention {
            if (heads < 1) {
                throw new IllegalArgumentException("heads: expected 1 or more, got " + heads);
            }
        }

        /** One head of GAT over each node and its neighbors, with coefficients proportional to edge weights. */
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
     * @param order t of the t-order attention (DAEGC, eq. 4); with 1, nodes attend to direct neighbors only, by learned scores alone
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

    /** ATTENTION: coefficients are proportional to edge weights. IGNORE: edge weights are not used. */
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

    /** ADD: the input of a layer is added to its output, through a linear map if their sizes differ. */
    public enum Residual {
        NONE,
        ADD
    }

    /**
     * Shares of values set to 0 in training; each below 1.
     *
     * @param features share of the features
     * @param hidden share of values between layers
     * @param attention share of attention coefficients
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
     * Activation and normalization after the last layer.
     *
     * @param activation activation of the last layer
     * @param norm normalization of the embedding's rows
     */
    public record Output(Activation activation, EmbeddingNorm norm) {}

    /** L2: every row of the embedding is scaled to Euclidean norm 1. */
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

    /**
     * Layers of these sizes with {@link Attention#plain} attention, without normalization, residual connections, dropout or a last
     * activation.
     */
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
