package dev.kindred.cli;

import dev.kindred.model.ReconstructionConfig.Pairs;
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

    @Sets("objective.logitScale")
    @Option(
            names = "--logit-scale",
            paramLabel = "X",
            description = "factor of the inner products in the reconstruction")
    @Nullable
    Double logitScale;
}
