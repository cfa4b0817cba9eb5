package dev.kindred.signal;

import dev.kindred.method.AttributeColumns;
import dev.kindred.method.AttributePoints;
import dev.kindred.method.BlockLikelihood;
import dev.kindred.method.BlockModel;
import dev.kindred.method.EdgeCounts;
import dev.kindred.method.Leiden;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.method.SimpleMethods;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** The tests behind {@link Signals}. */
final class SignalTests {
    private static final long LARGE = 200_000;

    private SignalTests() {}

    /** Modularity of Leiden communities against those of rewired edges, each node keeping its degree. */
    static ChanceTest structure(EdgeCounts edges) {
        if (edges.total() == 0) {
            return ChanceTest.NONE;
        }
        boolean large = edges.entries() > LARGE;
        int iterations = large ? 2 : 10;
        double[] chances = new double[large ? 1 : 8];
        for (int r = 0; r < chances.length; r++) {
            EdgeCounts rewired = edges.rewired(r);
            chances[r] = rewired.modularity(new Leiden(rewired).communities(1, 0, iterations));
        }
        return ChanceTest.of(edges.modularity(new Leiden(edges).communities(1, 0, iterations)), chances);
    }

    /** Likeness of neighbors against that of the same edges between shuffled rows. */
    static ChanceTest agreement(EdgeCounts edges, Matrix points) {
        if (edges.total() == 0 || points.columns() == 0) {
            return ChanceTest.NONE;
        }
        Matrix centered = centered(points);
        int[] order = new int[points.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        double score = likeness(edges, centered, order);
        double[] chances = new double[edges.entries() > LARGE ? 4 : 20];
        for (int r = 0; r < chances.length; r++) {
            shuffle(order, r);
            chances[r] = likeness(edges, centered, order);
        }
        return ChanceTest.of(score, chances);
    }

    /** What groups explain of the attributes, in nats, against the same columns shuffled on their own. */
    static ChanceTest attributes(AttributeColumns attributes, int clusters, Compute compute) {
        if (attributes.isEmpty()) {
            return ChanceTest.NONE;
        }
        double score = explained(attributes, clusters, compute);
        boolean large = (long) attributes.nodes() * attributes.blocks().size() > LARGE || attributes.areWide();
        double[] chances = new double[large ? 2 : 4];
        for (int r = 0; r < chances.length; r++) {
            chances[r] = explained(attributes.shuffled(r), clusters, compute);
        }
        return ChanceTest.of(score, chances);
    }

    private static double explained(AttributeColumns attributes, int clusters, Compute compute) {
        EdgeCounts none = EdgeCounts.none(attributes.nodes());
        Prepared data = new Prepared(none, attributes, AttributePoints.of(attributes));
        List<BlockLikelihood> likelihoods = BlockLikelihood.of(attributes);
        double best = 0;
        List<int[]> starts = new ArrayList<>();
        starts.add(
                new SimpleMethods(data, clusters, 0, compute).fit(Method.KMEANS).labels());
        for (int[] start : starts) {
            best = Math.max(
                    best, BlockModel.fit(none, likelihoods, clusters, start).bound());
        }
        return best;
    }

    private static Matrix centered(Matrix points) {
        Matrix out = points.copy();
        int d = points.columns();
        for (int c = 0; c < d; c++) {
            double sum = 0;
            for (int i = 0; i < points.rows(); i++) {
                sum += points.get(i, c);
            }
            float mean = (float) (sum / points.rows());
            for (int i = 0; i < points.rows(); i++) {
                out.set(i, c, points.get(i, c) - mean);
            }
        }
        return out;
    }

    private static double likeness(EdgeCounts edges, Matrix points, int[] order) {
        double sum = 0;
        int d = points.columns();
        float[] x = points.data();
        for (int i = 0; i < edges.nodes(); i++) {
            for (int e = edges.from(i); e < edges.to(i); e++) {
                int j = edges.neighbor(e);
                if (j > i) {
                    double dot = 0;
                    for (int c = 0; c < d; c++) {
                        dot += x[order[i] * d + c] * x[order[j] * d + c];
                    }
                    sum += dot * edges.count(e, i);
                }
            }
        }
        return 2 * sum / edges.total();
    }

    private static void shuffle(int[] order, long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.NEGATIVES, 1L << 43);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int node = order[i];
            order[i] = order[other];
            order[other] = node;
        }
    }
}
