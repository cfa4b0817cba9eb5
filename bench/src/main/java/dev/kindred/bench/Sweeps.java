package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.select.Choice;
import dev.kindred.sweep.ClusterCounts;
import dev.kindred.sweep.KChoice;
import dev.kindred.sweep.KRow;
import dev.kindred.sweep.Pretraining;
import dev.kindred.sweep.Sweep;
import dev.kindred.sweep.SweepOptions;
import dev.kindred.sweep.SweepPlan;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which k a sweep finds: on planted data, whose k is known, beside how well its groups can be found at all; on data without groups; on a graph in a file.
 *
 * <p>Usage: {@code Sweeps planted|uneven|nothing FIRST_SEED SEEDS COUNTS [KIND]} or {@code Sweeps FILE.npz COUNTS [simple]}
 */
public final class Sweeps {
    /** The sizes of the issue. */
    private static final double[] UNEVEN = {.6, .2, .1, .05, .05};
    /** Groups that are found less well than this when k is known have no clear signal (adjusted Rand index). */
    private static final double CLEAR = .8;

    private static final String USAGE =
            "Sweeps planted|uneven|nothing FIRST_SEED SEEDS COUNTS [KIND] or Sweeps FILE.npz COUNTS [simple]";

    private Sweeps() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run(USAGE, 2, args, () -> {
            if (args[0].endsWith(".npz")) {
                file(Path.of(args[0]), ClusterCounts.parse(args[1]), args.length < 3);
                return;
            }
            Table table = new Table(
                    args[0],
                    Arguments.whole("first seed", args[1], 0),
                    Arguments.whole("seeds", args[2], 1),
                    ClusterCounts.parse(args[3]));
            for (OrdinaryData.Kind kind : OrdinaryData.Kind.values()) {
                boolean sized = kind != OrdinaryData.Kind.NULL && kind != OrdinaryData.Kind.UNEVEN;
                boolean asked = args.length > 4
                        ? kind.key().equals(args[4])
                        : switch (args[0]) {
                            case "uneven" -> sized;
                            case "planted" -> kind != OrdinaryData.Kind.NULL;
                            default -> true;
                        };
                if (asked) {
                    table.print(kind);
                }
            }
            table.sum();
        });
    }

    /** Rows by kind. */
    private static final class Table {
        private final String what;
        private final long first;
        private final int seeds;
        private final ClusterCounts counts;
        private int notClear;
        private int all;
        private int right;

        Table(String what, long first, int seeds, ClusterCounts counts) {
            this.what = what;
            this.first = first;
            this.seeds = seeds;
            this.counts = counts;
        }

        void print(OrdinaryData.Kind kind) {
            long begun = System.nanoTime();
            List<String> misses = new ArrayList<>();
            int ofKind = 0;
            int unclear = 0;
            for (int s = 0; s < seeds; s++) {
                OrdinaryData data = data(kind, first + s);
                KChoice choice = sweep(data, counts).choice();
                int truth = what.equals("nothing") || kind == OrdinaryData.Kind.NULL ? 0 : data.clusters();
                if (choice.k() == truth) {
                    ofKind++;
                    continue;
                }
                double known = truth == 0 ? 1 : known(data);
                unclear += known < CLEAR ? 1 : 0;
                misses.add(String.format(
                        Locale.ROOT,
                        "%d: %d%s of %d%s",
                        first + s,
                        choice.k(),
                        choice.alsoGood().contains(truth) ? " (or " + truth + ")" : "",
                        truth,
                        known < CLEAR ? String.format(Locale.ROOT, ", not clear (%.2f)", known) : ""));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %3d of %d%s  %.1f s each  %s%n",
                    kind.key(),
                    ofKind,
                    seeds,
                    unclear == 0 ? "" : ", " + unclear + " not clear",
                    (System.nanoTime() - begun) * 1e-9 / seeds,
                    String.join("; ", misses));
            all += seeds;
            right += ofKind;
            notClear += unclear;
        }

        void sum() {
            System.out.printf(
                    "%-18s %3d of %d; of those with a clear signal %d of %d%n",
                    "all", right, all, right, all - notClear);
        }

        private OrdinaryData data(OrdinaryData.Kind kind, long seed) {
            return switch (what) {
                case "planted" -> OrdinaryData.of(kind, seed);
                case "uneven" -> OrdinaryData.of(kind, seed, UNEVEN);
                case "nothing" -> OrdinaryData.withoutGroups(kind, seed);
                default -> throw new UsageException("expected planted, uneven or nothing, got " + what);
            };
        }
    }

    private static Sweep sweep(OrdinaryData data, ClusterCounts counts) {
        return Sweep.of(
                data.graph(), data.blocks(), null, SweepPlan.of(counts, Method.AUTO, 0), SweepOptions.of(processors()));
    }

    /** The adjusted Rand index of what is found where k is known. */
    private static double known(OrdinaryData data) {
        try (Compute compute = Compute.create(1)) {
            Choice choice = Choice.of(Prepared.of(data.graph(), data.blocks()), data.clusters(), 0, null, compute);
            return LabelMetrics.adjustedRandIndex(
                    data.labels(), choice.grouping().labels());
        }
    }

    private static void file(Path file, ClusterCounts counts, boolean network) throws IOException {
        NpzGraph read = NpzGraph.read(file, Direction.SYMMETRIC);
        long begun = System.nanoTime();
        Matrix embedding = network
                ? Pretraining.embedding(
                        read.graph(),
                        Daegc.defaults(2),
                        TrainingOptions.defaults().withThreads(processors()))
                : null;
        double pretrained = (System.nanoTime() - begun) * 1e-9;
        Sweep sweep = Sweep.of(
                read.graph(), null, embedding, SweepPlan.of(counts, Method.AUTO, 0), SweepOptions.of(processors()));
        System.out.printf(
                Locale.ROOT,
                "%s: pretraining %.1f s, all %.1f s; %s carries, decided by %s%n",
                file.getFileName(),
                pretrained,
                (System.nanoTime() - begun) * 1e-9,
                sweep.carrier(),
                sweep.criterion());
        System.out.println("   k occupied largest agreement modularity coverage silhouette evidence  (by chance)");
        for (KRow row : sweep.rows()) {
            KRow.Chance chance = row.chance();
            System.out.printf(
                    Locale.ROOT,
                    "%4d %8d %7.2f %5.3f %5.3f %5.3f %5.3f %s  %s%n",
                    row.k(),
                    row.occupied(),
                    row.largest(),
                    row.scores().agreement(),
                    row.scores().modularity(),
                    row.scores().coverage(),
                    row.scores().silhouette(),
                    row.scores().evidence() == null
                            ? ""
                            : String.format(Locale.ROOT, "%.3f", row.scores().evidence()),
                    chance == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%5.3f %5.3f %5.3f %5.3f",
                                    chance.agreement().mean(),
                                    chance.modularity().mean(),
                                    chance.coverage().mean(),
                                    chance.silhouette().mean()));
        }
        System.out.println(sweep.choice().sentence());
        int[] labels = read.labels();
        if (labels != null) {
            System.out.println("given labels: "
                    + Arrays.stream(labels).filter(l -> l >= 0).distinct().count() + " classes");
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
