package dev.kindred.tables;

import static dev.kindred.tables.TableSession.text;

import dev.kindred.graph.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The text of one file: its character encoding and line ends, found from its bytes, its beginning, and a copy in UTF-8 for DuckDB where the file is
 * written otherwise. The bytes of plain files are all looked at; of compressed ones the beginning is.
 *
 * @param path of the file
 * @param charset of its text
 * @param crOnly whether its lines end by CR alone, as old Macintosh programs wrote
 * @param head its beginning
 * @param whole whether that is all of it
 */
record TextFile(String path, Charset charset, boolean crOnly, String head, boolean whole) {
    /** What is read of a file to find how it is laid out; more where its first lines are longer. */
    private static final int HEAD = 1 << 18;

    /** A file without line ends is no table. */
    private static final int LONGEST_HEAD = 1 << 24;

    /** Lines that the beginning should have. */
    private static final int LINES = 40;

    /** What the text of Windows programs is written in where it is not Unicode: Latin-1 with more quotation marks, dashes and the euro. */
    static final Charset WINDOWS = Charset.forName("windows-1252");

    /**
     * Looks at a file.
     *
     * @param forced its character encoding, where the user named it
     */
    static TextFile open(TableSession session, String path, @Nullable Charset forced) throws IOException {
        if (path.toLowerCase(Locale.ROOT).endsWith(".zst")) {
            return compressedByZstandard(session, path, forced);
        }
        byte[] head = new byte[0];
        boolean whole = false;
        try (InputStream in = bytes(path)) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            int lines = 0;
            while (!whole && read.size() < LONGEST_HEAD && (read.size() < HEAD || lines < LINES)) {
                byte[] next = in.readNBytes(HEAD);
                for (byte b : next) {
                    lines += b == '\n' || b == '\r' ? 1 : 0;
                }
                whole = next.length < HEAD;
                read.write(next);
            }
            head = read.toByteArray();
        } catch (ZipException e) {
            throw new InvalidInputException(path + ": expected a gzip file, got other data", e);
        }
        Charset charset = forced == null ? charset(path, head) : forced;
        String text = decoded(head, charset);
        boolean crOnly = text.indexOf('\r') >= 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < text.length() - 1;
        return new TextFile(path, charset, crOnly, text, whole);
    }

    private static TextFile compressedByZstandard(TableSession session, String path, @Nullable Charset forced)
            throws IOException {
        if (forced != null && !forced.equals(StandardCharsets.UTF_8)) {
            throw new InvalidInputException(
                    path + ": expected UTF-8 in a .zst file, got " + forced + "; unpack it to read it");
        }
        // Java cannot unpack this.
        StringBuilder text = new StringBuilder();
        long lines = 0;
        for (var line : session.texts("SELECT line FROM " + linesOf(path) + " LIMIT 1000")) {
            text.append(line.getFirst()).append('\n');
            lines++;
        }
        return new TextFile(
                path, StandardCharsets.UTF_8, false, text.toString().replaceFirst("^\uFEFF", ""), lines < 1000);
    }

    /** The lines of a file as a relation of one column, {@code line}. */
    static String linesOf(String path) {
        return "read_csv(" + text(path)
                + ", delim = '\\x01', quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, "
                + "max_line_size = 268435456, columns = {'line': 'VARCHAR'})";
    }

    private static InputStream bytes(String path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(Path.of(path)), 1 << 16);
        if (!path.toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return raw;
        }
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static Charset charset(String path, byte[] head) throws IOException {
        if (begins(head, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (begins(head, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(head, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        int[] zeros = new int[2];
        int looked = Math.min(head.length, 4096) & ~1;
        for (int i = 0; i < looked; i++) {
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
        }
        // Of Latin letters in UTF-16 every other byte is 0.
        if (looked >= 8 && Math.max(zeros[0], zeros[1]) > looked / 4) {
            return zeros[1] > zeros[0] ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        Utf8Check check = new Utf8Check();
        if (path.toLowerCase(Locale.ROOT).endsWith(".gz")) {
            check.add(head, head.length);
        } else {
            try (InputStream in = Files.newInputStream(Path.of(path))) {
                byte[] part = new byte[1 << 16];
                for (int read = in.read(part); read > 0; read = in.read(part)) {
                    check.add(part, read);
                }
            }
        }
        // Text that has valid letters beyond ASCII is UTF-8 with damage, which is reported as such.
        return check.invalid() > 0 && check.letters() == 0 ? WINDOWS : StandardCharsets.UTF_8;
    }

    private static boolean begins(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(byte[] bytes, Charset charset) {
        return new String(bytes, charset).replaceFirst("^\uFEFF", "");
    }

    /** Whether DuckDB cannot read the file as it is. */
    boolean needsCopy() {
        return crOnly || !charset.equals(StandardCharsets.UTF_8);
    }

    /**
     * Writes the text in UTF-8, a line an LF.
     *
     * @param from lines left out at the beginning
     * @param line what becomes of a line
     */
    void copy(TableSession session, Path to, int from, UnaryOperator<String> line) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(to)) {
            if (path.toLowerCase(Locale.ROOT).endsWith(".zst")) {
                int[] number = {0};
                session.chunks("SELECT line FROM " + linesOf(path), chunk -> {
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        if (number[0]++ >= from) {
                            write(
                                    out,
                                    chunk.vector(0).isNull(i)
                                            ? ""
                                            : chunk.vector(0).getString(i),
                                    line);
                        }
                    }
                });
                return;
            }
            try (Reader in = new InputStreamReader(bytes(path), charset)) {
                LineReader lines = new LineReader(in);
                int number = 0;
                for (String next = lines.next(); next != null; next = lines.next()) {
                    if (number++ >= from) {
                        write(out, number == 1 ? next.replaceFirst("^\uFEFF", "") : next, line);
                    }
                }
            }
        }
    }

    private static void write(BufferedWriter out, String text, UnaryOperator<String> line) {
        try {
            out.write(line.apply(text));
            out.write('\n');
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Lines that end by LF, CR LF or CR; longer ones than an array holds are an error of memory, as everywhere. */
    private static final class LineReader {
        private final Reader in;
        private final char[] buffer = new char[1 << 16];
        private int at;
        private int end;
        private boolean afterCr;

        LineReader(Reader in) {
            this.in = in;
        }

        @Nullable
        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            boolean any = false;
            while (true) {
                if (at == end) {
                    end = in.read(buffer);
                    at = 0;
                    if (end < 0) {
                        end = 0;
                        return any ? line.toString() : null;
                    }
                }
                char c = buffer[at++];
                boolean ended = c == '\r' || (c == '\n' && !afterCr);
                boolean second = c == '\n' && afterCr;
                afterCr = c == '\r';
                if (ended) {
                    return line.toString();
                }
                if (!second) {
                    line.append(c);
                    any = true;
                }
            }
        }
    }
}
