package dev.kindred.sweep;

import org.jspecify.annotations.Nullable;

/**
 * Scores of one number of clusters; none reads labels.
 *
 * @param agreement mean adjusted Rand index over all pairs of clusterings with this k: chance is 0, the same clusters are 1
 * @param modularity by the edges, weights counted, resolution 1
 * @param coverage the same at resolution .3
 * @param silhouette simplified silhouette on the embedding, or on what stands for it where no network was trained
 * @param evidence bits a node that a block model explains, less what its parameters cost; null where no block model judges
 * @param support agreement times what modularity is above chance, or the silhouette where edges carry nothing; null where a block model judges, and for
 *     draws of chance
 */
public record KScores(
        double agreement,
        double modularity,
        double coverage,
        double silhouette,
        @Nullable Double evidence,
        @Nullable Double support) {
    KScores withSupport(double newSupport) {
        return new KScores(agreement, modularity, coverage, silhouette, evidence, newSupport);
    }
}
