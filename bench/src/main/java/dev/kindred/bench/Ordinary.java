package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.cluster.KMeans;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.method.EdgeCounts;
import dev.kindred.method.Leiden;
import dev.kindred.method.Prepared;
import dev.kindred.method.Smoothing;
import dev.kindred.select.Choice;
import dev.kindred.select.Network;
import dev.kindred.signal.Carrier;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Quality on {@link OrdinaryData}: the adjusted Rand index of what {@code --method auto} takes, beside the best of four simple baselines by
 * hindsight (k-means, k-means after 2 and 8 smoothing steps, communities), and how often the verdict names the right side. With
 * {@code alone} it is that of {@code --method daegc}, and there is no verdict.
 *
 * <p>Usage: {@code Ordinary FIRST_SEED SEEDS [simple|network|alone] [KIND]}
 */
public final class Ordinary {
    /** What is measured. */
    private enum Mode {
        /** The choice among simple methods. */
        SIMPLE,
        /** The choice, the network among its candidates. */
        NETWORK,
        /** The network without a choice: {@code --method daegc}. */
        ALONE
    }

    private record Score(long seed, double ours, double best, double network, Carrier carrier) {
        double shortfall() {
            return best - ours;
        }
    }

    private Ordinary() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Ordinary FIRST_SEED SEEDS [simple|network|alone] [KIND]", 2, args, () -> {
            long first = Arguments.whole("first seed", args[0], 0);
            int seeds = Arguments.whole("seeds", args[1], 1);
            Mode mode = args.length > 2 ? mode(args[2]) : Mode.SIMPLE;
            System.out.printf(
                    "%-18s %6s %6s %6s %6s %9s  %s%n",
                    "kind", "auto", "best", "ratio", "daegc", "shortfall", "at seed, verdict right, seconds a set");
            List<Score> real = new ArrayList<>();
            try (Compute compute = Compute.create(1)) {
                for (OrdinaryData.Kind kind : OrdinaryData.Kind.values()) {
                    if (args.length < 4 || args[3].equals(kind.key())) {
                        long begun = System.nanoTime();
                        List<Score> of = new ArrayList<>();
                        for (int s = 0; s < seeds; s++) {
                            of.add(score(OrdinaryData.of(kind, first + s), mode, compute));
                        }
                        print(kind.key(), of, verdicts(kind, of, (System.nanoTime() - begun) * 1e-9 / seeds));
                        if (kind != OrdinaryData.Kind.NULL) {
                            real.addAll(of);
                        }
                    }
                }
            }
            if (!real.isEmpty()) {
                print("all but null", real, "");
            }
        });
    }

    private static Mode mode(String name) {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new UsageException("mode: expected simple, network or alone, got " + name);
    }

    private static void print(String name, List<Score> scores, String verdicts) {
        double ours = scores.stream().mapToDouble(Score::ours).average().orElse(0);
        double best = scores.stream().mapToDouble(Score::best).average().orElse(0);
        Score worst = scores.stream()
                .max(Comparator.comparingDouble(Score::shortfall))
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-18s %6.3f %6.3f %6.3f %6.3f %9.3f  %d%s%n",
                name,
                ours,
                best,
                best == 0 ? 1 : ours / best,
                scores.stream().mapToDouble(Score::network).average().orElse(0),
                worst.shortfall(),
                worst.seed(),
                verdicts);
    }

    private static String verdicts(OrdinaryData.Kind kind, List<Score> scores, double seconds) {
        long right = scores.stream().filter(s -> s.carrier == kind.carrier()).count();
        return String.format(
                Locale.ROOT,
                ", %d of %d %s, %.2f",
                right,
                scores.size(),
                right == scores.size()
                        ? ""
                        : scores.stream()
                                .filter(s -> s.carrier != kind.carrier())
                                .map(s -> s.seed + " " + s.carrier)
                                .toList(),
                seconds);
    }

    private static Score score(OrdinaryData data, Mode mode, Compute compute) {
        Prepared prepared = Prepared.of(data.graph(), data.blocks());
        int[] labels = data.labels();
        Network network = mode == Mode.SIMPLE ? null : network(data);
        double trained = network == null ? 0 : LabelMetrics.adjustedRandIndex(labels, network.finetuned());
        double best = best(data, prepared, compute);
        if (mode == Mode.ALONE) {
            return new Score(data.seed(), trained, best, trained, Carrier.NOTHING);
        }
        Choice choice = Choice.of(prepared, data.clusters(), 0, network, compute);
        return new Score(
                data.seed(),
                LabelMetrics.adjustedRandIndex(labels, choice.grouping().labels()),
                best,
                trained,
                choice.signals().carrier());
    }

    private static @Nullable Network network(OrdinaryData data) {
        if (data.graph().features().columns() == 0) {
            return null;
        }
        Clustering result = Daegc.fit(
                data.graph(), Daegc.defaults(data.clusters(), data.graph(), data.blocks()), 1, TrainingListener.SILENT);
        return new Network(result.pretrainedLabels(), result.labels());
    }

    private static double best(OrdinaryData data, Prepared prepared, Compute compute) {
        int[] labels = data.labels();
        EdgeCounts edges = prepared.edges();
        double best = LabelMetrics.adjustedRandIndex(labels, new Leiden(edges).communities(1, 0, 10));
        if (prepared.hasAttributes()) {
            Matrix twice = Smoothing.of(edges, prepared.points(), 2);
            for (Matrix points : new Matrix[] {prepared.points(), twice, Smoothing.of(edges, twice, 6)}) {
                int[] found =
                        KMeans.of(data.clusters(), 10).fit(compute, points, 0).labels();
                best = Math.max(best, LabelMetrics.adjustedRandIndex(labels, found));
            }
        }
        return best;
    }
}
