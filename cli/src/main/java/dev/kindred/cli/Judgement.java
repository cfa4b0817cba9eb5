package dev.kindred.cli;

import dev.kindred.cluster.SeedRun;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.LabelMetrics.Matching;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import dev.kindred.train.Repetition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What results that are in place are worth. Judging never costs a run: a part that cannot be computed is missing, and a warning says why.
 *
 * @param structure by the edges
 * @param labels by known classes; null too where there are none
 * @param verdict whether finetuning and the graph helped
 * @param warnings a sentence for each part that is missing or not exact
 */
record Judgement(
        @Nullable StructureMetrics structure,
        @Nullable LabelMetrics labels,
        @Nullable Verdict verdict,
        List<String> warnings) {
    Judgement {
        warnings = List.copyOf(warnings);
    }

    /**
     * Judges a run.
     *
     * @param labels {@code [n]} known classes, -1 where a node has none, or null
     * @param runs what the network came to
     * @param selected the result
     */
    static Judgement of(AttributedGraph graph, int @Nullable [] labels, Repetition.Result runs, Selected selected) {
        Clustering result = selected.clustering();
        int clusters = result.centers().rows();
        List<SeedRun> judged = runs.runs();
        return of(
                () -> StructureMetrics.of(graph.graph(), result.labels(), clusters),
                labels == null ? () -> null : () -> LabelMetrics.ofLabeled(labels, result.labels()),
                selected.asked().isSimple() ? () -> null : () -> Verdict.of(graph, judged, clusters));
    }

    /**
     * Judges clusters alone, whatever they came from.
     *
     * @param clusters {@code [n]}
     * @param graph of {@code n} nodes, or null
     * @param labels {@code [n]} known classes, -1 where a node has none, or null
     */
    static Judgement ofClusters(int[] clusters, @Nullable Graph graph, int @Nullable [] labels) {
        int count = Arrays.stream(clusters).max().orElse(0) + 1;
        return of(
                graph == null ? () -> null : () -> StructureMetrics.of(graph, clusters, count),
                labels == null ? () -> null : () -> LabelMetrics.ofLabeled(labels, clusters),
                () -> null);
    }

    static Judgement of(
            Supplier<@Nullable StructureMetrics> structure,
            Supplier<@Nullable LabelMetrics> labels,
            Supplier<@Nullable Verdict> verdict) {
        List<String> warnings = new ArrayList<>();
        StructureMetrics byEdges = attempt("metrics of the edges", structure, warnings);
        LabelMetrics byLabels = attempt("metrics of the labels", labels, warnings);
        if (byLabels != null && byLabels.matching() == Matching.GREEDY) {
            warnings.add(
                    "accuracy and macro F1 are lower bounds: there are too many labels and clusters to match them exactly");
        }
        return new Judgement(byEdges, byLabels, attempt("the verdict", verdict, warnings), warnings);
    }

    private static <T> @Nullable T attempt(String by, Supplier<@Nullable T> judge, List<String> warnings) {
        try {
            return judge.get();
        } catch (RuntimeException e) {
            warnings.add(failed(by) + FlagNames.in(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            warnings.add(failed(by) + "memory ran out; allow more, for example with KINDRED_JAVA_OPTS=-Xmx8g");
        }
        return null;
    }

    private static String failed(String by) {
        return by + " could not be computed; the results themselves are complete: ";
    }
}
