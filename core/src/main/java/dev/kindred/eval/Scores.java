package dev.kindred.eval;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores of a clustering that read no labels.
 *
 * @param modularity by the edges (Newman, 2006)
 * @param silhouette by the attributes: the simplified silhouette (Hruschka et al., 2004) in a random projection of the attributes, scaled to
 *     unit length, to 32 dimensions (Achlioptas, 2003), over at most 20,000 nodes
 * @param agreement mean normalized mutual information (arithmetic) over all pairs of runs; null where there is one run. Of the attributes
 *     alone: of k-means with the runs' seeds on one projection, so that the random projection does not count against them
 */
public record Scores(
        double modularity, double silhouette, @Nullable Double agreement) {
    /**
     * Scores the first of some clusterings.
     *
     * @param points {@code [n x d]} projected attributes
     * @param runs {@code [n]} each; those after the first count for the agreement alone
     */
    static Scores of(AttributedGraph graph, Matrix points, List<int[]> runs, int clusters) {
        return new Scores(
                StructureMetrics.of(graph.graph(), runs.getFirst(), clusters).modularity(),
                Silhouette.of(points, runs.getFirst(), clusters),
                agreement(runs));
    }

    /** Mean normalized mutual information over all pairs; null where there is none. */
    static @Nullable Double agreement(List<int[]> clusterings) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < clusterings.size(); i++) {
            for (int j = i + 1; j < clusterings.size(); j++) {
                sum += LabelMetrics.normalizedMutualInformation(clusterings.get(i), clusterings.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? null : sum / pairs;
    }
}
