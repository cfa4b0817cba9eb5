package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes malformed rows: the first is an error, or all are kept for a file. */
final class RejectsFile {
    /**
     * A malformed row.
     *
     * @param file it stands in
     * @param line from 1
     * @param column name, or empty where the row as a whole is at fault
     * @param expected what should stand there
     * @param text of the row
     */
    record BadRow(String file, long line, String column, String expected, String text) {
        @Override
        public String toString() {
            return file + ", line " + line + (column.isEmpty() ? "" : ", column " + column) + ": expected " + expected
                    + ", got " + shortened(text);
        }

        private static String shortened(String text) {
            String line = text.strip().replaceAll("\\R", " ");
            return line.length() <= 200 ? line : line.substring(0, 200) + "..";
        }
    }

    private final @Nullable Path path;
    private final List<BadRow> rows = new ArrayList<>();

    RejectsFile(@Nullable Path path) {
        this.path = path;
    }

    /**
     * Takes rows of one table.
     *
     * @throws InvalidInputException where malformed rows are not to be skipped: names the first and counts the others
     */
    void take(List<BadRow> bad, String hint) {
        if (bad.isEmpty()) {
            return;
        }
        if (path == null) {
            String others = bad.size() == 1 ? "" : " (and " + (bad.size() - 1) + " more malformed rows)";
            throw new InvalidInputException(bad.getFirst() + others + hint);
        }
        rows.addAll(bad);
    }

    /** Writes what was taken; with nothing taken, nothing. */
    void write() throws IOException {
        if (path == null || rows.isEmpty()) {
            return;
        }
        StringBuilder csv = new StringBuilder("file,line,column,expected,text\n");
        for (BadRow row : rows) {
            csv.append(CsvText.quoted(row.file)).append(',').append(row.line).append(',');
            csv.append(CsvText.quoted(row.column))
                    .append(',')
                    .append(CsvText.quoted(row.expected))
                    .append(',');
            csv.append(CsvText.quoted(row.text)).append('\n');
        }
        Path absolute = path.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
        Files.writeString(partial, csv);
        Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
