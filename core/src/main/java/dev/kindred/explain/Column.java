package dev.kindred.explain;

import java.util.List;

/**
 * One attribute of the nodes, as the user knows it: a column of a table, or all columns of a feature matrix that has no names.
 *
 * @param name the user's
 * @param kind what its values are, which decides the test
 * @param values the categories or the terms, by number; empty for numbers and flags
 * @param firstFeature the first column of the feature matrix that was made of it
 * @param features how many columns of the feature matrix were made of it; where kind is TERMS or CATEGORY, value {@code v} became column
 *     {@code firstFeature + v}
 */
public record Column(String name, Kind kind, List<String> values, int firstFeature, int features) {
    /** What the values of a column are. */
    public enum Kind {
        /** Numbers, in the user's units. */
        NUMBER,
        /** Seconds since 1970, UTC; shown as a day. */
        DATE,
        /** Yes or no. */
        FLAG,
        /** One of several categories. */
        CATEGORY,
        /** Any number of terms: words, tokens, columns that a node has or has not. */
        TERMS
    }

    public Column {
        values = List.copyOf(values);
        boolean listed = kind == Kind.CATEGORY || kind == Kind.TERMS;
        if (!listed && !values.isEmpty()) {
            throw new IllegalArgumentException(
                    "column " + name + ": expected no list of values (" + kind + "), got " + values.size());
        }
        if (firstFeature < 0 || features < values.size()) {
            throw new IllegalArgumentException("column " + name + ": expected a first feature of 0 or more and "
                    + values.size() + " features or more (values), got " + firstFeature + " and " + features);
        }
    }
}
