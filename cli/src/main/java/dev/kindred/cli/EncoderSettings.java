package dev.kindred.cli;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.graph.Features;
import dev.kindred.nn.GatConfig.Attention.Kind;
import dev.kindred.nn.GatConfig.EdgeWeights;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.nn.GatConfig.Normalization;
import dev.kindred.nn.GatConfig.Residual;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of the encoder, and of the features that it is given. */
@Section(Section.MODEL)
final class EncoderSettings {
    @Sets("encoder.sizes")
    @Option(
            names = "--hidden",
            paramLabel = "SIZES",
            split = ",",
            description = "output size of each layer; the last is the size of the embedding")
    @Nullable
    List<Integer> hidden;

    @Sets("encoder.attention.heads")
    @Option(names = "--heads", paramLabel = "N", description = "number of attention heads in each layer")
    @Nullable
    Integer heads;

    @Sets("encoder.attention.merge")
    @Option(
            names = "--head-merge",
            paramLabel = "HOW",
            description =
                    "${COMPLETION-CANDIDATES}: split the size of a layer over its heads, or average heads of full size")
    @Nullable
    HeadMerge headMerge;

    @Sets("encoder.attention.kind")
    @Option(names = "--attention", paramLabel = "KIND", description = "kind of attention: ${COMPLETION-CANDIDATES}")
    @Nullable
    Kind attention;

    @Sets("encoder.attention.proximity.order")
    @Option(
            names = "--proximity-order",
            paramLabel = "T",
            description = "attend to nodes up to T steps away; 1 attends to direct neighbors only")
    @Nullable
    Integer proximityOrder;

    @Sets("encoder.attention.proximity.top")
    @Option(
            names = "--proximity-top",
            paramLabel = "N",
            description = "strongest entries kept for each node where T is above 1; 0 keeps all")
    @Nullable
    Integer proximityTop;

    @Sets("encoder.attention.edgeWeights")
    @Option(
            names = "--edge-weights",
            paramLabel = "HOW",
            description = "whether attention uses the edge weights: ${COMPLETION-CANDIDATES}")
    @Nullable
    EdgeWeights edgeWeights;

    @Sets("encoder.normalization")
    @Option(
            names = "--normalization",
            paramLabel = "KIND",
            description = "normalization between layers: ${COMPLETION-CANDIDATES}")
    @Nullable
    Normalization normalization;

    @Sets("encoder.residual")
    @Option(
            names = "--residual",
            paramLabel = "KIND",
            description =
                    "residual connections, which add the input of a layer to its output: ${COMPLETION-CANDIDATES}")
    @Nullable
    Residual residual;

    @Sets("encoder.dropout.features")
    @Option(
            names = "--feature-dropout",
            paramLabel = "P",
            description = "dropout of the features; 0.3 by default where attributes are a few columns, not many words")
    @Nullable
    Double featureDropout;

    @Sets("encoder.dropout.hidden")
    @Option(names = "--hidden-dropout", paramLabel = "P", description = "dropout between layers")
    @Nullable
    Double hiddenDropout;

    @Sets("encoder.dropout.attention")
    @Option(names = "--attention-dropout", paramLabel = "P", description = "dropout of the attention coefficients")
    @Nullable
    Double attentionDropout;

    @Sets("encoder.output.activation")
    @Option(
            names = "--last-activation",
            paramLabel = "KIND",
            description = "activation after the last layer: ${COMPLETION-CANDIDATES}")
    @Nullable
    Activation lastActivation;

    @Sets("encoder.output.norm")
    @Option(
            names = "--embedding-norm",
            paramLabel = "KIND",
            description = "normalization of the rows of the embedding: ${COMPLETION-CANDIDATES}")
    @Nullable
    EmbeddingNorm embeddingNorm;

    @Sets("features")
    @Option(
            names = "--feature-norm",
            paramLabel = "KIND",
            description =
                    "normalization of the rows of the features: ${COMPLETION-CANDIDATES}; NONE by default where attributes are a few columns, not"
                            + " many words")
    Features.@Nullable Normalization featureNorm;
}
