package dev.kindred.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables that can be read once only, standard input ({@code -}) and pipes, as files: they are copied into a folder that goes at the end of the process.
 */
final class StandardInput {
    /** What a flag names standard input by. */
    static final String NAME = "-";

    /** Flags that read what, and the copies. */
    private final Map<String, String> read = new LinkedHashMap<>();

    private final Map<String, String> copies = new HashMap<>();
    private @Nullable Path folder;

    /**
     * The file to read for what a flag names: itself, or a copy.
     *
     * @param flag as in {@code --nodes}
     * @param temporary folder for the copy, or null for the system's
     */
    String file(String flag, String named, @Nullable Path temporary) throws IOException {
        boolean standard = named.equals(NAME);
        if (!standard && !isPipe(named)) {
            return named;
        }
        String copied = copies.get(flag);
        if (copied != null && named.equals(read.get(flag))) {
            return copied;
        }
        if (standard && read.containsValue(NAME)) {
            throw UsageException.of(
                    flag, "expected a file, since another flag reads standard input (-) already, got -");
        }
        read.put(flag, named);
        try (InputStream in =
                new BufferedInputStream(standard ? System.in : Files.newInputStream(Path.of(named)), 1 << 16)) {
            in.mark(1 << 12);
            byte[] first = in.readNBytes(1 << 11);
            in.reset();
            if (first.length == 0) {
                throw UsageException.of(
                        flag, "expected a table, got nothing from " + (standard ? "standard input" : named));
            }
            Path copy = folder(temporary)
                    .resolve("standard-input" + (read.size() == 1 ? "" : "-" + read.size()) + ending(first));
            Files.copy(in, copy);
            copies.put(flag, copy.toString());
            return copy.toString();
        }
    }

    /** Whether a shell has made it, as of {@code <(zcat edges.csv.gz)}. Nobody may ever write to a pipe that has a name of its own: opening it could wait for good. */
    private static boolean isPipe(String named) {
        Path path = Path.of(named);
        return (path.startsWith("/dev/fd") || path.startsWith("/proc"))
                && Files.exists(path)
                && !Files.isDirectory(path)
                && !Files.isRegularFile(path);
    }

    private Path folder(@Nullable Path temporary) throws IOException {
        if (folder == null) {
            Path made = temporary == null
                    ? Files.createTempDirectory("kindred-")
                    : Files.createTempDirectory(temporary, "kindred-");
            folder = made;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made), "kindred-input-removal"));
        }
        return folder;
    }

    /** The ending that files of such content have. */
    private static String ending(byte[] first) {
        String start = new String(first, StandardCharsets.ISO_8859_1);
        if (start.startsWith("PAR1")) {
            return ".parquet";
        }
        if (start.startsWith("\u001f\u008b")) {
            return ".csv.gz";
        }
        if (start.startsWith("(\u00b5/\u00fd")) {
            return ".csv.zst";
        }
        String text = start.strip();
        return text.startsWith("{") || text.startsWith("[") ? ".jsonl" : ".csv";
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
