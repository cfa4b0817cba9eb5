package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.NpyHeader.Order;
import dev.kindred.tables.TableOptions;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * MATLAB's files of version 7.3, which are HDF5 behind 512 bytes of text: numeric and sparse matrices. Cells, structures and texts are passed. A matrix lies there by
 * its columns, so that its dimensions stand in HDF5 the other way round.
 */
final class Mat73File implements NamedArrays {
    static final String MAGIC = "MATLAB 7.3 MAT-file";

    private static final String SPARSE = "MATLAB_sparse";
    private static final Set<String> NUMBERS = Set.of(
            "double", "single", "logical", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64");

    private final Path path;
    private final Hdf5 hdf;
    private final Map<String, Node> matrices = new LinkedHashMap<>();

    private Mat73File(Path path, Hdf5 hdf) {
        this.path = path;
        this.hdf = hdf;
        for (String name : hdf.root().getChildren().keySet()) {
            Node node = hdf.child(hdf.root(), name);
            if (node != null && isMatrix(node)) {
                matrices.put(name, node);
            }
        }
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        return Hdf5.read(file.path(), hdf -> NamedGraph.read(new Mat73File(file.path(), hdf), file, options));
    }

    private static boolean isMatrix(Node node) {
        if (node instanceof Group) {
            return node.getAttribute(SPARSE) != null;
        }
        Attribute named = node.getAttribute("MATLAB_class");
        // Other programs write arrays without MATLAB's names for their types.
        boolean numbers = named == null || NUMBERS.contains(String.valueOf(named.getData()));
        return numbers && node.getAttribute("MATLAB_empty") == null && node instanceof Dataset;
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public long bytes() {
        return hdf.mostBytes();
    }

    @Override
    public Set<String> names() {
        return matrices.keySet();
    }

    @Override
    public Value get(String name) {
        String where = where(name);
        Node node = matrices.get(name);
        if (node instanceof Dataset dataset) {
            int[] dimensions = dataset.getDimensions();
            int[] shape = new int[dimensions.length];
            Arrays.setAll(shape, i -> dimensions[dimensions.length - 1 - i]);
            return new Value.Dense(hdf.array(dataset, shape, Order.COLUMNS, where));
        }
        if (node instanceof Group group) {
            return new Value.Matrix(sparse(group, where));
        }
        throw new InvalidInputException(path + ": expected a matrix " + name + ", got none");
    }

    /** By columns; a matrix without entries has no arrays of them. */
    private Sparse sparse(Group group, String where) {
        Object rows = group.getAttribute(SPARSE).getData();
        if (!(rows instanceof Number number)) {
            throw new InvalidInputException(where + ": expected a number of rows (" + SPARSE + "), got " + rows);
        }
        Dataset offsets = hdf.dataset(group, "jc");
        int[] shape = {checked(number.longValue(), where), checked(offsets.getSize() - 1, where)};
        if (hdf.child(group, "ir") == null) {
            return Sparse.ofCoordinates(where, shape[0], shape[1], new int[0], new int[0], new float[0]);
        }
        return Value.compressed(
                where,
                true,
                shape,
                hdf.array(offsets, where + " (jc)"),
                hdf.array(hdf.dataset(group, "ir"), where + " (ir)"),
                hdf.array(hdf.dataset(group, "data"), where + " (data)"));
    }

    private static int checked(long size, String where) {
        if (size < 0 || size > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(where + ": expected 0 to 2147483639 rows and columns, got " + size);
        }
        return (int) size;
    }
}
