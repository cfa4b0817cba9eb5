package dev.kindred.io;

import java.util.ArrayList;
import java.util.List;

/** Fields of CSV lines (RFC 4180). */
public final class CsvText {
    private CsvText() {}

    /** A field as it must be written: in quotation marks where it would be read as another otherwise. */
    public static String quoted(String field) {
        boolean plain = !field.isEmpty()
                && field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\uFEFF')
                && field.strip().length() == field.length();
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** The fields of one line. */
    public static List<String> fields(String line, char delimiter) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == delimiter && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /**
     * The records at the beginning of a text, which may have line ends in quotation marks; blank lines are none.
     *
     * @param whole whether the text is all there is: otherwise its last record is incomplete and left out
     */
    public static List<List<String>> records(String text, char delimiter, int most, boolean whole) {
        List<List<String>> records = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i <= text.length() && records.size() < most; i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (c == '"') {
                quoted = !quoted;
            } else if ((c == '\n' || c == '\r') && (!quoted || i == text.length())) {
                if (!text.substring(from, i).isBlank() && (i < text.length() || whole)) {
                    records.add(fields(text.substring(from, i), delimiter));
                }
                from = i + 1;
            }
        }
        return records;
    }
}
