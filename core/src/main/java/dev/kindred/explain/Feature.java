package dev.kindred.explain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * Something a node has or is: a number of a column, or one category, term or flag, which is there or not.
 *
 * @param name in the user's words: {@code age}, {@code city = Rome}, {@code notes: late}
 * @param kind number or binary
 * @param column position in {@link ColumnValues#columns}
 * @param value the category or term by number, 1 or 0 for a flag, {@link #MISSING} for the lack of any value, 0 for a number
 * @param mean over all nodes that have one: a number's mean, a share of nodes for the rest
 * @param low least value of a number; absent for the rest
 * @param high largest value of a number; absent for the rest
 */
@JsonInclude(Include.NON_NULL)
public record Feature(
        String name,
        Kind kind,
        @JsonIgnore int column,
        @JsonIgnore int value,
        double mean,
        @Nullable Double low,
        @Nullable Double high) {
    /** The value of a feature that says that a node has none. */
    public static final int MISSING = -1;

    /** What a feature's values are. */
    public enum Kind {
        /** Any number. */
        NUMBER("number"),
        /** There or not: 1 or 0. */
        BINARY("binary");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        @Override
        @com.fasterxml.jackson.annotation.JsonValue
        public String toString() {
            return key;
        }
    }
}
