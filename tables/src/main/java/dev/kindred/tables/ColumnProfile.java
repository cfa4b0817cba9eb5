package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the values of a column look like, all of them.
 *
 * @param column its name
 * @param type in SQL; VARCHAR for all columns of text files
 * @param rows of the table
 * @param counts of its values
 */
record ColumnProfile(String column, String type, long rows, Counts counts) {
    /** From this share on, the values that are no numbers are called malformed, not the column a category. */
    static final double NEARLY_ALL = .95;

    /** Text of which nearly every value is another says nothing on groups; below this many rows, that may be chance. */
    private static final int FEW_ROWS = 10;

    private static final double WORDS_OF_A_NAME = 6;

    /** Columns of wide tables are counted all at once: a query each takes longer than the counting. */
    private static final int WIDE = 48;

    private static final Set<String> NUMBERS = Set.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT",
            "FLOAT",
            "DOUBLE");

    /**
     * How many of the values are what.
     *
     * @param given values that are not null
     * @param distinct different ones among these
     * @param marked texts that say that the value is missing
     * @param numbers those that are numbers
     * @param notFinite of the numbers, those that are not finite
     * @param times those that are days or instants
     * @param flags those that are a yes or no
     * @param vectors those that are lists of numbers
     * @param wholes different whole numbers
     * @param span from the least whole number to the greatest
     * @param words in all values together
     * @param bits those that are 0 or 1
     * @param zerosAndOnes those that are the numbers 0 or 1, however written
     * @param padded those that are whole numbers with zeros in front
     * @param shaped texts that are no number, but have a digit, a bracket or a separator, or are a yes or no of another language
     */
    record Counts(
            long given,
            long distinct,
            long marked,
            long numbers,
            long notFinite,
            long times,
            long flags,
            long vectors,
            long wholes,
            long span,
            long words,
            long bits,
            long zerosAndOnes,
            long padded,
            long shaped) {
        static Counts of(long[] n, int from) {
            return new Counts(
                    n[from],
                    n[from + 1],
                    n[from + 2],
                    n[from + 3],
                    n[from + 4],
                    n[from + 5],
                    n[from + 6],
                    n[from + 7],
                    n[from + 8],
                    n[from + 9],
                    n[from + 10],
                    n[from + 11],
                    n[from + 12],
                    n[from + 13],
                    n[from + 14]);
        }
    }

    /**
     * Counts the values of columns.
     *
     * @param types of the columns, by name
     */
    static Map<String, ColumnProfile> of(TableSession session, String table, Map<String, String> types)
            throws IOException {
        long rows = session.numbers("SELECT count(*) FROM " + table)[0];
        List<String> texts = types.entrySet().stream()
                .filter(column -> column.getValue().equals("VARCHAR"))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, ColumnProfile> found = new LinkedHashMap<>();
        if (texts.size() > WIDE) {
            String cells = "(SELECT name, value FROM (UNPIVOT (SELECT "
                    + texts.stream().map(TableSession::name).collect(Collectors.joining(", ")) + " FROM " + table
                    + ") ON COLUMNS(*) INTO NAME name VALUE value))";
            for (List<String> row : session.texts(
                    "SELECT name, " + aggregates("VARCHAR") + " FROM " + read(cells, "VARCHAR") + " GROUP BY name")) {
                long[] counts = row.subList(1, row.size()).stream()
                        .mapToLong(Long::parseLong)
                        .toArray();
                found.put(row.getFirst(), new ColumnProfile(row.getFirst(), "VARCHAR", rows, Counts.of(counts, 0)));
            }
        }
        Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
        for (Map.Entry<String, String> column : types.entrySet()) {
            String name = column.getKey();
            String type = column.getValue();
            ColumnProfile profile = found.get(name);
            if (profile == null) {
                // Columns that are empty throughout are not among those found.
                long[] counts = texts.size() > WIDE && type.equals("VARCHAR")
                        ? new long[15]
                        : session.numbers("SELECT " + aggregates(type) + " FROM "
                                + read("(SELECT " + value(name, type) + " AS value FROM " + table + ")", type));
                profile = new ColumnProfile(name, type, rows, Counts.of(counts, 0));
            }
            profiles.put(name, profile);
        }
        return profiles;
    }

    private static String value(String column, String type) {
        return type.equals("JSON") ? "(" + name(column) + " ->> '$')" : name(column);
    }

    /**
     * Cells with what is asked about them more than once, a step a query: DuckDB computes an expression again wherever it stands.
     *
     * @param cells a relation with a column {@code value}
     */
    private static String read(String cells, String type) {
        if (!isText(type)) {
            boolean nested = isNested(type);
            return "(SELECT *, " + (nested ? "NULL" : "TRY_CAST(value AS DOUBLE)") + " AS number, "
                    + (nested ? "NULL" : "TRY_CAST(value AS BIGINT)") + " AS whole FROM " + cells + ")";
        }
        // NA and the like are missing in every column, but the table says so only later.
        return "(SELECT *, CASE WHEN number IS NOT NULL THEN TRY_CAST(value AS BIGINT) END AS whole FROM (SELECT *, "
                + "TRY_CAST(clean AS DOUBLE) AS number FROM (SELECT *, CASE WHEN NOT marked THEN value END AS clean "
                + "FROM (SELECT *, " + MissingMarkers.isOneOf("value", MissingMarkers.ALL)
                + " AS marked FROM (SELECT *, "
                + "trim(value) AS trimmed FROM " + cells + ")))))";
    }

    /** Counts in the order of {@link Counts}, over what {@link #read} gives. What only texts can be that are no numbers is asked of these alone. */
    private static String aggregates(String type) {
        boolean text = isText(type);
        boolean nested = !text && isNested(type);
        List<String> counts = new ArrayList<>(List.of(
                "count(value)",
                "count(DISTINCT value)",
                text ? "count(*) FILTER (WHERE marked)" : "0",
                "count(number)",
                "count(*) FILTER (WHERE NOT isfinite(number::DOUBLE))",
                text ? "count(CASE WHEN number IS NULL THEN TRY_CAST(clean AS TIMESTAMP) END)" : "0",
                text ? ofNoNumbers("lower(clean) IN ('true', 'false', 't', 'f', 'yes', 'no', 'y', 'n')") : "0",
                text
                        ? "count(*) FILTER (WHERE CASE WHEN starts_with(value, '[') THEN " + isVector("value") + " END)"
                        : "0",
                "count(DISTINCT whole) FILTER (WHERE floor(number::DOUBLE) = number)",
                "coalesce(max(whole) - min(whole) + 1, 0)::BIGINT",
                text
                        ? "coalesce(sum(CASE WHEN number IS NULL THEN len(regexp_split_to_array(trimmed, '\\s+')) ELSE 1 END), 0)::BIGINT"
                        : "0"));
        String zerosAndOnes = nested ? "0" : "count(*) FILTER (WHERE number IN (0, 1))";
        counts.add(text ? "count(*) FILTER (WHERE NOT marked AND trimmed IN ('0', '1'))" : zerosAndOnes);
        counts.add(zerosAndOnes);
        counts.add(
                text
                        ? "count(*) FILTER (WHERE CASE WHEN starts_with(trimmed, '0') THEN regexp_full_match(trimmed, '0[0-9]+') END)"
                        : "0");
        counts.add(
                text
                        ? ofNoNumbers("regexp_matches(clean, '[0-9\\[{(|;]') OR lower(trim(clean)) IN ("
                                + TextForm.flagWords() + ")")
                        : "0");
        return String.join(", ", counts);
    }

    private static String ofNoNumbers(String condition) {
        return "count(*) FILTER (WHERE CASE WHEN number IS NULL THEN " + condition + " END)";
    }

    /** Whether a text is a list of numbers and of nothing else. */
    static String isVector(String value) {
        String list = "TRY_CAST(" + value + " AS DOUBLE[])";
        return "len(" + list + ") > 0 AND list_aggregate(" + list + ", 'count') = len(" + list + ")";
    }

    static boolean isText(String type) {
        return type.equals("VARCHAR") || type.equals("JSON") || type.startsWith("ENUM");
    }

    private static boolean isNested(String type) {
        return type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP");
    }

    /** Different values; markers of missing ones count as one. */
    long distinct() {
        return counts.distinct();
    }

    /** Values that are numbers but not finite. */
    long notFinite() {
        return counts.notFinite();
    }

    /** Values that are not missing. */
    long present() {
        return counts.given() - counts.marked();
    }

    /** Whether nearly all values that are not missing are of some sort, given how many are. */
    private boolean nearlyAll(long some) {
        return some >= NEARLY_ALL * present();
    }

    private double meanWords() {
        return counts.given() == 0 ? 0 : (double) counts.words() / counts.given();
    }

    /** The same column where the texts that could be markers are values. */
    ColumnProfile withoutMarkers() {
        Counts c = counts;
        return new ColumnProfile(
                column,
                type,
                rows,
                new Counts(
                        c.given,
                        c.distinct,
                        0,
                        c.numbers,
                        c.notFinite,
                        c.times,
                        c.flags,
                        c.vectors,
                        c.wholes,
                        c.span,
                        c.words,
                        c.bits,
                        c.zerosAndOnes,
                        c.padded,
                        c.shaped));
    }

    /** Whether the values look like numbers, but zeros in front say that they are codes, as those of places are. */
    boolean isCode() {
        return isText(type) && counts.padded() > 0 && counts.padded() >= .05 * present() && nearlyAll(counts.numbers());
    }

    /** Whether the values may be numbers, days, lists or flags in a form that SQL does not know. */
    boolean mayHaveForm() {
        return type.equals("VARCHAR")
                && present() > 0
                && counts.shaped() > 0
                && !nearlyAll(counts.numbers())
                && !nearlyAll(counts.times())
                && counts.flags() < present()
                && counts.vectors() < present()
                && (counts.shaped() >= .3 * present() || nearlyAll(counts.shaped() + counts.numbers()));
    }

    /** Whether all values are of a kind, so that none needs to be looked for that is not. */
    boolean fits(ColumnKind kind) {
        return switch (kind) {
            case NUMBER, ROBUST -> counts.numbers() == present();
            case DATE -> counts.times() == present();
            case BOOLEAN -> counts.flags() == present() || counts.bits() == present();
            default -> false;
        };
    }

    /** What the column seems to mean; IGNORE where it says nothing, see {@link #useless}. */
    ColumnKind guess() {
        if (!useless().isEmpty()) {
            return ColumnKind.IGNORE;
        }
        boolean text = isText(type);
        if (type.equals("BOOLEAN") || (text && counts.flags() == present()) || counts.bits() == present()) {
            return ColumnKind.BOOLEAN;
        }
        if (!isCode() && (isNumber(type) || (text && nearlyAll(counts.numbers())))) {
            return ColumnKind.NUMBER;
        }
        if (type.equals("DATE") || type.startsWith("TIMESTAMP") || (text && !isCode() && nearlyAll(counts.times()))) {
            return ColumnKind.DATE;
        }
        if (isNumberList(type) || (text && counts.vectors() == present())) {
            return ColumnKind.VECTOR;
        }
        if (type.startsWith("MAP")) {
            return ColumnKind.VALUES;
        }
        if (type.endsWith("[]")) {
            return ColumnKind.TOKENS;
        }
        return meanWords() >= 1.5 ? ColumnKind.WORDS : ColumnKind.CATEGORY;
    }

    static boolean isNumber(String type) {
        return NUMBERS.contains(type) || type.startsWith("DECIMAL");
    }

    private static boolean isNumberList(String type) {
        return type.endsWith("]") && isNumber(type.substring(0, type.lastIndexOf('[')));
    }

    /** Why the column cannot tell groups of nodes apart, or empty where it may. */
    String useless() {
        if (present() == 0) {
            return "empty";
        }
        boolean values = type.startsWith("MAP(VARCHAR,");
        if (type.startsWith("STRUCT")
                || (type.startsWith("MAP") && !values)
                || type.equals("BLOB")
                || type.startsWith("UNION")
                || type.endsWith("][]")) {
            return "of a type without features (" + type.replaceFirst("\\(.*", "") + ")";
        }
        if (distinct() == 1 && present() == rows) {
            return "constant";
        }
        boolean named = column.toLowerCase(Locale.ROOT).matches("id|uuid|guid|.*_id|unnamed: 0");
        boolean oneWord = (isText(type) || type.equals("UUID"))
                && (!nearlyAll(counts.numbers()) || isCode())
                && !nearlyAll(counts.times())
                && counts.vectors() == 0
                && meanWords() < 1.5;
        boolean unique = distinct() >= NEARLY_ALL * present() && present() > FEW_ROWS;
        // Gephi and others show nodes by their labels; of a label of classes hardly any value is unique.
        boolean shown = column.equalsIgnoreCase("label")
                && isText(type)
                && counts.numbers() == 0
                && counts.times() == 0
                && counts.vectors() == 0
                && meanWords() <= WORDS_OF_A_NAME;
        boolean consecutive = counts.wholes() == rows && counts.span() == rows;
        if (unique
                && (oneWord
                        || shown
                        || consecutive
                        || (named && counts.numbers() == present() && distinct() == present()))) {
            return "id-like";
        }
        return "";
    }
}
