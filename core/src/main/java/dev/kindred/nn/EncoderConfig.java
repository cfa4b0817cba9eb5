package dev.kindred.nn;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import java.util.List;

/**
 * Shape and regularization of the graph attention encoder.
 *
 * @param sizes output size of each layer, first to last; the last is the embedding's
 * @param heads attention heads of each layer
 * @param headMerge how the heads' outputs become one row
 * @param attention how a pair of nodes is scored
 * @param proximityOrder t of the t-order attention (DAEGC, eq. 4); 1 attends to neighbors by learnt score alone
 * @param proximityTop strongest entries kept in each row of the t-order matrix; 0 keeps all
 * @param edgeWeights what weights on the edges do to attention
 * @param normalization what stands between layers
 * @param residual whether a layer's input is added to its output
 * @param featureDropout share of input features set to 0 in training, below 1
 * @param hiddenDropout share of values between layers set to 0 in training, below 1
 * @param attentionDropout share of attention coefficients set to 0 in training, below 1
 * @param lastActivation what follows the last layer
 * @param embeddingNorm how rows of the embedding are scaled
 */
public record EncoderConfig(
        List<Integer> sizes,
        int heads,
        HeadMerge headMerge,
        Attention attention,
        int proximityOrder,
        int proximityTop,
        EdgeWeights edgeWeights,
        Normalization normalization,
        Residual residual,
        double featureDropout,
        double hiddenDropout,
        double attentionDropout,
        Activation lastActivation,
        EmbeddingNorm embeddingNorm) {

    /** GAT: Velickovic et al., 2018, one weight for both ends. GATV2: Brody et al., 2022, the nonlinearity before the score. */
    public enum Attention {
        GAT,
        GATV2
    }

    /** ATTENTION: a coefficient is proportional to its edge's weight. */
    public enum EdgeWeights {
        IGNORE,
        ATTENTION
    }

    public enum Normalization {
        NONE,
        BATCH,
        LAYER
    }

    public enum Residual {
        NONE,
        ADD
    }

    public enum EmbeddingNorm {
        NONE,
        L2
    }

    public EncoderConfig {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("hidden: expected one size or more, got none");
        }
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("hidden: expected sizes of 1 or more, got " + sizes);
            }
            if (headMerge == HeadMerge.CONCAT && heads > 0 && size % heads != 0) {
                throw new IllegalArgumentException(
                        "hidden: expected sizes divisible by " + heads + " (heads), got " + sizes);
            }
        }
        if (heads < 1) {
            throw new IllegalArgumentException("heads: expected 1 or more, got " + heads);
        }
        if (proximityOrder < 1) {
            throw new IllegalArgumentException("proximityOrder: expected 1 or more, got " + proximityOrder);
        }
        if (proximityTop < 0) {
            throw new IllegalArgumentException("proximityTop: expected 0 or more, got " + proximityTop);
        }
        share("featureDropout", featureDropout);
        share("hiddenDropout", hiddenDropout);
        share("attentionDropout", attentionDropout);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": expected from 0 to below 1, got " + value);
        }
    }

    /** The same encoder without dropout of features. */
    public EncoderConfig withoutFeatureDropout() {
        return new EncoderConfig(
                sizes,
                heads,
                headMerge,
                attention,
                proximityOrder,
                proximityTop,
                edgeWeights,
                normalization,
                residual,
                0,
                hiddenDropout,
                attentionDropout,
                lastActivation,
                embeddingNorm);
    }

    /** The same encoder with layers of other sizes. */
    public EncoderConfig withSizes(List<Integer> newSizes) {
        return new EncoderConfig(
                newSizes,
                heads,
                headMerge,
                attention,
                proximityOrder,
                proximityTop,
                edgeWeights,
                normalization,
                residual,
                featureDropout,
                hiddenDropout,
                attentionDropout,
                lastActivation,
                embeddingNorm);
    }

    /** The size of the embedding. */
    public int embeddingSize() {
        return sizes.getLast();
    }
}
