package dev.kindred.bench;

import dev.kindred.cluster.KMeans;
import dev.kindred.explain.Answer;
import dev.kindred.explain.Explanation;
import dev.kindred.explain.FeatureColumns;
import dev.kindred.explain.Subject;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.SparseRows;
import dev.kindred.io.Npy;
import dev.kindred.layout.Layout2d;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a report's numbers cost, and how well its picture keeps neighbors.
 *
 * <p>Usage: {@code ReportWork NODES|EMBEDDING.npy [THREADS]}.
 */
public final class ReportWork {
    private static final int COLUMNS = 1_000;
    private static final int WORDS = 20;
    private static final int HIDDEN = 64;
    private static final int CLUSTERS = 20;
    private static final int NEIGHBORS = 15;
    private static final int JUDGED = 2_000;

    private ReportWork() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("ReportWork NODES|EMBEDDING.npy [THREADS]", 1, args, () -> {
            int threads = args.length > 1
                    ? Arguments.whole("threads", args[1], 1)
                    : Runtime.getRuntime().availableProcessors();
            try (Compute compute = Compute.create(threads)) {
                if (args[0].endsWith(".npy")) {
                    layOut(compute, read(Path.of(args[0])));
                } else {
                    explain(compute, Arguments.whole("nodes", args[0], 10 * CLUSTERS));
                }
            }
        });
    }

    private static Matrix read(Path file) throws IOException {
        Npy array = Npy.parse(Files.readAllBytes(file), file.toString());
        if (array.shape().length != 2) {
            throw new IllegalArgumentException(
                    file + ": expected an array of 2 dimensions, got " + Arrays.toString(array.shape()));
        }
        return new Matrix(array.shape()[0], array.shape()[1], array.floats());
    }

    private static void explain(Compute compute, int nodes) {
        AttributedGraph graph = new PlantedGraph(nodes, 5 * nodes, COLUMNS, WORDS).make();
        Matrix embedding = projected((SparseRows) graph.features(), nodes);
        KMeans.Result clusters = KMeans.of(CLUSTERS, 1).fit(compute, embedding, 1);
        float[] some = new float[nodes];
        Answer answer = new Answer(clusters.labels(), some, new int[nodes], some, embedding, clusters.centers());
        long begun = System.nanoTime();
        Explanation explanation =
                Explanation.of(compute, Subject.of(graph.graph(), FeatureColumns.unnamed(graph.features()), answer));
        print(
                "statistics of " + nodes + " nodes x " + COLUMNS + " columns, "
                        + explanation.summary().tests() + " tests",
                begun);
        begun = System.nanoTime();
        explanation.nodes(compute, 8);
        print("what is kept of every node", begun);
        begun = System.nanoTime();
        explanation.node(0);
        print("a node's card", begun);
        layOut(compute, embedding);
    }

    /** Words as random directions, added up over a node. */
    private static Matrix projected(SparseRows features, int nodes) {
        SplittableRandom random = new SplittableRandom(1);
        float[] directions = new float[COLUMNS * HIDDEN];
        for (int at = 0; at < directions.length; at++) {
            directions[at] = (float) random.nextGaussian();
        }
        Matrix embedding = Matrix.zeros(nodes, HIDDEN);
        features.forEachRow((row, columns, values, from, to) -> {
            for (int e = from; e < to; e++) {
                for (int c = 0; c < HIDDEN; c++) {
                    embedding.data()[row * HIDDEN + c] += values[e] * directions[columns[e] * HIDDEN + c];
                }
            }
        });
        return embedding;
    }

    private static void layOut(Compute compute, Matrix embedding) {
        long begun = System.nanoTime();
        Matrix picture = Layout2d.defaults(1).of(compute, embedding);
        print(
                "layout of " + embedding.rows() + " x " + embedding.columns() + ", " + compute.threads() + " threads",
                begun);
        System.out.printf(
                Locale.ROOT,
                "%-60s %10.4f%n",
                "trustworthiness at " + NEIGHBORS + " neighbors",
                trustworthiness(embedding, picture));
    }

    private static void print(String what, long begun) {
        System.out.printf(Locale.ROOT, "%-60s %8.2f s%n", what, (System.nanoTime() - begun) / 1e9);
    }

    /** Venna and Kaski (2001), the sum over nodes taken over {@value #JUDGED} of them, evenly spread. */
    private static double trustworthiness(Matrix original, Matrix picture) {
        int n = original.rows();
        int judged = Math.min(n, JUDGED);
        double penalty = 0;
        for (int j = 0; j < judged; j++) {
            int node = (int) ((long) j * n / judged);
            double[] near = distances(original, node);
            double[] shown = distances(picture, node);
            double[] sorted = shown.clone();
            Arrays.sort(sorted);
            double farthest = sorted[Math.min(n, NEIGHBORS + 1) - 1];
            for (int other = 0; other < n; other++) {
                if (other != node && shown[other] <= farthest) {
                    double distance = near[other];
                    long rank = Arrays.stream(near).filter(d -> d < distance).count();
                    penalty += Math.max(0, rank - NEIGHBORS);
                }
            }
        }
        return 1 - 2 * penalty / ((double) judged * NEIGHBORS * (2L * n - 3L * NEIGHBORS - 1));
    }

    /** Squared distances from one row to all; its own is below all others. */
    private static double[] distances(Matrix x, int from) {
        double[] distance = new double[x.rows()];
        for (int i = 0; i < distance.length; i++) {
            for (int c = 0; c < x.columns(); c++) {
                double d = x.get(from, c) - x.get(i, c);
                distance[i] += d * d;
            }
        }
        distance[from] = -1;
        return distance;
    }
}
