package dev.kindred.graph;

import java.util.List;

/**
 * Adjacent columns of a feature matrix that were made from one column of a table, such as the categories of a city or the words of a note.
 * Blocks cover the matrix in order, without gaps. Missing values are marked by a block of their own, of kind {@link Kind#BOOLEAN}; for
 * categories, "missing" is one of the columns.
 *
 * @param name name of the table's column; {@code "NAME missing"} if the block marks its missing values
 * @param kind what the values are
 * @param firstColumn first column in the matrix
 * @param columns number of columns, 1 or more
 */
public record FeatureBlock(String name, Kind kind, int firstColumn, int columns) {
    /** What the values of a block are. */
    public enum Kind {
        /** One number, centered and scaled; 0 if missing. */
        NUMBER,
        /** 0 or 1. */
        BOOLEAN,
        /** One column for each category; a row has a single 1, or none. */
        CATEGORY,
        /** One column for each word or token, or for each name with a number; sparse. */
        TEXT,
        /** A list of numbers, such as an existing embedding; each position is centered and scaled. */
        VECTOR,
        /** A time, centered and scaled, with sine and cosine of its position in the year and in the week. */
        DATE,
        /** Degree and position in the graph, which are not attributes of the nodes. */
        STRUCTURE
    }

    public FeatureBlock {
        if (firstColumn < 0 || columns < 1) {
            throw new IllegalArgumentException("block " + name
                    + ": expected a first column of 0 or more and 1 column or more, got " + firstColumn + " and "
                    + columns);
        }
    }

    /** The column after the last one of this block. */
    public int end() {
        return firstColumn + columns;
    }

    /**
     * Checks that blocks cover a matrix in order, without gaps.
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
