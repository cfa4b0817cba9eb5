package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NumPy's .npz archives: a zip file of .npy arrays, read one by one as they are asked for. Sizes that the archive claims are held against
 * the file and the memory before anything is allocated.
 */
public final class Npz implements AutoCloseable {
    /** Deflate cannot shrink by more than about 1,032; an archive that claims more lies. */
    private static final long MOST_SHRINK = 1_100;

    /** Bytes; NumPy pads the header of an array of numbers to 64 or 128. */
    private static final int LONGEST_HEADER = 1 << 12;

    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new TreeMap<>();

    private Npz(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
        zip.stream()
                .filter(entry -> entry.getName().endsWith(".npy"))
                .forEach(entry ->
                        entries.put(entry.getName().substring(0, entry.getName().length() - 4), entry));
    }

    /**
     * Opens an archive.
     *
     * @throws InvalidInputException where the file is missing, is no zip file, or is cut short
     */
    public static Npz open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(path + ": expected a .npz file, got "
                    + (Files.isDirectory(path)
                            ? "a folder"
                            : Files.exists(path) ? "no regular file" : "nothing there"));
        }
        byte[] first = new byte[2];
        try (InputStream in = Files.newInputStream(path)) {
            if (in.readNBytes(first, 0, 2) < 2 || first[0] != 'P' || first[1] != 'K') {
                throw new InvalidInputException(
                        path + ": expected a .npz file (a zip archive, first bytes PK), got other data");
            }
        }
        try {
            return new Npz(path, new ZipFile(path.toFile()));
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    path + ": expected a whole zip archive, got one that is cut short or damaged; copy it again", e);
        }
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * The shape of an array, from its header alone.
     *
     * @throws InvalidInputException where it is missing, damaged or no array
     */
    public int[] shape(String name) throws IOException {
        ZipEntry entry = entry(name);
        try (InputStream in = zip.getInputStream(entry)) {
            return NpyHeader.shapeOf(in.readNBytes(LONGEST_HEADER), path + " (" + name + ")");
        } catch (ZipException | EOFException e) {
            throw new InvalidInputException(
                    path + " (" + name + "): expected readable data, got damaged data; copy the file again", e);
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidInputException(
                    path + ": expected an array " + name + ", got " + String.join(", ", entries.keySet()));
        }
        return entry;
    }

    /**
     * Reads an array.
     *
     * @throws InvalidInputException where it is missing, damaged or no array of numbers
     */
    public Npy array(String name) throws IOException {
        ZipEntry entry = entry(name);
        String where = path + " (" + name + ")";
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
            return Npy.parse(bytes, where);
        } catch (ZipException | EOFException e) {
            throw new InvalidInputException(
                    where + ": expected readable data, got damaged data; copy the file again", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
