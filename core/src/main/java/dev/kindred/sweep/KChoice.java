package dev.kindred.sweep;

import dev.kindred.signal.Carrier;
import dev.kindred.signal.Signals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which number of clusters is right.
 *
 * @param k the number of clusters; 0 where there is no clear structure
 * @param alsoGood others that the scores cannot tell from it, in ascending order
 * @param sentence the choice and its reasons
 */
public record KChoice(int k, List<Integer> alsoGood, String sentence) {
    /** Nats below the best evidence up to which a k is nearly as good: odds of one to some 20,000. */
    private static final double NEAR_NATS = 10;
    /** The same as a share of the best evidence, for large graphs, on which no model is quite right. */
    private static final double NEAR_SHARE = .01;
    /** Share of the best support down to which a k is about as good: agreements vary by as much from one set of halves to another. */
    private static final double NEAR_SUPPORT = .05;

    public KChoice {
        alsoGood = List.copyOf(alsoGood);
    }

    /**
     * What rows do not say.
     *
     * @param criterion which score decides
     * @param signals which side carries
     * @param nodes n
     * @param plan of the sweep
     */
    record Setting(Criterion criterion, Signals signals, int nodes, SweepPlan plan) {}

    /** Whether there is a number of clusters to be named. */
    public boolean isClear() {
        return k > 0;
    }

    static KChoice of(List<KRow> rows, Setting setting) {
        // A k that cannot fill its clusters is no number of clusters.
        List<KRow> filled =
                rows.stream().filter(row -> row.occupied() == row.k()).toList();
        String against = againstStructure(filled, setting);
        if (!against.isEmpty()) {
            return new KChoice(0, List.of(), "no clear structure: " + against);
        }
        List<KRow> near = setting.criterion == Criterion.EVIDENCE ? byEvidence(filled, setting) : bySupport(filled);
        KRow chosen = near.getFirst();
        List<Integer> others = near.stream().skip(1).map(KRow::k).sorted().toList();
        return new KChoice(chosen.k(), others, sentence(chosen, others, filled, setting));
    }

    private static double evidence(KRow row) {
        return Objects.requireNonNull(row.scores().evidence());
    }

    /** Those that explain about as much as the best, which comes first. */
    private static List<KRow> byEvidence(List<KRow> rows, Setting setting) {
        KRow best =
                rows.stream().max(Comparator.comparingDouble(KChoice::evidence)).orElseThrow();
        double bits = NEAR_NATS / Math.log(2) / setting.nodes;
        double least = evidence(best) - Math.max(bits, NEAR_SHARE * evidence(best));
        List<KRow> near = new ArrayList<>(List.of(best));
        rows.stream().filter(row -> !row.equals(best) && evidence(row) >= least).forEach(near::add);
        return near;
    }

    private static double support(KRow row) {
        return Objects.requireNonNull(row.scores().support());
    }

    /** Those that have about as much support as the best, which comes first. */
    private static List<KRow> bySupport(List<KRow> rows) {
        KRow best =
                rows.stream().max(Comparator.comparingDouble(KChoice::support)).orElseThrow();
        List<KRow> near = new ArrayList<>(List.of(best));
        rows.stream()
                .filter(row -> !row.equals(best) && support(row) >= (1 - NEAR_SUPPORT) * support(best))
                .forEach(near::add);
        return near;
    }

    /** Why no k is any good; empty where one is. */
    private static String againstStructure(List<KRow> filled, Setting setting) {
        if (setting.signals.carrier() == Carrier.NOTHING) {
            return "neither edges nor attributes differ from chance";
        }
        if (filled.isEmpty()) {
            return "at every number of clusters some stay empty";
        }
        if (setting.criterion == Criterion.EVIDENCE) {
            KRow best = filled.stream()
                    .max(Comparator.comparingDouble(KChoice::evidence))
                    .orElseThrow();
            KRow.Chance chance = best.chance();
            double bar = chance == null || chance.evidence() == null
                    ? 0
                    : Math.max(0, chance.evidence().high());
            return evidence(best) > bar
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "no number of clusters explains %s better than a single cluster does (the best, %d, by %.3f bits a node)",
                            sides(setting.signals),
                            best.k(),
                            evidence(best));
        }
        return filled.stream().anyMatch(row -> support(row) > 0)
                ? ""
                : "at every number of clusters they follow " + sides(setting.signals) + " no better than by chance";
    }

    private static String sides(Signals signals) {
        return switch (signals.carrier()) {
            case BOTH, NOTHING -> "edges and attributes";
            case STRUCTURE -> "the edges";
            case ATTRIBUTES -> "the attributes";
        };
    }

    private static String sentence(KRow chosen, List<Integer> others, List<KRow> rows, Setting setting) {
        StringBuilder text = new StringBuilder("k = " + chosen.k() + ": ");
        KRow.Chance chance = chosen.chance();
        if (setting.criterion == Criterion.EVIDENCE) {
            text.append(String.format(
                    Locale.ROOT,
                    "a block model of %s explains most with %d clusters, %.2f bits a node",
                    sides(setting.signals),
                    chosen.k(),
                    evidence(chosen)));
            String neighbors = rows.stream()
                    .filter(row -> Math.abs(row.k() - chosen.k()) == 1)
                    .map(row -> String.format(Locale.ROOT, "%.2f with %d", evidence(row), row.k()))
                    .collect(Collectors.joining(", "));
            text.append(neighbors.isEmpty() ? "" : " (" + neighbors + ")");
            text.append(String.format(
                    Locale.ROOT,
                    "; fits from %d seeds agree to %.2f (adjusted Rand index)",
                    setting.plan.seeds(),
                    chosen.scores().agreement()));
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    "of all numbers tried, %d has the largest product of agreement, %.2f between clusterings by several methods on %d random"
                            + " halves of the nodes each (adjusted Rand index), and %s above chance",
                    chosen.k(),
                    chosen.scores().agreement(),
                    setting.plan.seeds(),
                    setting.signals.edgesCarry() ? "modularity" : "silhouette"));
        }
        boolean byEdges = setting.signals.edgesCarry();
        text.append(String.format(
                Locale.ROOT,
                byEdges ? "; modularity %.2f" : "; silhouette %.2f",
                byEdges ? chosen.scores().modularity() : chosen.scores().silhouette()));
        if (chance != null) {
            Band band = byEdges ? chance.modularity() : chance.silhouette();
            text.append(String.format(Locale.ROOT, ", %.2f by chance", band.mean()));
        }
        if (!others.isEmpty()) {
            text.append("; ")
                    .append(listed(others))
                    .append(others.size() == 1 ? " is" : " are")
                    .append(" about as good");
        }
        if (chosen.k() == setting.plan.counts().largest()) {
            text.append("; this is the largest number that was tried: try larger ones");
        }
        return text.toString();
    }

    static String listed(List<Integer> numbers) {
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " and " + all.substring(last + 2);
    }
}
