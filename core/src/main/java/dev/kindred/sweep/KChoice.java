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
    /** Agreements that differ less are taken as equal: twice the spread of the mean over pairs between sets of seeds (docs/SWEEP.md). */
    private static final double NEAR_AGREEMENT = .04;

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
        List<KRow> near =
                setting.criterion == Criterion.EVIDENCE ? byEvidence(filled, setting) : byAgreement(filled, setting);
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

    /** Those that agree about as much as the best; the one that follows the edges best, or the attributes where edges carry nothing, comes first. */
    private static List<KRow> byAgreement(List<KRow> rows, Setting setting) {
        double most =
                rows.stream().mapToDouble(row -> row.scores().agreement()).max().orElse(0);
        boolean edges = setting.signals.edgesCarry();
        List<KRow> near = new ArrayList<>(rows.stream()
                .filter(row -> row.scores().agreement() >= most - NEAR_AGREEMENT)
                .toList());
        near.sort(Comparator.comparingDouble((KRow row) ->
                        edges ? row.scores().coverage() : row.scores().silhouette())
                .reversed());
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
        boolean apart = filled.stream()
                .anyMatch(row -> row.chance() == null
                        || !setting.signals.edgesCarry()
                        || row.scores().modularity() > row.chance().modularity().high());
        return apart ? "" : "at every number of clusters modularity is no higher than by chance";
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
                    "%d clusters explain most of %s, %.2f bits a node",
                    chosen.k(),
                    sides(setting.signals),
                    evidence(chosen)));
            String neighbors = rows.stream()
                    .filter(row -> Math.abs(row.k() - chosen.k()) == 1)
                    .map(row -> String.format(Locale.ROOT, "%.2f at %d", evidence(row), row.k()))
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
                    "clusterings by several methods, each on %d random halves of the nodes, agree to %.2f (adjusted Rand index%s)",
                    setting.plan.seeds(),
                    chosen.scores().agreement(),
                    chance == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; %.2f by chance",
                                    chance.agreement().mean())));
        }
        text.append(
                String.format(Locale.ROOT, "; modularity %.2f", chosen.scores().modularity()));
        if (chance != null) {
            text.append(String.format(
                    Locale.ROOT, " against %.2f by chance", chance.modularity().mean()));
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
