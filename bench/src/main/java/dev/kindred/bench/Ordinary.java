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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Quality on {@link OrdinaryData}: the adjusted Rand index of what {@code --method auto} takes, beside the best of four simple baselines by
 * hindsight (k-means, k-means after 2 and 8 smoothing steps, communities), and how often the verdict names the right side.
 *
 * <p>Usage: {@code Ordinary FIRST_SEED SEEDS [network|simple] [KIND]}
 */
public final class Ordinary {
    private record Score(double ours, double best, double network, Carrier carrier) {}

    private Ordinary() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Ordinary FIRST_SEED SEEDS [network|simple] [KIND]", 2, args, () -> {
            long first = Arguments.whole("first seed", args[0], 0);
            int seeds = Arguments.whole("seeds", args[1], 1);
            boolean network = args.length > 2 && args[2].equals("network");
            Map<OrdinaryData.Kind, Score[]> scores = new EnumMap<>(OrdinaryData.Kind.class);
            System.out.printf(
                    "%-18s %6s %6s %6s %9s  %s%n",
                    "kind", "auto", "best", "daegc", "shortfall", "verdict right, seconds a set");
            try (Compute compute = Compute.create(1)) {
                for (OrdinaryData.Kind kind : OrdinaryData.Kind.values()) {
                    if (args.length < 4 || args[3].equals(kind.key())) {
                        long begun = System.nanoTime();
                        Score[] of = new Score[seeds];
                        for (int s = 0; s < seeds; s++) {
                            of[s] = score(OrdinaryData.of(kind, first + s), network, compute);
                        }
                        scores.put(kind, of);
                        print(kind, of, (System.nanoTime() - begun) * 1e-9 / seeds);
                    }
                }
            }
            Score[] real = scores.entrySet().stream()
                    .filter(e -> e.getKey() != OrdinaryData.Kind.NULL)
                    .flatMap(e -> Arrays.stream(e.getValue()))
                    .toArray(Score[]::new);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %6.3f %6.3f %6.3f %9.3f%n",
                    "all but null",
                    Arrays.stream(real).mapToDouble(Score::ours).average().orElse(0),
                    Arrays.stream(real).mapToDouble(Score::best).average().orElse(0),
                    Arrays.stream(real).mapToDouble(Score::network).average().orElse(0),
                    Arrays.stream(real).mapToDouble(s -> s.best - s.ours).max().orElse(0));
        });
    }

    private static void print(OrdinaryData.Kind kind, Score[] scores, double seconds) {
        long right =
                Arrays.stream(scores).filter(s -> s.carrier == kind.carrier()).count();
        System.out.printf(
                Locale.ROOT,
                "%-18s %6.3f %6.3f %6.3f %9.3f  %d of %d %s, %.2f%n",
                kind.key(),
                Arrays.stream(scores).mapToDouble(Score::ours).average().orElse(0),
                Arrays.stream(scores).mapToDouble(Score::best).average().orElse(0),
                Arrays.stream(scores).mapToDouble(Score::network).average().orElse(0),
                Arrays.stream(scores).mapToDouble(s -> s.best - s.ours).max().orElse(0),
                right,
                scores.length,
                right == scores.length
                        ? ""
                        : Arrays.toString(
                                Arrays.stream(scores).map(Score::carrier).toArray()),
                seconds);
    }

    private static Score score(OrdinaryData data, boolean withNetwork, Compute compute) {
        Prepared prepared = Prepared.of(data.graph(), data.blocks());
        int[] labels = data.labels();
        Network network = withNetwork ? network(data) : null;
        Choice choice = Choice.of(prepared, data.clusters(), 0, network, compute);
        return new Score(
                LabelMetrics.adjustedRandIndex(labels, choice.grouping().labels()),
                best(data, prepared, compute),
                network == null ? 0 : LabelMetrics.adjustedRandIndex(labels, network.finetuned()),
                choice.signals().carrier());
    }

    private static @Nullable Network network(OrdinaryData data) {
        if (data.graph().features().columns() == 0) {
            return null;
        }
        Clustering result = Daegc.fit(data.graph(), Daegc.defaults(data.clusters()), 1, TrainingListener.SILENT);
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
