package dev.kindred.tables;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column of the nodes means. */
public enum ColumnKind {
    /** Centered by the mean, scaled by the standard deviation. */
    NUMBER,
    /** Centered by the median, scaled by the interquartile range: for numbers with outliers. */
    ROBUST,
    /** Yes or no: 1 or 0. */
    BOOLEAN,
    /** One column a category. */
    CATEGORY,
    /** One column a word (lower case, letters and digits): 1 where the text has it. */
    WORDS,
    /** As words, weighted by how rare they are (TF-IDF). */
    TFIDF,
    /** One column a token, split at white space and kept as it is: 1 where the set has it. Lists of text likewise. */
    TOKENS,
    /** Names with a number each, as a map has them: one column a name, with its number. */
    VALUES,
    /** A day or an instant: a number, and its place in the year and in the week. */
    DATE,
    /** A list of numbers of one length, an embedding: each centered and scaled. */
    VECTOR,
    /** No feature. */
    IGNORE;

    /** The kind of a name, in any case. */
    public static ColumnKind of(String name) {
        for (ColumnKind kind : values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind of column: expected "
                + Arrays.stream(values()).map(ColumnKind::toString).collect(Collectors.joining(", ")) + ", got "
                + name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
