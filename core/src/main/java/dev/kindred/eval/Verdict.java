package dev.kindred.eval;

import dev.kindred.cluster.SeedRun;
import dev.kindred.eval.Comparison.Outcome;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether finetuning, and the graph itself, were worth it. Three clusterings of the same nodes are compared: by the attributes alone, by k-means
 * on the pretrained embedding, and the result. Their scores read neither labels nor the embedding; one follows the edges and one the
 * attributes, so that neither side judges itself, and with several seeds a third says how far the runs agree.
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
        Comparison finetuning,
        Comparison graph) {

    /**
     * Judges a run. {@code O(edges + stored features)} and, for each seed, k-means on a sample of the nodes; memory {@code 4 n (32 + seeds)}
     * bytes.
     *
     * @param runs the one whose result is judged first, whose seed is also that of the projection, then any with other seeds
     * @param clusters k
     */
    public static Verdict of(AttributedGraph graph, List<SeedRun> runs, int clusters) {
        SeedRun result = runs.getFirst();
        Matrix points = RandomProjection.of(graph.features(), result.seed());
        Kernels kernels = Kernels.select();
        List<int[]> alone = runs.stream()
                .map(run -> AttributeClusters.of(kernels, points, clusters, run.seed()))
                .toList();
        Scores attributes = Scores.of(graph, points, alone, clusters);
        Scores before = Scores.of(
                graph, points, runs.stream().map(SeedRun::pretrainedLabels).toList(), clusters);
        Scores after =
                Scores.of(graph, points, runs.stream().map(SeedRun::labels).toList(), clusters);
        double moved = moved(result);
        List<Long> seeds = runs.stream().map(SeedRun::seed).toList();
        return new Verdict(
                attributes,
                before,
                after,
                moved,
                seeds,
                finetuning(result, before, after, moved, seeds.size()),
                graph(graph, attributes, after, seeds.size()));
    }

    /**
     * Judges a run with one seed; see {@link #of(AttributedGraph, List, int)}.
     *
     * @param graph that was clustered
     * @throws IllegalArgumentException where the result is that of another graph, or has no clusters before finetuning to be compared with, as one read from a
     *     folder of an older version
     */
    public static Verdict of(AttributedGraph graph, Clustering result) {
        check("labels", graph, result.labels());
        check("clusters before finetuning", graph, result.pretrainedLabels());
        long seed = result.provenance().config().seed();
        return of(graph, List.of(new SeedRun(seed, result.pretrainedLabels(), result.labels())), result.clusters());
    }

    private static void check(String what, AttributedGraph graph, int[] labels) {
        if (labels.length != graph.nodes()) {
            throw new IllegalArgumentException(what + ": expected " + graph.nodes() + " (nodes), got " + labels.length);
        }
    }

    /** The two judgements, as sentences. */
    @Override
    public String toString() {
        return "Verdict[" + finetuning.sentence() + "; " + graph.sentence() + "]";
    }

    private static double moved(SeedRun run) {
        long moved = 0;
        for (int i = 0; i < run.labels().length; i++) {
            moved += run.labels()[i] == run.pretrainedLabels()[i] ? 0 : 1;
        }
        return (double) moved / run.labels().length;
    }

    private static Comparison finetuning(SeedRun run, Scores before, Scores after, double moved, int seeds) {
        long occupied = Arrays.stream(run.labels()).distinct().count();
        long first = Arrays.stream(run.pretrainedLabels()).distinct().count();
        if (occupied < first) {
            return new Comparison(
                    Outcome.HURT,
                    "finetuning hurt over k-means on the pretrained embedding: " + occupied + " of " + first
                            + " clusters are left");
        }
        Outcome outcome = Comparison.outcome(before, after);
        return new Comparison(
                outcome,
                String.format(
                        Locale.ROOT,
                        "finetuning %s over k-means on the pretrained embedding: %s, %.1f %% of the nodes moved",
                        Comparison.words(outcome),
                        Comparison.compared(before, "after", after, seeds),
                        100 * moved));
    }

    private static Comparison graph(AttributedGraph graph, Scores alone, Scores after, int seeds) {
        if (graph.graph().edges() == 0) {
            return new Comparison(Outcome.NO_DIFFERENCE, "the graph has no edges that could have helped");
        }
        Outcome outcome = Comparison.outcome(alone, after);
        return new Comparison(
                outcome,
                "the graph " + Comparison.words(outcome) + " over the attributes alone: "
                        + Comparison.compared(alone, "instead of", after, seeds));
    }
}
