package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file whose entries are read as a whole. Sizes in the archive are checked against the file and the available memory before anything
 * is allocated.
 */
public final class ZipArchive implements AutoCloseable {
    /** Largest possible compression ratio: deflate reaches about 1,032, so an archive with a larger one is malformed. */
    private static final long MOST_SHRINK = 1_100;

    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new TreeMap<>();

    private ZipArchive(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
        zip.stream().forEach(entry -> entries.put(entry.getName(), entry));
    }

    /**
     * Opens an archive.
     *
     * @param kind kind of file in messages, such as {@code a .npz file}
     * @throws InvalidInputException where the file is missing, not a zip file, or cut short
     */
    public static ZipArchive open(Path path, String kind) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(path + ": expected " + kind + ", got "
                    + (Files.isDirectory(path)
                            ? "a folder"
                            : Files.exists(path) ? "no regular file" : "nothing there"));
        }
        byte[] first = new byte[2];
        try (InputStream in = Files.newInputStream(path)) {
            if (in.readNBytes(first, 0, 2) < 2 || first[0] != 'P' || first[1] != 'K') {
                throw new InvalidInputException(
                        path + ": expected " + kind + " (a zip archive, first bytes PK), got other data");
            }
        }
        try {
            return new ZipArchive(path, new ZipFile(path.toFile()));
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    path + ": expected a whole zip archive, got one that is cut short or damaged; copy it again", e);
        }
    }

    /** The names of all entries, in order. */
    public Set<String> names() {
        return entries.keySet();
    }

    /**
     * The first bytes of an entry.
     *
     * @param title name of the entry in messages
     * @throws InvalidInputException where it is damaged
     */
    byte[] first(String name, int most, String title) throws IOException {
        try (InputStream in = zip.getInputStream(entries.get(name))) {
            return in.readNBytes(most);
        } catch (ZipException | EOFException e) {
            throw damaged(title, e);
        }
    }

    /**
     * All bytes of an entry.
     *
     * @param title name of the entry in messages
     * @throws InvalidInputException where there is no such entry, or it is damaged or its size is impossible
     */
    public byte[] bytes(String name, String title) throws IOException {
        String where = path + " (" + title + ")";
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidInputException(path + ": expected an entry " + title + ", got "
                    + String.join(", ", entries.keySet().stream().limit(30).toList()));
        }
        long size = entry.getSize();
        long compressed = entry.getCompressedSize();
        if (size < 0
                || size > Integer.MAX_VALUE - 8
                || compressed < 0
                || size > Math.max(1, compressed) * MOST_SHRINK) {
            throw new InvalidInputException(where + ": expected an array below 2 GiB, got a claim of " + size
                    + " bytes from " + compressed + " compressed");
        }
        if (size > Runtime.getRuntime().maxMemory()) {
            throw new InvalidInputException(
                    where + ": expected at most " + Runtime.getRuntime().maxMemory() + " bytes (the Java heap), got "
                            + size + "; give Java more memory with -Xmx");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length != size || in.read() >= 0) {
                throw new InvalidInputException(
                        where + ": expected " + size + " bytes, got another number; the archive is damaged");
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw damaged(title, e);
        }
    }

    private InvalidInputException damaged(String title, IOException cause) {
        return new InvalidInputException(
                path + " (" + title + "): expected readable data, got damaged data; copy the file again", cause);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
