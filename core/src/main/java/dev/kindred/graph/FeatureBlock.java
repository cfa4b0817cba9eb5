package dev.kindred.graph;

import java.util.List;

/**
 * Neighboring columns of a feature matrix that belong together: what one column of a table became, such as the categories of a city or the words of a
 * note. A matrix of tables is made of such blocks in the order of their columns, without gaps. Whether a value is missing is told by a block of its own, of
 * kind {@link Kind#BOOLEAN}, except for categories, where "missing" is one of the columns.
 *
 * @param name of the table's column; {@code "NAME missing"} where the block tells which values are missing
 * @param kind what the values are
 * @param firstColumn of the matrix
 * @param columns how many, 1 or more
 */
public record FeatureBlock(String name, Kind kind, int firstColumn, int columns) {
    /** What the values of a block are. */
    public enum Kind {
        /** One number, centered and scaled; 0 where it is missing. */
        NUMBER,
        /** 0 or 1. */
        BOOLEAN,
        /** One column a category: a row has a single 1, or none. */
        CATEGORY,
        /** One column a word or token, or what a row names with a number; sparse. */
        TEXT,
        /** A list of numbers, such as an embedding made elsewhere; each centered and scaled. */
        VECTOR,
        /** A time, centered and scaled, and sine and cosine of its place in the year and in the week. */
        DATE,
        /** Degree and position in the graph: no attribute of the nodes. */
        STRUCTURE
    }

    public FeatureBlock {
        if (firstColumn < 0 || columns < 1) {
            throw new IllegalArgumentException("block " + name
                    + ": expected a first column of 0 or more and 1 column or more, got " + firstColumn + " and "
                    + columns);
        }
    }

    /** The column behind the last of this block. */
    public int end() {
        return firstColumn + columns;
    }

    /**
     * Checks that blocks stand one behind the other and fill a matrix.
     *
     * @throws IllegalArgumentException where they don't
     */
    public static List<FeatureBlock> filling(int columns, List<FeatureBlock> blocks) {
        int next = 0;
        for (FeatureBlock block : blocks) {
            if (block.firstColumn() != next) {
                throw new IllegalArgumentException("block " + block.name() + ": expected first column " + next
                        + " (behind the block before), got " + block.firstColumn());
            }
            next = block.end();
        }
        if (next != columns) {
            throw new IllegalArgumentException(
                    "feature blocks: expected " + columns + " columns (features) in all, got " + next);
        }
        return List.copyOf(blocks);
    }
}
