package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Quality of a preset over full restarts with seeds 0, 1, .. : mean and standard deviation of every run, none left out, plus how well the
 * runs agree with each other, which needs no labels.
 *
 * <p>Usage: {@code Quality PRESET RESTARTS DATA.npz ..}
 */
public final class Quality {
    private Quality() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Quality PRESET RESTARTS DATA.npz ..", 3, args, () -> {
            String preset = args[0];
            int restarts = Arguments.whole("restarts", args[1], 1);
            System.out.printf(
                    "preset %s, %d restarts, percent, mean +- standard deviation%n%-14s %-12s %-12s %-12s %-12s %-12s %-9s %s%n",
                    preset,
                    restarts,
                    "graph",
                    "ACC",
                    "NMI",
                    "ARI",
                    "macro F1",
                    "modularity",
                    "agreement",
                    "seconds a run");
            for (String name : Arrays.asList(args).subList(2, args.length)) {
                Path file = Path.of(name);
                measure(preset, restarts, file, NpzGraph.read(file, Direction.SYMMETRIC));
            }
        });
    }

    private static void measure(String preset, int restarts, Path file, NpzGraph data) {
        int[] labels = data.labels();
        if (labels == null) {
            throw new IllegalArgumentException(file + ": expected labels to judge by, got none");
        }
        int clusters = (int) Arrays.stream(labels).distinct().count();
        double[][] scores = new double[5][restarts];
        List<int[]> found = new ArrayList<>();
        long begun = System.nanoTime();
        for (int seed = 0; seed < restarts; seed++) {
            Clustering result = Daegc.fit(
                    data.graph(),
                    Daegc.preset(preset, clusters).withSeed(seed),
                    Runtime.getRuntime().availableProcessors(),
                    TrainingListener.SILENT);
            LabelMetrics judged = LabelMetrics.of(labels, result.labels());
            scores[0][seed] = judged.accuracy();
            scores[1][seed] = judged.nmi();
            scores[2][seed] = judged.ari();
            scores[3][seed] = judged.macroF1();
            scores[4][seed] = StructureMetrics.of(data.graph().graph(), result.labels(), clusters)
                    .modularity();
            found.add(result.labels());
        }
        double seconds = (System.nanoTime() - begun) * 1e-9 / restarts;
        StringBuilder line = new StringBuilder(String.format("%-14s", file.getFileName()));
        for (double[] score : scores) {
            double mean = Arrays.stream(score).average().orElse(Double.NaN);
            double variance = Arrays.stream(score)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElse(Double.NaN);
            line.append(String.format(Locale.ROOT, " %5.1f +- %3.1f", 100 * mean, 100 * Math.sqrt(variance)));
        }
        System.out.printf(Locale.ROOT, "%s %9.3f %.1f%n", line, agreement(found), seconds);
    }

    /** Mean adjusted Rand index over all pairs of runs. */
    private static double agreement(List<int[]> found) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < found.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += LabelMetrics.adjustedRandIndex(found.get(i), found.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }
}
