package dev.kindred.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of how the embedding becomes clusters. */
@Section(Section.MODEL)
final class HeadSettings {
    @Sets("head.clusteringWeight")
    @Option(names = "--gamma", paramLabel = "X", description = "weight of the clustering loss")
    @Nullable
    Double gamma;

    @Sets("head.updateInterval")
    @Option(
            names = "--update-interval",
            paramLabel = "N",
            description = "steps between updates of the target distribution")
    @Nullable
    Integer updateInterval;

    @Sets("head.assignment.alpha")
    @Option(names = "--alpha", paramLabel = "X", description = "degrees of freedom of the soft assignment")
    @Nullable
    Double alpha;

    @Sets("head.assignment.distanceScale")
    @Option(
            names = "--distance-scale",
            paramLabel = "X",
            description = "factor of the distances in the soft assignment")
    @Nullable
    Double distanceScale;
}
