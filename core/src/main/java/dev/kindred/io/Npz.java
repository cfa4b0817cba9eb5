package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * NumPy's .npz archives: a zip file of .npy arrays, which are read when requested. Sizes in the archive are checked against the file and
 * the available memory before anything is allocated.
 */
public final class Npz implements AutoCloseable {
    private static final String ENDING = ".npy";

    /** In bytes. NumPy pads the header of an array of numbers to 64 or 128. */
    private static final int LONGEST_HEADER = 1 << 12;

    private final Path path;
    private final ZipArchive zip;

    private Npz(Path path, ZipArchive zip) {
        this.path = path;
        this.zip = zip;
    }

    /**
     * Opens an archive.
     *
     * @throws InvalidInputException where the file is missing, not a zip file, or cut short
     */
    public static Npz open(Path path) throws IOException {
        return new Npz(path, ZipArchive.open(path, "a .npz file"));
    }

    /** The names of the arrays, in order. */
    public Set<String> names() {
        return zip.names().stream()
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public boolean has(String name) {
        return zip.names().contains(name + ENDING);
    }

    /**
     * The shape of an array, read from its header only.
     *
     * @throws InvalidInputException where it is missing, damaged or not an array
     */
    public int[] shape(String name) throws IOException {
        return NpyHeader.shapeOf(zip.first(entry(name), LONGEST_HEADER, name), path + " (" + name + ")");
    }

    private String entry(String name) {
        if (!has(name)) {
            throw new InvalidInputException(
                    path + ": expected an array " + name + ", got " + String.join(", ", names()));
        }
        return name + ENDING;
    }

    /**
     * The bytes of an array, including its header.
     *
     * @throws InvalidInputException where it is missing or damaged
     */
    public byte[] bytes(String name) throws IOException {
        return zip.bytes(entry(name), name);
    }

    /**
     * Reads an array.
     *
     * @throws InvalidInputException where it is missing, damaged, or not an array of numbers or text
     */
    public Npy array(String name) throws IOException {
        return Npy.parse(bytes(name), path + " (" + name + ")");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
