package dev.kindred.cli;

import dev.kindred.model.Safeguards.EmptyClusters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of what watches over training. */
@Section(Section.TRAINING)
final class SafeguardSettings {
    @Sets("schedule.safeguards.gradientClip")
    @Option(
            names = "--gradient-clip",
            paramLabel = "X",
            description = "clip the global gradient norm to X; 0 disables clipping")
    @Nullable
    Double gradientClip;

    @Sets("schedule.safeguards.patience")
    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "end a stage after N evaluations without improvement, one every 5 epochs, and keep the best weights; 0 disables it")
    @Nullable
    Integer patience;

    @Sets("schedule.safeguards.labelTolerance")
    @Option(
            names = "--label-tolerance",
            paramLabel = "P",
            description =
                    "end finetuning once at most this share of the nodes changes clusters within 5 epochs; 0 disables it")
    @Nullable
    Double labelTolerance;

    @Sets("schedule.safeguards.emptyClusters")
    @Option(
            names = "--empty-clusters",
            paramLabel = "HOW",
            description =
                    "what becomes of a cluster that falls empty: ${COMPLETION-CANDIDATES}; reseed moves its center to the node farthest from its own")
    @Nullable
    EmptyClusters emptyClusters;
}
