package dev.kindred.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A feature that sets a cluster apart from all other nodes.
 *
 * @param feature position in {@link Summary#features}
 * @param text in the user's words: {@code city = Rome}, {@code age 54 (mean 38)}
 * @param test that gave p
 * @param inside share of members that have it, or the members' mean
 * @param outside the same of all other nodes
 * @param lift share inside by the share of all nodes; absent for numbers
 * @param effect how far inside is from outside, by {@code measure}
 * @param measure what effect is
 * @param p of the test alone
 * @param q after the correction of Benjamini and Hochberg (1995) over all tests of the run
 */
@JsonInclude(Include.NON_NULL)
public record Trait(
        int feature,
        String text,
        Test test,
        double inside,
        double outside,
        @Nullable Double lift,
        double effect,
        Measure measure,
        double p,
        double q) {
    /** Tests of independence between being a member and having a value. */
    public enum Test {
        /** Upper tail of the hypergeometric distribution, which is Fisher's exact test, one-sided. */
        FISHER("fisher"),
        /** Mann-Whitney's U with midranks, normal approximation with the correction for ties and continuity, two-sided. */
        MANN_WHITNEY("mann-whitney"),
        /** Pearson's chi-squared of members and others by category. */
        CHI_SQUARED("chi-squared");

        private final String key;

        Test(String key) {
            this.key = key;
        }

        @Override
        @JsonValue
        public String toString() {
            return key;
        }
    }

    /** Effect sizes, each 0 for no difference. */
    public enum Measure {
        /** Difference of the shares inside and outside. */
        SHARES("difference of shares"),
        /** Cliff's delta: chance that a member's number is larger, less the chance that it is smaller. */
        CLIFF("Cliff's delta");

        private final String key;

        Measure(String key) {
            this.key = key;
        }

        @Override
        @JsonValue
        public String toString() {
            return key;
        }
    }
}
