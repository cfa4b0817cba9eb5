package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.name;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * What the values of a column look like, all of them.
 *
 * @param column its name
 * @param type in SQL; VARCHAR for all columns of text files
 * @param rows of the table
 * @param present values that are not missing
 * @param distinct different ones among these
 * @param numbers of the present values, those that are numbers
 * @param notFinite of the numbers, those that are not finite
 * @param times of the present values, those that are days or instants
 * @param flags of the present values, those that are a yes or no
 * @param vectors of the present values, those that are lists of numbers
 * @param meanWords mean number of words of a value
 * @param consecutive whether the values are all whole numbers from one to another, each once
 */
record ColumnProfile(
        String column,
        String type,
        long rows,
        long present,
        long distinct,
        long numbers,
        long notFinite,
        long times,
        long flags,
        long vectors,
        double meanWords,
        boolean consecutive) {
    /** From this share on, the values that are no numbers are called malformed, not the column a category. */
    private static final double NEARLY_ALL = .95;

    /** Text of which nearly every value is another says nothing on groups; below this many rows, that may be chance. */
    private static final int FEW_ROWS = 10;

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

    static ColumnProfile of(TableSession session, String table, String column, String type) throws IOException {
        String value = name(column);
        if (type.equals("JSON")) {
            value = "(" + value + " ->> '$')";
        }
        boolean text = isText(type);
        boolean nested = !text && (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP"));
        // NA and the like are missing numbers, but may be categories.
        String clean = text ? "CASE WHEN trim(" + value + ") NOT IN (" + in() + ") THEN " + value + " END" : value;
        String number = nested ? "NULL" : "TRY_CAST(" + clean + " AS DOUBLE)";
        String whole = nested ? "NULL" : "TRY_CAST(" + value + " AS BIGINT)";
        String words = text ? "avg(len(regexp_split_to_array(trim(" + value + "), '\\s+')))" : "0";
        String sql = "SELECT count(*), count(" + value + "), count(DISTINCT " + value + "), count(" + clean
                + "), count(" + number
                + "), count(*) FILTER (WHERE NOT isfinite(" + number + "::DOUBLE)), "
                + (text ? "count(TRY_CAST(" + clean + " AS TIMESTAMP))" : "0") + ", "
                + (text
                        ? "count(*) FILTER (WHERE lower(" + clean
                                + ") IN ('true', 'false', 't', 'f', 'yes', 'no', 'y', 'n'))"
                        : "0")
                + ", "
                + (text
                        ? "count(*) FILTER (WHERE starts_with(" + value + ", '[') AND TRY_CAST(" + value
                                + " AS DOUBLE[]) IS NOT NULL)"
                        : "0")
                + ", count(DISTINCT " + whole + ") FILTER (WHERE floor(" + number + "::DOUBLE) = " + number
                + "), coalesce(max(" + whole
                + ") - min(" + whole + ") + 1, 0)::BIGINT FROM " + table;
        long[] n = session.numbers(sql);
        double meanWords = text ? session.fractions("SELECT " + words + " FROM " + table)[0] : 0;
        long present = n[1];
        boolean cleaned = text && (n[4] > 0 || n[6] > 0 || n[7] > 0);
        return new ColumnProfile(
                column,
                type,
                n[0],
                cleaned ? n[3] : present,
                n[2],
                n[4],
                n[5],
                n[6],
                n[7],
                n[8],
                meanWords,
                n[9] == n[0] && n[10] == n[0]);
    }

    private static String in() {
        String values = list(CsvFiles.MISSING);
        return values.substring(1, values.length() - 1);
    }

    static boolean isText(String type) {
        return type.equals("VARCHAR") || type.equals("JSON") || type.startsWith("ENUM");
    }

    /** What the column seems to mean; IGNORE where it says nothing, see {@link #useless}. */
    ColumnKind guess() {
        if (!useless().isEmpty()) {
            return ColumnKind.IGNORE;
        }
        if (type.equals("BOOLEAN") || (isText(type) && flags == present)) {
            return ColumnKind.BOOLEAN;
        }
        if (NUMBERS.contains(type) || type.startsWith("DECIMAL") || (isText(type) && numbers >= NEARLY_ALL * present)) {
            return ColumnKind.NUMBER;
        }
        if (type.equals("DATE") || type.startsWith("TIMESTAMP") || (isText(type) && times >= NEARLY_ALL * present)) {
            return ColumnKind.DATE;
        }
        if (isNumberList(type) || (isText(type) && vectors == present)) {
            return ColumnKind.VECTOR;
        }
        if (type.endsWith("[]")) {
            return ColumnKind.TOKENS;
        }
        return meanWords >= 1.5 ? ColumnKind.WORDS : ColumnKind.CATEGORY;
    }

    private static boolean isNumberList(String type) {
        if (!type.endsWith("]")) {
            return false;
        }
        String element = type.substring(0, type.lastIndexOf('['));
        return NUMBERS.contains(element) || element.startsWith("DECIMAL");
    }

    /** Why the column cannot tell groups of nodes apart, or empty where it may. */
    String useless() {
        if (present == 0) {
            return "empty";
        }
        if (type.startsWith("STRUCT")
                || type.startsWith("MAP")
                || type.equals("BLOB")
                || type.startsWith("UNION")
                || type.endsWith("][]")) {
            return "of a type without features (" + type.replaceFirst("\\(.*", "") + ")";
        }
        if (distinct == 1 && present == rows) {
            return "constant";
        }
        boolean named = column.toLowerCase(Locale.ROOT).matches("id|uuid|guid|.*_id");
        boolean oneWord = (isText(type) || type.equals("UUID"))
                && numbers < NEARLY_ALL * present
                && times < NEARLY_ALL * present
                && vectors == 0
                && meanWords < 1.5;
        boolean unique = distinct >= NEARLY_ALL * present && present > FEW_ROWS;
        if (unique && (oneWord || consecutive || (named && numbers == present && distinct == present))) {
            return "id-like";
        }
        return "";
    }
}
