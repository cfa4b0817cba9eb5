package dev.kindred.sweep;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One number of clusters.
 *
 * @param k number of clusters
 * @param occupied clusters that have a node
 * @param largest share of the nodes in the largest cluster
 * @param scores of the data
 * @param chance what chance makes of each score; null where no draws were made
 */
public record KRow(
        int k,
        int occupied,
        double largest,
        KScores scores,
        @Nullable Chance chance) {
    /** A band for each score. */
    public record Chance(
            Band agreement,
            Band modularity,
            Band coverage,
            Band silhouette,
            @Nullable Band evidence) {
        static @Nullable Chance of(List<KScores> draws) {
            if (draws.isEmpty()) {
                return null;
            }
            boolean judged = draws.stream().allMatch(draw -> draw.evidence() != null);
            return new Chance(
                    band(draws, KScores::agreement),
                    band(draws, KScores::modularity),
                    band(draws, KScores::coverage),
                    band(draws, KScores::silhouette),
                    judged ? band(draws, draw -> draw.evidence() == null ? 0 : draw.evidence()) : null);
        }

        private static Band band(List<KScores> draws, ToDoubleFunction<KScores> score) {
            return Band.of(draws.stream().mapToDouble(score).toArray());
        }
    }
}
