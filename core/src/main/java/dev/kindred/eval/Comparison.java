package dev.kindred.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What came of a change, by the scores before and after it.
 *
 * @param outcome in one word
 * @param sentence the same for people, with the scores
 */
public record Comparison(Outcome outcome, String sentence) {
    /** HELPED: a score rose, and none fell by as much as half of the largest rise. HURT: the reverse. */
    public enum Outcome {
        HELPED,
        HURT,
        TRADED,
        NO_DIFFERENCE
    }

    /** A smaller change of modularity or silhouette counts as none. */
    private static final double TOLERANCE = .01;

    /**
     * A smaller change of the agreement counts as none: twice the standard deviation that its change, finetuned less pretrained, had between
     * sets of seeds where it was largest (.019, two seeds on Citeseer; docs/RESULTS.md), rounded up.
     */
    private static final double AGREEMENT_TOLERANCE = .04;

    static Outcome outcome(Scores before, Scores after) {
        List<Double> changes = new ArrayList<>();
        changes.add(change(before.modularity(), after.modularity(), TOLERANCE));
        changes.add(change(before.silhouette(), after.silhouette(), TOLERANCE));
        if (before.agreement() != null && after.agreement() != null) {
            changes.add(change(before.agreement(), after.agreement(), AGREEMENT_TOLERANCE));
        }
        double up = Math.max(0, Collections.max(changes));
        double down = Math.max(0, -Collections.min(changes));
        if (up == 0 && down == 0) {
            return Outcome.NO_DIFFERENCE;
        }
        return up > 2 * down ? Outcome.HELPED : down > 2 * up ? Outcome.HURT : Outcome.TRADED;
    }

    private static double change(double before, double after, double tolerance) {
        return Math.abs(after - before) < tolerance ? 0 : after - before;
    }

    /** As a verb. */
    static String words(Outcome outcome) {
        return switch (outcome) {
            case HELPED -> "helped";
            case HURT -> "hurt";
            case TRADED -> "improved one score and worsened another";
            case NO_DIFFERENCE -> "made no difference";
        };
    }

    /**
     * As in {@code modularity 0.731 after 0.724, attribute silhouette 0.101 after 0.098, agreement of 5 seeds 0.840 after 0.790}.
     *
     * @param word between a score and the one before
     */
    static String compared(Scores before, String word, Scores after, int seeds) {
        String structure = String.format(
                Locale.ROOT,
                "modularity %.3f %s %.3f, attribute silhouette %.3f %s %.3f",
                after.modularity(),
                word,
                before.modularity(),
                after.silhouette(),
                word,
                before.silhouette());
        return after.agreement() == null
                ? structure
                : String.format(
                        Locale.ROOT,
                        "%s, agreement of %d seeds %.3f %s %.3f",
                        structure,
                        seeds,
                        after.agreement(),
                        word,
                        before.agreement());
    }
}
