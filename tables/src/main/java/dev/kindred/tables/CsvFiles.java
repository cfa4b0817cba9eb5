package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.text;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.CsvLayout.Rewriting;
import dev.kindred.tables.RejectsFile.BadRow;
import dev.kindred.tables.TableOptions.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * CSV files of one layout. They are read as text: what a column means is found from all of its values, not from the first ones, and ids such
 * as {@code 007} stay as they are. Files that DuckDB cannot read as they are, because of their encoding, line ends, comments or runs of blanks, are
 * copied first.
 */
final class CsvFiles {
    private final TableSession session;
    private final List<Part> parts;
    private final CsvLayout layout;
    private final int skipped;
    private final String rejects;
    private final List<String> notices;

    /**
     * One file.
     *
     * @param original as the user named it
     * @param read what DuckDB reads: the file itself, or a copy
     * @param cut lines at the beginning of the original that the copy lacks
     */
    private record Part(String original, String read, int cut) {}

    private CsvFiles(
            TableSession session, List<Part> parts, CsvLayout layout, int skipped, String role, List<String> notices) {
        this.session = session;
        this.parts = parts;
        this.layout = layout;
        this.skipped = skipped;
        this.rejects = role + "_rejects";
        this.notices = notices;
    }

    /**
     * Finds the layout.
     *
     * @param tabs whether the name of the files says that tabs separate their fields
     */
    static CsvFiles open(
            TableSession session, List<String> files, boolean tabs, String role, TableOptions.TextFormat format)
            throws IOException {
        List<Part> parts = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        CsvLayout first = null;
        int skipped = 0;
        for (String path : files) {
            TextFile file = TextFile.open(session, path, format.charset());
            CsvLayout layout = CsvLayout.of(
                    file, tabs, first == null ? format.header() : first.header() ? Header.PRESENT : Header.ABSENT);
            if (first == null) {
                first = layout;
                layout.notices().forEach(notice -> notices.add(path + ": " + notice));
            } else {
                checkAlike(files.getFirst(), first, path, layout);
            }
            if (!file.charset().equals(StandardCharsets.UTF_8)) {
                notices.add(path + ": read as " + file.charset().name().toLowerCase(Locale.ROOT)
                        + (format.charset() == null && file.charset().equals(TextFile.WINDOWS)
                                ? ", since it is not UTF-8 (" + Setting.CHARSET + " names another)"
                                : ""));
            }
            boolean cut = files.size() > 1 && layout.skipped() > 0;
            if (file.needsCopy() || layout.rewriting() != Rewriting.NONE || layout.comments() || cut) {
                Path copy = session.file(role + "-text-" + parts.size() + ".csv");
                CsvLayout own = layout;
                file.copy(
                        session,
                        copy,
                        layout.skipped(),
                        line -> own.comments() && line.startsWith("#")
                                ? ""
                                : own.rewriting().of(line));
                parts.add(new Part(path, copy.toString(), layout.skipped()));
            } else {
                skipped = layout.skipped();
                parts.add(new Part(path, path, 0));
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("files: expected 1 or more, got none");
        }
        return new CsvFiles(session, parts, first, skipped, role, notices);
    }

    private static void checkAlike(String firstPath, CsvLayout first, String path, CsvLayout other) {
        boolean alike = first.delimiter() == other.delimiter()
                && (first.header()
                        ? first.names().equals(other.names())
                        : first.names().size() == other.names().size());
        if (!alike) {
            String separator = String.valueOf(first.delimiter());
            throw new InvalidInputException(path + ", line " + (other.skipped() + 1) + ": expected the header of "
                    + firstPath + " (" + String.join(separator, first.names()) + "), got "
                    + String.join(String.valueOf(other.delimiter()), other.names()));
        }
    }

    /** What is unusual about the files, a sentence each. */
    List<String> notices() {
        return notices;
    }

    /** Whether the first column has the names of the others, as a matrix of a graph has. */
    boolean isMatrix() {
        return layout.matrix();
    }

    char delimiter() {
        return layout.delimiter();
    }

    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        layout.names().forEach(name -> columns.put(name, "VARCHAR"));
        return columns;
    }

    /**
     * What stands after FROM. Each reading adds its malformed rows to those that {@link #rejected} returns.
     *
     * @param types of columns that are to be read as more than text
     */
    String relation(Map<String, String> types) {
        String missing = types.isEmpty() ? "" : ", nullstr = " + list(MissingMarkers.ALL);
        return relation(types, missing);
    }

