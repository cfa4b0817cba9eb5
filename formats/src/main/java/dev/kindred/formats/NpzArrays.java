package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader;
import dev.kindred.io.Npz;
import dev.kindred.io.Pickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The arrays of a .npz file. The parts of a SciPy matrix, {@code P_indptr}, {@code P_indices}, {@code P_data}, {@code P_shape}, also with a dot, are one
 * value {@code P}; those of {@code scipy.sparse.save_npz}, which have no prefix, are {@code adj}. Pickled objects are read as data alone.
 */
final class NpzArrays implements NamedArrays {
    private static final String SCIPY = "adj";

    private final Path path;
    private final Npz npz;
    /** Of sparse matrices, what stands before the names of their parts. */
    private final Map<String, String> prefixes = new TreeMap<>();

    private final Set<String> names = new TreeSet<>();

    NpzArrays(Path path, Npz npz) {
        this.path = path;
        this.npz = npz;
        names.addAll(npz.names());
        for (String name : npz.names()) {
            if (name.endsWith("indptr") && npz.has(before(name, "indptr") + "indices")) {
                combine(before(name, "indptr"));
            }
            if (name.endsWith("row")
                    && npz.has(before(name, "row") + "col")
                    && npz.has(before(name, "row") + "shape")) {
                combine(before(name, "row"));
            }
        }
    }

    private static String before(String name, String part) {
        return name.substring(0, name.length() - part.length());
    }

    private void combine(String prefix) {
        for (String part : new String[] {"indptr", "indices", "data", "shape", "format", "row", "col"}) {
            names.remove(prefix + part);
        }
        String name = prefix.isEmpty() ? SCIPY : prefix.replaceFirst("[_.]$", "");
        prefixes.put(name, prefix);
        names.add(name);
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public long bytes() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0; // it was read a moment ago; a claim is then bounded as for an empty file
        }
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Value get(String name) throws IOException {
        String prefix = prefixes.get(name);
        return prefix == null ? array(name) : new Value.Matrix(matrix(prefix));
    }

    private Value array(String name) throws IOException {
        byte[] bytes = npz.bytes(name);
        String where = where(name);
        return value(bytes, where);
    }

    /** An array of a .npy file, of objects too. */
    static Value value(byte[] bytes, String where) {
        NpyHeader header = NpyHeader.parseAny(bytes, where);
        if (!header.holdsObjects()) {
            return new Value.Dense(Npy.parse(bytes, where));
        }
        byte[] pickle = Arrays.copyOfRange(bytes, header.length(), bytes.length);
        return Value.ofPickled(Pickle.read(pickle, where), where);
    }

    private Sparse matrix(String prefix) throws IOException {
        String where = prefix.isEmpty() ? path.toString() : path + " (" + prefix + ")";
        int[] shape = npz.array(prefix + "shape").ints();
        for (int size : shape) {
            if (size < 0) {
                throw new InvalidInputException(
                        where + ": expected a shape of 0 or more, got " + Arrays.toString(shape));
            }
        }
        if (npz.has(prefix + "row")) {
            return Value.coordinates(
                    where,
                    shape,
                    npz.array(prefix + "row"),
                    npz.array(prefix + "col"),
                    npz.has(prefix + "data") ? npz.array(prefix + "data") : null);
        }
        String format = npz.has(prefix + "format")
                ? String.join("", npz.array(prefix + "format").texts())
                : "csr";
        if (!format.equals("csr") && !format.equals("csc")) {
            throw new InvalidInputException(
                    where + ": expected a matrix of format csr, csc or coo, got " + format + "; save matrix.tocsr()");
        }
        return Value.compressed(
                where,
                format.equals("csc"),
                shape,
                npz.array(prefix + "indptr"),
                npz.array(prefix + "indices"),
                npz.array(prefix + "data"));
    }
}
