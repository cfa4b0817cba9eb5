package dev.kindred.tables;

import static dev.kindred.tables.TableSession.text;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What programs write where a value is missing. Never in ids. */
final class MissingMarkers {
    /** All of them, the empty text included. */
    static final List<String> ALL = List.of(
            "",
            "NA",
            "N/A",
            "n/a",
            "nan",
            "NaN",
            "NAN",
            "null",
            "NULL",
            "Null",
            "None",
            "none",
            "NONE",
            "-",
            "--",
            "?",
            ".",
            "#N/A",
            "#NA",
            "#N/A N/A",
            "#VALUE!",
            "#DIV/0!",
            "#REF!",
            "#NULL!",
            "#NUM!",
            "#NAME?",
            "<NA>",
            "<null>",
            "NaT",
            "nil",
            "unknown",
            "Unknown",
            "UNKNOWN",
            "missing",
            "Missing",
            "(null)");

    private MissingMarkers() {}

    /** A condition in SQL: whether a text is one of some markers, blanks around it left out. */
    static String isOneOf(String value, Collection<String> markers) {
        return "trim(" + value + ") IN ("
                + markers.stream().map(marker -> text(marker)).collect(Collectors.joining(", ")) + ")";
    }

    /** A text in SQL, NULL where it is a marker. */
    static String without(String value) {
        return "CASE WHEN NOT " + isOneOf(value, ALL) + " THEN " + value + " END";
    }
}
