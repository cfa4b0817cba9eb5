package dev.kindred.sweep;

import dev.kindred.eval.Silhouette;
import dev.kindred.method.EdgeCounts;
import dev.kindred.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A graph that is searched, and how what is found is scored.
 *
 * @param search finds clusters
 * @param edges by which modularity is measured
 * @param space {@code [n x h]} in which silhouettes are taken
 */
record Trial(Search search, EdgeCounts edges, Matrix space) {
    private static final double RESOLUTION = .3;

    KScores scores(Found found) {
        Double nats = found.evidence();
        int n = Math.max(1, found.labels().length);
        return new KScores(
                found.agreement(),
                edges.modularity(found.labels(), 1),
                edges.modularity(found.labels(), RESOLUTION),
                Silhouette.of(space, found.labels(), found.k()),
                bits(nats, n),
                null);
    }

    private static @Nullable Double bits(@Nullable Double nats, int nodes) {
        return nats == null ? null : nats / Math.log(2) / nodes;
    }
}
