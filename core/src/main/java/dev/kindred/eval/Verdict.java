package dev.kindred.eval;

import dev.kindred.cluster.KMeans;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether finetuning, and the graph itself, were worth it: three clusterings of the same nodes, by the attributes alone, by k-means on the
 * pretrained embedding, and the final one, judged by the same scores, none of which reads labels or the embedding. One follows the edges and
 * one the attributes, so that neither side is judge in its own cause; a third, where there are runs with other seeds, is how far those agree.
 *
 * @param attributes k-means on the attributes alone
 * @param pretrained k-means on the pretrained embedding
 * @param finetuned the result
 * @param movedShare share of the nodes whose cluster finetuning changed
 * @param seeds of the runs, that of the result first
 * @param finetuning whether finetuning helped
 * @param graph whether the graph helped
 */
public record Verdict(
        Scores attributes,
        Scores pretrained,
        Scores finetuned,
        double movedShare,
        List<Long> seeds,
        Judgement finetuning,
        Judgement graph) {
    /**
     * Of one clustering.
     *
     * @param modularity by the edges (Newman, 2006)
     * @param silhouette by the attributes: the simplified silhouette (Hruschka et al., 2004), of nodes to the means of the clusters, in a
     *     random projection of the unit-length attributes to {@link #WIDTH} dimensions (Achlioptas, 2003), over at most
     *     {@link #MOST_NODES} nodes
     * @param agreement mean normalized mutual information (arithmetic) over all pairs of runs; null where there is one run. Of the attributes
     *     alone: of k-means with the runs' seeds on the one projection, so that the chance of projecting is not held against them
     */
    public record Scores(
            double modularity, double silhouette, @Nullable Double agreement) {}

    /**
     * A run, as far as it is judged.
     *
     * @param seed of its random numbers
     * @param pretrained {@code [n]} clusters by k-means on the pretrained embedding
     * @param labels {@code [n]} the final ones
     */
    public record Run(long seed, int[] pretrained, int[] labels) {}

    /** HELPED: a score rose and none fell as much as half of the largest rise. HURT: the reverse. */
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

    /** Modularity or silhouette that changes less stayed as it was. */
    private static final double TOLERANCE = .01;
    /**
     * Agreement that does: twice the standard deviation that its change, finetuned less pretrained, had between sets of seeds where it was
     * largest (.019, two seeds on Citeseer; docs/RESULTS.md), rounded up.
     */
    private static final double AGREEMENT_TOLERANCE = .04;

    private static final KMeansLimits LIMITS = new KMeansLimits(2, 20);

    private record KMeansLimits(int restarts, int iterations) {}

    /**
     * Judges a run. {@code O(e + s WIDTH)} and, a seed, k-means on a part of the nodes; memory {@code 4 n (WIDTH + seeds)} bytes.
     *
     * @param runs the one whose result is judged, which the projection has its seed from, and any with other seeds
     * @param clusters k
     */
    public static Verdict of(AttributedGraph graph, List<Run> runs, int clusters) {
        int[] labels = runs.getFirst().labels;
        int[] pretrained = runs.getFirst().pretrained;
        Matrix points = projected(graph.features(), runs.getFirst().seed);
        Kernels kernels = Kernels.select();
        List<int[]> alone = runs.stream()
                .map(run -> byAttributes(kernels, points, clusters, run.seed))
                .toList();
        Scores attributes = scores(graph, points, alone, clusters);
        Scores before = scores(graph, points, runs.stream().map(Run::pretrained).toList(), clusters);
        Scores after = scores(graph, points, runs.stream().map(Run::labels).toList(), clusters);
        long moved = 0;
        for (int i = 0; i < labels.length; i++) {
            moved += labels[i] == pretrained[i] ? 0 : 1;
        }
        double share = (double) moved / labels.length;
        List<Long> seeds = runs.stream().map(Run::seed).toList();
        return new Verdict(
                attributes,
                before,
                after,
                share,
                seeds,
                finetuning(before, after, share, seeds.size()),
                graph(graph, attributes, after, seeds.size()));
    }

    private static Judgement finetuning(Scores before, Scores after, double moved, int seeds) {
        Outcome outcome = outcome(before, after);
        return new Judgement(
                outcome,
                String.format(
                        Locale.ROOT,
                        "finetuning %s over k-means on the pretrained embedding: %s, %.1f %% of the nodes moved",
                        words(outcome),
                        compared(before, "after", after, seeds),
                        100 * moved));
    }

    private static Judgement graph(AttributedGraph graph, Scores alone, Scores after, int seeds) {
        if (graph.graph().edges() == 0) {
            return new Judgement(Outcome.NO_DIFFERENCE, "the graph has no edges that could have helped");
        }
        Outcome outcome = outcome(alone, after);
        return new Judgement(
                outcome,
                "the graph " + words(outcome) + " over the attributes alone: "
                        + compared(alone, "instead of", after, seeds));
    }

    /** As in {@code modularity 0.731 after 0.724, attribute silhouette 0.101 after 0.098, agreement of 5 seeds 0.840 after 0.790}. */
    private static String compared(Scores before, String word, Scores after, int seeds) {
        String structure = String.format(
                Locale.ROOT,
                "modularity %.3f %s %.3f, attribute silhouette %.3f %s %.3f",
                after.modularity,
                word,
                before.modularity,
                after.silhouette,
                word,
                before.silhouette);
        return after.agreement == null
                ? structure
                : String.format(
                        Locale.ROOT,
                        "%s, agreement of %d seeds %.3f %s %.3f",
                        structure,
                        seeds,
                        after.agreement,
                        word,
                        before.agreement);
    }

    static Outcome outcome(Scores before, Scores after) {
        List<Double> changes = new ArrayList<>();
        changes.add(change(before.modularity, after.modularity, TOLERANCE));
        changes.add(change(before.silhouette, after.silhouette, TOLERANCE));
        if (before.agreement != null && after.agreement != null) {
            changes.add(change(before.agreement, after.agreement, AGREEMENT_TOLERANCE));
        }
        double up = Math.max(0, Collections.max(changes));
        double down = Math.max(0, -Collections.min(changes));
        if (up == 0 && down == 0) {
            return Outcome.NO_DIFFERENCE;
        }
        return up > 2 * down ? Outcome.HELPED : down > 2 * up ? Outcome.HURT : Outcome.TRADED;
    }

    private static double change(double before, double after, double tolerance) {
        return Math.abs(after - before) < tolerance ? 0 : after - before;
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

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case HELPED -> "helped";
            case HURT -> "hurt";
            case TRADED -> "traded one score for another";
            case NO_DIFFERENCE -> "made no difference";
        };
    }

    private static Scores scores(AttributedGraph graph, Matrix points, List<int[]> runs, int clusters) {
        return new Scores(
                StructureMetrics.of(graph.graph(), runs.getFirst(), clusters).modularity(),
                silhouette(points, runs.getFirst(), clusters),
                agreement(runs));
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
        try (Compute compute = new Compute(kernels, Workers.create(1))) {
            centers = new KMeans(clusters, LIMITS.restarts, LIMITS.iterations, 1e-4)
                    .fit(compute, sample, seed)
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
