package dev.kindred.select;

import dev.kindred.signal.ChanceTest;
import dev.kindred.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a choice says to people: first what was found, then how sure that is, then what to do.
 *
 * @param found which side carries groups
 * @param sure how sure the clusters are
 * @param remedy what to do
 */
public record Findings(String found, String sure, String remedy) {
    private static final double UNSURE = .5;
    /** Agreement of candidates from which on it matters little which one is taken. */
    private static final double HIGH_AGREEMENT = .7;

    private static final double LOW_AGREEMENT = .4;
    private static final double MANY_UNSURE = .2;

    /** Puts a choice into words. */
    public static Findings of(Choice choice) {
        Signals signals = choice.signals();
        return new Findings("found: " + found(signals), "how sure: " + sure(choice), "what to do: " + remedy(choice));
    }

    /** The sentences in their order. */
    public List<String> sentences() {
        return List.of(found, sure, remedy);
    }

    private static String found(Signals signals) {
        String edges = "communities have modularity " + against(signals.structure());
        return switch (signals.carrier()) {
            case BOTH -> "edges and attributes both carry groups (" + edges + ", " + alike(signals) + ")";
            case STRUCTURE ->
                "the edges carry groups (" + edges + "); the attributes "
                        + (signals.neighborsAreAlike()
                                ? "follow them, but too weakly to tell groups apart on their own"
                                : "show none that differ from chance");
            case ATTRIBUTES ->
                "the attributes carry groups"
                        + (signals.structure().score() == 0
                                ? ""
                                : "; the edges show none that differ from chance (" + edges + ", " + alike(signals)
                                        + ")");
            case NOTHING ->
                "no groups: neither edges nor attributes differ from chance"
                        + (signals.structure().score() == 0 ? "" : " (" + edges + ")");
        };
    }

    private static String alike(Signals signals) {
        return signals.neighborsAreAlike()
                ? "neighbors are more alike than chance"
                : "neighbors are no more alike than chance";
    }

    private static String against(ChanceTest test) {
        return String.format(Locale.ROOT, "%.3f against %.3f by chance", test.score(), test.chance());
    }

    private static String sure(Choice choice) {
        float[] confidence = choice.grouping().confidence();
        double agreement = agreement(choice);
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT, "%.0f %% of the nodes have a confidence below %.1f", 100 * unsure(confidence), UNSURE));
        if (choice.candidates().size() > 1) {
            parts.add(String.format(
                    Locale.ROOT,
                    "the other %d candidates agree with %s to %.2f (mean NMI)",
                    choice.candidates().size() - 1,
                    choice.method(),
                    agreement));
        }
        int clusters = choice.grouping().clusters();
        int occupied = choice.grouping().occupied();
        if (occupied < clusters) {
            parts.add("only " + occupied + " of " + clusters + " clusters have a node");
        }
        return String.join("; ", parts);
    }

    private static String remedy(Choice choice) {
        boolean weak =
                agreement(choice) < LOW_AGREEMENT || unsure(choice.grouping().confidence()) > MANY_UNSURE;
        return switch (choice.signals().carrier()) {
            case NOTHING -> "do not use these clusters; bring other columns, or edges that mean more";
            case STRUCTURE ->
                "bring attributes that differ between groups"
                        + (weak ? ", or ask for fewer clusters" : ", or leave them out");
            case ATTRIBUTES ->
                choice.signals().structure().score() == 0
                        ? "bring edges between nodes that belong together" + (weak ? ", or ask for fewer clusters" : "")
                        : "leave the edges out, or bring ones that join nodes that belong together";
            case BOTH ->
                weak || agreement(choice) < HIGH_AGREEMENT
                        ? "check nodes of low confidence first, and compare other numbers of clusters"
                        : "nothing; simpler methods come to about the same clusters";
        };
    }

    private static double unsure(float[] confidence) {
        int count = 0;
        for (float c : confidence) {
            count += c < UNSURE ? 1 : 0;
        }
        return confidence.length == 0 ? 0 : (double) count / confidence.length;
    }

    private static double agreement(Choice choice) {
        return choice.candidates().stream()
                .filter(candidate -> candidate.method().equals(choice.method()))
                .mapToDouble(Candidate::agreement)
                .findFirst()
                .orElse(1);
    }
}
