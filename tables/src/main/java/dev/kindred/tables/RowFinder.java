package dev.kindred.tables;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of rows that are known by their place among the rows of a CSV file: a row may have several lines, where it has line ends in quotation
 * marks.
 *
 * @param skipped lines before the header
 * @param header whether the first row is none
 * @param columns of each row: blank lines are rows where there is one column alone
 * @param malformed places of rows that are not counted, bytes from 1
 */
record RowFinder(int skipped, boolean header, int columns, Set<Long> malformed) {
    /** Longer rows are cut. */
    private static final int MOST_BYTES = 1 << 16;

    /** A row and the line it begins in, from 1. */
    record Row(long line, String text) {}

    /**
     * The rows at ascending places, from 1.
     *
     * @return none where the file is compressed by Zstandard, which Java cannot unpack: then their numbers stand for the lines
     */
    List<Row> find(String file, List<Long> places) throws IOException {
        List<Row> rows = new ArrayList<>();
        if (file.endsWith(".zst")) {
            places.forEach(place -> rows.add(new Row(place + (header ? 1 : 0), "row " + place)));
            return rows;
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            boolean quoted = false;
            boolean blank = true;
            long line = 1;
            long begin = 1;
            long position = 0;
            long started = 1;
            long counted = header ? -1 : 0;
            for (int b = in.read(); rows.size() < places.size(); b = in.read()) {
                position++;
                if (b == '"') {
                    quoted = !quoted;
                }
                boolean ends = b < 0 || (b == '\n' && !quoted);
                if (!ends) {
                    blank &= b == '\r' || b == '\n';
                    if (row.size() < MOST_BYTES) {
                        row.write(b);
                    }
                    line += b == '\n' ? 1 : 0;
                    continue;
                }
                boolean counts = begin > skipped && (!blank || (columns == 1 && counted >= 0 && b >= 0));
                if (counts && !malformed.contains(started)) {
                    counted++;
                    if (counted == places.get(rows.size())) {
                        rows.add(new Row(begin, row.toString(StandardCharsets.UTF_8)));
                    }
                }
                if (b < 0) {
                    break;
                }
                line++;
                begin = line;
                started = position + 1;
                row.reset();
                blank = true;
            }
        }
        return rows;
    }

    /** Turns places in a file into lines; places must ascend within a file. */
    static final class LineCounter {
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
}
