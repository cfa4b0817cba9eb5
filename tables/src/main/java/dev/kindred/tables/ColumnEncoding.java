package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How one column of the nodes becomes columns of the features. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "encoding")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnEncoding.Numbers.class, name = "numbers"),
    @JsonSubTypes.Type(value = ColumnEncoding.Flag.class, name = "flag"),
    @JsonSubTypes.Type(value = ColumnEncoding.Categories.class, name = "categories"),
    @JsonSubTypes.Type(value = ColumnEncoding.Terms.class, name = "terms"),
    @JsonSubTypes.Type(value = ColumnEncoding.Values.class, name = "values")
})
public sealed interface ColumnEncoding {
    /** A time, and its place in the year and in the week. */
    int DATE_NUMBERS = 5;

    /** The column's name. */
    String column();

    ColumnKind kind();

    /** Whether a last feature says that the value is missing: so where one was in fitting. */
    boolean missing();

    /** Names of the features, in order. */
    List<String> features();

    /**
     * Numbers: {@code (x - center) / scale}; missing ones become 0, which is the center.
     *
     * @param kind NUMBER, ROBUST, DATE or VECTOR
     * @param centers one for each number that the column gives
     * @param scales likewise, above 0
     */
    record Numbers(String column, ColumnKind kind, double[] centers, double[] scales, boolean missing)
            implements ColumnEncoding {
        public Numbers {
            check(column, kind, ColumnKind.NUMBER, ColumnKind.ROBUST, ColumnKind.DATE, ColumnKind.VECTOR);
            int given = centers == null ? 0 : centers.length;
            int length = kind == ColumnKind.DATE ? DATE_NUMBERS : kind == ColumnKind.VECTOR ? given : 1;
            if (centers == null || scales == null || given != length || scales.length != length) {
                throw new IllegalArgumentException("column " + column + ": expected centers and scales, " + length
                        + " each, got " + given + " and " + (scales == null ? 0 : scales.length));
            }
            for (int i = 0; i < length; i++) {
                if (Double.isNaN(centers[i]) || !(scales[i] > 0)) {
                    throw new IllegalArgumentException("column " + column
                            + ": expected numbers for centers and scales above 0, got " + centers[i] + " and "
                            + scales[i]);
                }
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Numbers that
                    && column.equals(that.column)
                    && kind == that.kind
                    && missing == that.missing
                    && Arrays.equals(centers, that.centers)
                    && Arrays.equals(scales, that.scales);
        }

        @Override
        public int hashCode() {
            return 31 * column.hashCode() + Arrays.hashCode(centers);
        }

        @Override
        public List<String> features() {
            List<String> features = new ArrayList<>(
                    switch (kind) {
                        case DATE ->
                            List.of(
                                    column + " time",
                                    column + " year sin",
                                    column + " year cos",
                                    column + " week sin",
                                    column + " week cos");
                        case VECTOR ->
                            IntStream.range(0, centers.length)
                                    .mapToObj(i -> column + "[" + i + "]")
                                    .toList();
                        default -> List.of(column);
                    });
            return withMissing(features, this);
        }

        /**
         * SQL of the numbers, NULL where there is none. Those that are not finite are for the reader to leave out: SQL that asks of each would
         * cast each twice, and lists once a number.
         *
         * @param type the column's in the table at hand
         */
        static List<String> expressions(String column, String type, ColumnKind kind, int length) {
            // To text first where a cast would not be allowed, as from a UUID.
            String value = name(column);
            return switch (kind) {
                case DATE -> {
                    String time = "TRY_CAST(" + value + " AS TIMESTAMP)";
                    String year = "2 * pi() * dayofyear(" + time + ") / 365.25";
                    String week = "2 * pi() * dayofweek(" + time + ") / 7";
                    yield List.of(
                            "CASE WHEN isfinite(" + time + ") THEN epoch(" + time + ") END",
                            "sin(" + year + ")",
                            "cos(" + year + ")",
                            "sin(" + week + ")",
                            "cos(" + week + ")");
                }
                case VECTOR -> {
                    String list = "TRY_CAST(" + value + " AS DOUBLE[])";
                    yield IntStream.rangeClosed(1, length)
                            .mapToObj(i -> list + "[" + i + "]")
                            .toList();
                }
                default ->
                    List.of("TRY_CAST(" + (type.equals("JSON") ? "(" + value + " ->> '$')" : value) + " AS DOUBLE)");
            };
        }
    }

    /** Yes or no: 1 or nothing. */
    record Flag(String column, boolean missing) implements ColumnEncoding {
        public Flag {
            check(column, ColumnKind.BOOLEAN, ColumnKind.BOOLEAN);
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.BOOLEAN;
        }

        @Override
        public List<String> features() {
            return withMissing(new ArrayList<>(List.of(column)), this);
        }
    }

    /**
     * Categories, one feature each.
     *
     * @param values the categories kept
     * @param other whether one more feature stands for all others
     */
    record Categories(String column, List<String> values, boolean other, boolean missing) implements ColumnEncoding {
        public Categories {
            check(column, ColumnKind.CATEGORY, ColumnKind.CATEGORY);
            values = distinct(column, "categories", values);
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.CATEGORY;
        }

        @Override
        public List<String> features() {
            List<String> features = new ArrayList<>();
            values.forEach(value -> features.add(column + "=" + value));
            if (other) {
                features.add(column + " other");
            }
            return withMissing(features, this);
        }
    }

    /**
     * Terms, one feature each; a row without any has none.
     *
     * @param kind WORDS, TFIDF or TOKENS
     * @param terms those kept; a term's number is its feature
     * @param weights what a term's occurrence counts
     */
    record Terms(String column, ColumnKind kind, List<String> terms, double[] weights) implements ColumnEncoding {
        public Terms {
            check(column, kind, ColumnKind.WORDS, ColumnKind.TFIDF, ColumnKind.TOKENS);
            terms = distinct(column, "terms", terms);
            if (weights == null
                    || weights.length != terms.size()
                    || !Arrays.stream(weights).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("column " + column + ": expected " + terms.size()
                        + " finite weights (terms), got " + Arrays.toString(weights));
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Terms that
                    && column.equals(that.column)
                    && kind == that.kind
                    && terms.equals(that.terms)
                    && Arrays.equals(weights, that.weights);
        }

        @Override
        public int hashCode() {
            return 31 * column.hashCode() + terms.hashCode();
        }

        @Override
        public boolean missing() {
            return false;
        }

        @Override
        public List<String> features() {
            return terms.stream().map(term -> column + ":" + term).toList();
        }

        /**
         * SQL of a list of the terms of a row, with repetitions.
         *
         * @param type the column's in the table at hand
         */
        static String expression(String column, String type, ColumnKind kind) {
            String value = name(column);
            if (type.endsWith("[]")) {
                return value + "::VARCHAR[]";
            }
            String text = type.equals("JSON") ? "(" + value + " ->> '$')" : value + "::VARCHAR";
            return kind == ColumnKind.TOKENS
                    ? "regexp_split_to_array(" + text + ", '\\s+')"
                    : "regexp_split_to_array(lower(" + text + "), '[^\\p{L}\\p{M}\\p{N}_]+')";
        }
    }

    /**
     * Names with a number each, one feature a name.
     *
     * @param names those kept
     */
    record Values(String column, List<String> names) implements ColumnEncoding {
        public Values {
            check(column, ColumnKind.VALUES, ColumnKind.VALUES);
            names = distinct(column, "names", names);
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.VALUES;
        }

        @Override
        public boolean missing() {
            return false;
        }

        @Override
        public List<String> features() {
            return names.stream().map(name -> column + ":" + name).toList();
        }

        /** SQL of a list of names and numbers, those without a finite number left out. */
        static String expression(String column) {
            return "list_filter(map_entries(" + TableSession.name(column)
                    + "), lambda e: isfinite(TRY_CAST(e.value AS DOUBLE)))";
        }
    }

    // Encodings are read from files, too, where anything may be missing.

    private static void check(String column, ColumnKind kind, ColumnKind... expected) {
        if (column == null || !Arrays.asList(expected).contains(kind)) {
            throw new IllegalArgumentException("column: expected a name and one of the kinds "
                    + Arrays.stream(expected).map(ColumnKind::toString).collect(Collectors.joining(", ")) + ", got "
                    + column + " and " + kind);
        }
    }

    /** Two of one text would give a row two codes. */
    private static List<String> distinct(String column, String what, List<String> texts) {
        if (texts == null || texts.stream().anyMatch(Objects::isNull) || new HashSet<>(texts).size() != texts.size()) {
            throw new IllegalArgumentException("column " + column + ": expected " + what + ", each once, got " + texts);
        }
        return List.copyOf(texts);
    }

    private static List<String> withMissing(List<String> features, ColumnEncoding encoding) {
        if (encoding.missing()) {
            features.add(encoding.column() + " missing");
        }
        return features;
    }
}
