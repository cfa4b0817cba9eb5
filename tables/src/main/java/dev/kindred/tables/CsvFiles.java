package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.text;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.RejectsFile.BadRow;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * CSV files of one header. They are read as text: what a column means is found from all of its values, not from the first ones, and ids such
 * as {@code 007} stay as they are.
 */
final class CsvFiles {
    /** What stands for a missing number, day or flag. Not for ids and categories: NA is a country, too. */
    static final List<String> MISSING = List.of("", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "None", "-");

    /** A file without line ends is no table. */
    private static final int LONGEST_HEADER = 1 << 24;

    private final TableSession session;
    private final List<String> files;
    private final String delimiter;
    private final List<String> names;
    private final String rejects;

    private CsvFiles(TableSession session, List<String> files, String delimiter, List<String> names, String role) {
        this.session = session;
        this.files = files;
        this.delimiter = delimiter;
        this.names = names;
        this.rejects = role + "_rejects";
    }

    /**
     * Reads the headers.
     *
     * @param delimiter null takes the one of comma, semicolon, tab and bar that is most frequent in the header
     */
    static CsvFiles open(TableSession session, List<String> files, @Nullable String delimiter, String role)
            throws IOException {
        String header = header(session, files.getFirst());
        String used = delimiter == null ? delimiter(header) : delimiter;
        for (String file : files.subList(1, files.size())) {
            String other = header(session, file);
            if (!other.equals(header)) {
                throw new InvalidInputException(file + ", line 1: expected the header of " + files.getFirst() + " ("
                        + header + "), got " + other);
            }
        }
        List<String> names = CsvText.fields(header, used.charAt(0));
        TreeSet<String> seen = new TreeSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                throw new InvalidInputException(
                        files.getFirst() + ", line 1: expected a name for each column, got none in " + header);
            }
            // DuckDB's names have no case.
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException(
                        files.getFirst() + ", line 1: expected different names of columns, got " + name + " twice");
            }
        }
        return new CsvFiles(session, files, used, names, role);
    }

    private static String header(TableSession session, String file) throws IOException {
        String line;
        if (file.endsWith(".zst")) {
            // Java cannot unpack this.
            List<List<String>> lines = session.texts("SELECT line FROM read_csv(" + text(file)
                    + ", delim = '\\x01', quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, "
                    + "columns = {'line': 'VARCHAR'}) LIMIT 1");
            line = lines.isEmpty() ? "" : lines.getFirst().getFirst();
        } else {
            line = firstLine(Path.of(file));
        }
        if (line.isBlank()) {
            throw new InvalidInputException(
                    file + ", line 1: expected a header with the names of the columns, got nothing");
        }
        return line;
    }

    private static String firstLine(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            for (int b = in.read(); b >= 0 && b != '\n' && bytes.size() < LONGEST_HEADER; b = in.read()) {
                bytes.write(b);
            }
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return line.replaceFirst("^\uFEFF", "").replaceFirst("\r$", "");
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ", line 1: expected a header in UTF-8, got other bytes", e);
        } catch (ZipException e) {
            throw new InvalidInputException(file + ": expected a gzip file, got other data", e);
        }
    }

    private static String delimiter(String header) {
        String best = ",";
        for (String candidate : List.of(",", ";", "\t", "|")) {
            if (CsvText.fields(header, candidate.charAt(0)).size()
                    > CsvText.fields(header, best.charAt(0)).size()) {
                best = candidate;
            }
        }
        return best;
    }

    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, "VARCHAR"));
        return columns;
    }

    /**
     * What stands after FROM. Each reading adds its malformed rows to those that {@link #rejected} returns.
     *
     * @param types of columns that are to be read as more than text
     */
    String relation(Map<String, String> types) {
        String columns = names.stream()
                .map(name -> text(name) + ": " + text(types.getOrDefault(name, "VARCHAR")))
                .collect(Collectors.joining(", ", "{", "}"));
        String missing = types.isEmpty() ? "" : ", nullstr = " + list(MISSING);
        return "read_csv(" + list(files) + ", delim = " + text(delimiter)
                + ", quote = '\"', escape = '\"', header = true, auto_detect = false, columns = " + columns + missing
                + ", store_rejects = true, rejects_limit = 0, rejects_table = " + text(rejects) + ", rejects_scan = "
                + text(rejects + "_files") + ")";
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
        String scans = rejects + "_files";
        LineCounter lines = new LineCounter();
        for (List<String> row : session.texts(
                "SELECT f.file_path, r.line, r.line_byte_position, r.column_name, r.error_type, r.csv_line, "
                        + "r.error_message FROM " + rejects + " r JOIN " + scans + " f USING (scan_id, file_id) WHERE "
                        + condition
                        + " QUALIFY row_number() OVER (PARTITION BY f.file_path, r.line ORDER BY r.column_idx) = 1 "
                        + "ORDER BY f.file_path, r.line")) {
            String file = row.get(0);
            // DuckDB counts rows. A row may have several lines, which can be counted where the file is not compressed.
            boolean compressed = file.endsWith(".gz") || file.endsWith(".zst");
            long line = compressed ? Long.parseLong(row.get(1)) : lines.at(Path.of(file), Long.parseLong(row.get(2)));
            rows.add(new BadRow(
                    file,
                    line,
                    row.get(4).equals("CAST") ? row.get(3) : "",
                    expected(row.get(4), row.get(6)),
                    row.get(5)));
        }
        session.execute("DELETE FROM " + rejects);
        session.execute("DELETE FROM " + scans);
        return rows;
    }

    /** Turns places in files into lines; places must ascend within a file. */
    private static final class LineCounter {
        private @Nullable Path file;
        private final byte[] bytes = new byte[1 << 16];
        private long line;
        private long position;

        long at(Path wanted, long place) throws IOException {
            if (!wanted.equals(file) || place < position) {
                file = wanted;
                line = 1;
                position = 0;
            }
            try (InputStream in = Files.newInputStream(wanted)) {
                in.skipNBytes(position);
                while (position < place) {
                    int read = in.read(bytes, 0, (int) Math.min(bytes.length, place - position));
                    if (read < 0) {
                        break;
                    }
                    for (int i = 0; i < read; i++) {
                        line += bytes[i] == '\n' ? 1 : 0;
                    }
                    position += read;
                }
            }
            return line;
        }
    }

    private String expected(String errorType, String message) {
        String fields = names.size() + " fields";
        return switch (errorType) {
            case "MISSING COLUMNS", "TOO MANY COLUMNS" -> fields + " as in the header";
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
