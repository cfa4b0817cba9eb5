package dev.kindred.cli;

import dev.kindred.model.ReconstructionConfig.Pairs;
import dev.kindred.model.ReconstructionConfig.Weights;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of what the encoder is trained to do. */
@Section(Section.MODEL)
final class ObjectiveSettings {
    @Sets("objective.pairs")
    @Option(
            names = "--reconstruction",
            paramLabel = "KIND",
            description =
                    "pairs of nodes in the reconstruction loss: ${COMPLETION-CANDIDATES}; the edges and as many sampled non-edges, or all pairs")
    @Nullable
    Pairs reconstruction;

    @Sets("objective.weights")
    @Option(
            names = "--loss-weights",
            paramLabel = "HOW",
            description =
                    "what the weights of edges do to the reconstruction loss: ${COMPLETION-CANDIDATES}; every edge counts the same, or by its"
                            + " weight divided by the mean, which is the default where the data has weights")
    @Nullable
    Weights lossWeights;

    @Sets("objective.logitScale")
    @Option(
            names = "--logit-scale",
            paramLabel = "X",
            description = "factor of the inner products in the reconstruction")
    @Nullable
    Double logitScale;
}
