package dev.kindred.explain;

import java.util.Arrays;
import java.util.List;

/**
 * The attributes of all nodes in the user's units: numbers before they were scaled, categories and words by name. What the statistics test and
 * the cards show. {@link FeatureColumns} reads them from a feature matrix; a table knows them itself.
 *
 * <p>Asked for one column at a time, so that a wide table is never in memory twice. Safe for use from many threads.
 */
public interface ColumnValues {
    /** Takes one value of a column of terms. */
    @FunctionalInterface
    interface TermVisitor {
        void visit(int node, int term);
    }

    int nodes();

    /** In the user's order. */
    List<Column> columns();

    /**
     * The numbers of a column of kind NUMBER or DATE.
     *
     * @param out {@code [n]} NaN where a node has none
     */
    void numbersInto(int column, double[] out);

    /**
     * The categories of a column of kind CATEGORY; of a FLAG 1 for yes and 0 for no.
     *
     * @param out {@code [n]} position in {@link Column#values}, -1 where a node has none
     */
    void codesInto(int column, int[] out);

    /** Visits each term of each node in a column of kind TERMS once, in any order. */
    void forEachTerm(int column, TermVisitor visitor);

    /** The terms of one node in a column of kind TERMS, ascending. */
    int[] termsOf(int column, int node);

    /** The number of one node in a column of kind NUMBER or DATE; NaN where it has none. */
    double numberOf(int column, int node);

    /** The category of one node in a column of kind CATEGORY or FLAG; -1 where it has none. */
    int codeOf(int column, int node);

    /**
     * Whether a node has a value: a term, a category, yes (1) or no (0).
     *
     * @param value as in {@link Feature}, but not of a number
     */
    default boolean has(int column, int node, int value) {
        return switch (columns().get(column).kind()) {
            case NUMBER, DATE -> value == Feature.MISSING && Double.isNaN(numberOf(column, node));
            case FLAG, CATEGORY -> codeOf(column, node) == value;
            case TERMS -> Arrays.binarySearch(termsOf(column, node), value) >= 0;
        };
    }
}
