package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Quality of a preset over full restarts with seeds 0, 1, .. : mean and standard deviation of every run, none left out, plus how well the
 * runs agree with each other, which needs no labels. With {@code auto}, the same of {@code --method auto} and, of the same runs, of the
 * network alone.
 *
 * <p>Usage: {@code Quality PRESET|auto RESTARTS DATA.npz ..}
 */
public final class Quality {
    private Quality() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Quality PRESET|auto RESTARTS DATA.npz ..", 3, args, () -> {
            String preset = args[0];
            int restarts = Arguments.whole("restarts", args[1], 1);
            System.out.printf(
                    "preset %s, %d restarts, percent, mean +- standard deviation%n%-14s %-7s %-12s %-12s %-12s %-12s %-12s %-9s %s%n",
                    preset,
                    restarts,
                    "graph",
                    "method",
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

    /** Clusters that one method found with each seed, and how long it took. */
    private record Found(String method, List<int[]> labels, double seconds) {}

    private static void measure(String preset, int restarts, Path file, NpzGraph data) {
        int[] labels = data.labels();
        if (labels == null) {
            throw new IllegalArgumentException(file + ": expected labels to judge by, got none");
        }
        boolean auto = preset.equals("auto");
        int clusters = (int) Arrays.stream(labels).distinct().count();
        ModelConfig config = auto ? Daegc.defaults(clusters, data.graph(), null) : Daegc.preset(preset, clusters);
        List<int[]> trained = new ArrayList<>();
        List<int[]> taken = new ArrayList<>();
        long training = 0;
        long choosing = 0;
        int threads = Runtime.getRuntime().availableProcessors();
        for (int seed = 0; seed < restarts; seed++) {
            long begun = System.nanoTime();
            Clustering result = Daegc.fit(data.graph(), config.withSeed(seed), threads, TrainingListener.SILENT);
            trained.add(result.labels());
            long done = System.nanoTime();
            training += done - begun;
            if (auto) {
                taken.add(Selected.of(Method.AUTO, data.graph(), null, result, threads)
                        .clustering()
                        .labels());
                choosing += System.nanoTime() - done;
            }
        }
        if (auto) {
            print(file, data, new Found("auto", taken, (training + choosing) * 1e-9 / restarts));
        }
        print(file, data, new Found("daegc", trained, training * 1e-9 / restarts));
    }

    private static void print(Path file, NpzGraph data, Found found) {
        int[] labels = Objects.requireNonNull(data.labels());
        int clusters = (int) Arrays.stream(labels).distinct().count();
        int restarts = found.labels().size();
        double[][] scores = new double[5][restarts];
        for (int run = 0; run < restarts; run++) {
            LabelMetrics judged = LabelMetrics.of(labels, found.labels().get(run));
            scores[0][run] = judged.accuracy();
            scores[1][run] = judged.nmi();
            scores[2][run] = judged.ari();
            scores[3][run] = judged.macroF1();
            scores[4][run] = StructureMetrics.of(
                            data.graph().graph(), found.labels().get(run), clusters)
                    .modularity();
        }
        StringBuilder line = new StringBuilder(String.format("%-14s %-7s", file.getFileName(), found.method()));
        for (double[] score : scores) {
            double mean = Arrays.stream(score).average().orElse(Double.NaN);
            double variance = Arrays.stream(score)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElse(Double.NaN);
            line.append(String.format(Locale.ROOT, " %5.1f +- %3.1f", 100 * mean, 100 * Math.sqrt(variance)));
        }
        System.out.printf(Locale.ROOT, "%s %9.3f %.1f%n", line, agreement(found.labels()), found.seconds());
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
