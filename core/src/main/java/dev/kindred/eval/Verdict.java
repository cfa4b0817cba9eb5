package dev.kindred.eval;

import dev.kindred.cluster.KMeans;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import java.util.Locale;

/**
 * Whether finetuning, and the graph itself, were worth it: three clusterings of the same nodes, by the attributes alone, by k-means on the
 * pretrained embedding, and the final one, judged by the same two scores, neither of which reads labels or the embedding. One score follows
 * the edges and one the attributes, so that neither side is judge in its own cause.
 *
 * @param attributes k-means on the attributes alone
 * @param pretrained k-means on the pretrained embedding
 * @param finetuned the result
 * @param movedShare share of the nodes whose cluster finetuning changed
 * @param finetuning whether finetuning helped
 * @param graph whether the graph helped
 */
public record Verdict(
        Scores attributes,
        Scores pretrained,
        Scores finetuned,
        double movedShare,
        Judgement finetuning,
        Judgement graph) {
    /**
     * Of one clustering.
     *
     * @param modularity by the edges (Newman, 2006)
     * @param silhouette by the attributes: the simplified silhouette (Hruschka et al., 2004), of nodes to the means of the clusters, in a
     *     random projection of the unit-length attributes to {@link #WIDTH} dimensions (Achlioptas, 2003), over at most
     *     {@link #MOST_NODES} nodes
     */
    public record Scores(double modularity, double silhouette) {}

    /** HELPED: a score rose and the other did not fall as much as half of that. HURT: the reverse. */
    public enum Outcome {
        HELPED,
        HURT,
        TRADED,
        NO_DIFFERENCE
    }

    /**
     * A comparison.
     *
     * @param outcome what came of it
     * @param sentence the same for people
     */
    public record Judgement(Outcome outcome, String sentence) {}

    static final int WIDTH = 32;
    static final int MOST_NODES = 20_000;

    /** A score that changes less stayed as it was. */
    private static final double TOLERANCE = .01;

    private static final KMeansLimits LIMITS = new KMeansLimits(2, 20);

    private record KMeansLimits(int restarts, int iterations) {}

    /**
     * Judges a run. {@code O(e + s WIDTH)} and k-means on a part of the nodes; memory {@code 4 n WIDTH} bytes.
     *
     * @param pretrained {@code [n]} clusters by k-means on the pretrained embedding
     * @param labels {@code [n]} the final ones
     * @param clusters k
     * @param seed of the projection and of k-means
     */
    public static Verdict of(AttributedGraph graph, int[] pretrained, int[] labels, int clusters, long seed) {
        Matrix points = projected(graph.features(), seed);
        Kernels kernels = Kernels.select();
        int[] alone = byAttributes(kernels, points, clusters, seed);
        Scores attributes = scores(graph, points, alone, clusters);
        Scores before = scores(graph, points, pretrained, clusters);
        Scores after = scores(graph, points, labels, clusters);
        long moved = 0;
        for (int i = 0; i < labels.length; i++) {
            moved += labels[i] == pretrained[i] ? 0 : 1;
        }
        double share = (double) moved / labels.length;
        return new Verdict(
                attributes, before, after, share, finetuning(before, after, share), graph(graph, attributes, after));
    }

    private static Judgement finetuning(Scores before, Scores after, double moved) {
        Outcome outcome = outcome(before, after);
        return new Judgement(
                outcome,
                String.format(
                        Locale.ROOT,
                        "finetuning %s over k-means on the pretrained embedding: modularity %.3f after %.3f, attribute silhouette"
                                + " %.3f after %.3f, %.1f %% of the nodes moved",
                        words(outcome),
                        after.modularity,
                        before.modularity,
                        after.silhouette,
                        before.silhouette,
                        100 * moved));
    }

    private static Judgement graph(AttributedGraph graph, Scores alone, Scores after) {
        if (graph.graph().edges() == 0) {
            return new Judgement(Outcome.NO_DIFFERENCE, "the graph has no edges that could have helped");
        }
        Outcome outcome = outcome(alone, after);
        return new Judgement(
                outcome,
                String.format(
                        Locale.ROOT,
                        "the graph %s over the attributes alone: modularity %.3f instead of %.3f, attribute silhouette %.3f"
                                + " instead of %.3f",
                        words(outcome),
                        after.modularity,
                        alone.modularity,
                        after.silhouette,
                        alone.silhouette));
    }

    static Outcome outcome(Scores before, Scores after) {
        double edges = change(before.modularity, after.modularity);
        double attributes = change(before.silhouette, after.silhouette);
        double up = Math.max(0, Math.max(edges, attributes));
        double down = Math.max(0, -Math.min(edges, attributes));
        if (up == 0 && down == 0) {
            return Outcome.NO_DIFFERENCE;
        }
        return up > 2 * down ? Outcome.HELPED : down > 2 * up ? Outcome.HURT : Outcome.TRADED;
    }

    private static double change(double before, double after) {
        return Math.abs(after - before) < TOLERANCE ? 0 : after - before;
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case HELPED -> "helped";
            case HURT -> "hurt";
            case TRADED -> "traded one score for the other";
            case NO_DIFFERENCE -> "made no difference";
        };
    }

    private static Scores scores(AttributedGraph graph, Matrix points, int[] labels, int clusters) {
        return new Scores(
                StructureMetrics.of(graph.graph(), labels, clusters).modularity(),
                silhouette(points, labels, clusters));
    }

    /** Rows on the unit sphere, {@code [n x WIDTH]}: sums of random signs, which keep distances about. */
    private static Matrix projected(Features features, long seed) {
        Matrix out = Matrix.zeros(features.rows(), WIDTH);
        switch (features) {
            case SparseRows s ->
                s.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        addSigns(out, row, values[e], signs(seed, columns[e]));
                    }
                });
            case DenseRows d ->
                d.forEachRow((row, values, from) -> {
                    for (int c = 0; c < d.columns(); c++) {
                        if (values[from + c] != 0) {
                            addSigns(out, row, values[from + c], signs(seed, c));
                        }
                    }
                });
        }
        for (int i = 0; i < out.rows(); i++) {
            double squares = 0;
            for (int c = 0; c < WIDTH; c++) {
                squares += (double) out.get(i, c) * out.get(i, c);
            }
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int c = 0; c < WIDTH; c++) {
                out.set(i, c, out.get(i, c) * scale);
            }
        }
        return out;
    }

    /** 32 random bits for a column: the finalizer of SplitMix64. */
    private static int signs(long seed, int column) {
        long z = (seed + column + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) (z ^ (z >>> 31));
    }

    private static void addSigns(Matrix out, int row, float value, int signs) {
        float[] data = out.data();
        int at = row * WIDTH;
        for (int c = 0; c < WIDTH; c++) {
            data[at + c] += (signs >>> c & 1) == 0 ? value : -value;
        }
    }

    private static int[] byAttributes(Kernels kernels, Matrix points, int clusters, long seed) {
        int stride = stride(points.rows());
        int sampled = (points.rows() + stride - 1) / stride;
        if (sampled < clusters) {
            stride = 1;
            sampled = points.rows();
        }
        Matrix sample = Matrix.zeros(sampled, WIDTH);
        for (int i = 0; i < sampled; i++) {
            System.arraycopy(points.data(), i * stride * WIDTH, sample.data(), i * WIDTH, WIDTH);
        }
        Matrix centers;
        try (Workers workers = Workers.create(1)) {
            centers = new KMeans(clusters, LIMITS.restarts, LIMITS.iterations, 1e-4)
                    .fit(kernels, workers, sample, seed)
                    .centers();
        }
        int[] labels = new int[points.rows()];
        float[] distances = new float[clusters];
        for (int i = 0; i < labels.length; i++) {
            kernels.squaredDistances(points.data(), i * WIDTH, WIDTH, centers.data(), 0, WIDTH, clusters, distances, 0);
            for (int j = 1; j < clusters; j++) {
                labels[i] = distances[j] < distances[labels[i]] ? j : labels[i];
            }
        }
        return labels;
    }

    private static int stride(int rows) {
        return Math.max(1, rows / MOST_NODES);
    }

    /** Mean of {@code (b - a) / max(a, b)}: a the distance to the mean of the own cluster, b to the nearest other mean. */
    static double silhouette(Matrix points, int[] labels, int clusters) {
        double[][] means = new double[clusters][points.columns()];
        int[] sizes = new int[clusters];
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]]++;
            for (int c = 0; c < points.columns(); c++) {
                means[labels[i]][c] += points.get(i, c);
            }
        }
        for (int j = 0; j < clusters; j++) {
            for (int c = 0; c < points.columns(); c++) {
                means[j][c] /= Math.max(1, sizes[j]);
            }
        }
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < labels.length; i += stride(labels.length)) {
            double own = 0;
            double other = Double.POSITIVE_INFINITY;
            for (int j = 0; j < clusters; j++) {
                if (sizes[j] == 0) {
                    continue;
                }
                double squares = 0;
                for (int c = 0; c < points.columns(); c++) {
                    double d = points.get(i, c) - means[j][c];
                    squares += d * d;
                }
                if (j == labels[i]) {
                    own = Math.sqrt(squares);
                } else {
                    other = Math.min(other, Math.sqrt(squares));
                }
            }
            double larger = Math.max(own, other);
            sum += larger == 0 || other == Double.POSITIVE_INFINITY ? 0 : (other - own) / larger;
            counted++;
        }
        return counted == 0 ? 0 : sum / counted;
    }
}