    private String relation(Map<String, String> types, String more) {
        String columns = layout.names().stream()
                .map(name -> text(name) + ": " + text(types.getOrDefault(name, "VARCHAR")))
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv(" + list(parts.stream().map(Part::read).toList()) + ", delim = "
                + text(String.valueOf(layout.delimiter())) + ", quote = '\"', escape = '\"', header = "
                + layout.header() + (skipped > 0 ? ", skip = " + skipped : "") + ", auto_detect = false, columns = "
                + columns + more + ", store_rejects = true, rejects_limit = 0, rejects_table = " + text(rejects)
                + ", rejects_scan = " + text(rejects + "_files") + ")";
    }

    /** The malformed rows of the last reading, forgotten here. */
    List<BadRow> rejected() throws IOException {
        return rejected("true");
    }

    /** The rows of the last reading whose values do not fit the types asked for, forgotten here. */
    List<BadRow> rejectedValues() throws IOException {
        return rejected("r.error_type = 'CAST'");
    }

    private List<BadRow> rejected(String condition) throws IOException {
        List<BadRow> rows = new ArrayList<>();
        RowFinder.LineCounter lines = new RowFinder.LineCounter();
        for (List<String> row : session.texts(
                "SELECT f.file_path, r.line, r.line_byte_position, r.column_name, r.error_type, r.csv_line, "
                        + "r.error_message FROM " + rejects + " r JOIN " + rejects
                        + "_files f USING (scan_id, file_id) WHERE " + condition
                        + " QUALIFY row_number() OVER (PARTITION BY f.file_path, r.line ORDER BY r.column_idx) = 1 "
                        + "ORDER BY f.file_path, r.line")) {
            String file = row.get(0);
            Part part = part(file);
            // DuckDB counts rows. A row may have several lines, which can be counted where the file is not compressed.
            long line = isCompressed(file)
                    ? Long.parseLong(row.get(1))
                    : lines.at(Path.of(file), Long.parseLong(row.get(2)));
            rows.add(new BadRow(
                    part.original(),
                    line + part.cut(),
                    row.get(4).equals("CAST") ? row.get(3) : "",
                    expected(row.get(4), row.get(6)),
                    row.get(5)));
        }
        forget();
        return rows;
    }

    /** Forgets the malformed rows of the last reading. */
    void forget() throws IOException {
        session.execute("DELETE FROM " + rejects);
        session.execute("DELETE FROM " + rejects + "_files");
    }

    /**
     * Finds rows by a condition on the text of a column.
     *
     * @param condition in SQL
     * @param expected what should stand there instead
     */
    List<BadRow> rowsWhere(String column, String condition, String expected) throws IOException {
        String numbered = "SELECT kindred_file, row_number() OVER (PARTITION BY kindred_file ORDER BY n) AS place, "
                + TableSession.name(column) + " FROM (SELECT *, row_number() OVER () AS n FROM "
                + relation(Map.of(), ", filename = 'kindred_file'") + ")";
        Map<String, List<Long>> places = new TreeMap<>();
        for (List<String> row : session.texts(
                "SELECT kindred_file, place FROM (" + numbered + ") WHERE " + condition + " ORDER BY ALL")) {
            places.computeIfAbsent(row.get(0), file -> new ArrayList<>()).add(Long.parseLong(row.get(1)));
        }
        Map<String, Set<Long>> malformed = new HashMap<>();
        for (List<String> row : session.texts("SELECT f.file_path, r.line_byte_position FROM " + rejects + " r JOIN "
                + rejects + "_files f USING (scan_id, file_id)")) {
            malformed.computeIfAbsent(row.get(0), file -> new TreeSet<>()).add(Long.parseLong(row.get(1)));
        }
        forget();
        List<BadRow> rows = new ArrayList<>();
        for (Map.Entry<String, List<Long>> file : places.entrySet()) {
            Part part = part(file.getKey());
            RowFinder finder = new RowFinder(
                    skipped, layout.header(), layout.names().size(), malformed.getOrDefault(file.getKey(), Set.of()));
            for (RowFinder.Row row : finder.find(file.getKey(), file.getValue())) {
                rows.add(new BadRow(part.original(), row.line() + part.cut(), column, expected, row.text()));
            }
        }
        return rows;
    }

    private Part part(String read) {
        return parts.stream()
                .filter(part -> part.read().equals(read))
                .findFirst()
                .orElseGet(() -> new Part(read, read, 0));
    }

    private static boolean isCompressed(String file) {
        return file.endsWith(".gz") || file.endsWith(".zst");
    }

    private String expected(String errorType, String message) {
        String fields = layout.names().size() + " fields as in the " + (layout.header() ? "header" : "first row");
        return switch (errorType) {
            case "MISSING COLUMNS", "TOO MANY COLUMNS" -> fields;
            case "UNQUOTED VALUE" -> "a closing quotation mark";
            case "LINE SIZE OVER MAXIMUM" -> "a shorter line";
            case "INVALID ENCODING", "INVALID UNICODE" -> "UTF-8 text";
            case "CAST" -> expectedValue(message);
            default -> "a row as in the header (" + errorType.toLowerCase(Locale.ROOT) + ")";
        };
    }

    /** What should stand where text was found, from the SQL type in a message. */
    static String expectedValue(String type) {
        return type.contains("TIMESTAMP") ? "a day or time" : type.contains("BOOLEAN") ? "true or false" : "a number";
    }
}
