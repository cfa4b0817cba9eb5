package dev.kindred.io;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.notice.Setting;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph from a .npz archive, in the layout of PyTorch Geometric's Amazon and Coauthor readers: {@code adj_indptr}, {@code adj_indices},
 * {@code adj_data}, {@code adj_shape} (compressed sparse rows), {@code attr_*} likewise or {@code attr_matrix} (dense), and optionally
 * {@code labels}.
 *
 * @param graph edges and attributes
 * @param labels {@code [n]} known classes for evaluation only; null if the file has none
 * @param warnings what was corrected while reading, one sentence each
 */
public record NpzGraph(AttributedGraph graph, int @Nullable [] labels, List<String> warnings) {
    /** Timestamp of all entries, the earliest of zip files: the real time would change the checksum. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    public NpzGraph {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a graph.
     *
     * @param direction SYMMETRIC makes one-way edges two-way, with a warning; DIRECTED keeps them
     * @throws InvalidInputException where the file is not such a graph; the message names file, array and remedy
     */
    public static NpzGraph read(Path path, Direction direction) throws IOException {
        try (Npz npz = Npz.open(path)) {
            List<String> warnings = new ArrayList<>();
            Graph graph = graph(npz, path, direction, warnings);
            Features features = features(npz, path, graph.nodes());
            int[] labels = npz.has("labels") ? npz.array("labels").ints() : null;
            if (labels != null && labels.length != graph.nodes()) {
                throw new InvalidInputException(
                        path + " (labels): expected " + graph.nodes() + " (nodes), got " + labels.length);
            }
            return new NpzGraph(new AttributedGraph(graph, features), labels, warnings);
        }
    }

    /**
     * The sizes in the headers of a file, whose data are not read.
     *
     * @param nodes n, number of nodes
     * @param entries number of stored edges
     * @param columns d, number of features
     * @param storedValues stored feature values in the layout that {@link #read} uses
     * @param layout layout of the features that {@link #read} uses
     */
    public record Size(long nodes, long entries, long columns, long storedValues, Features.Layout layout) {}

    /**
     * The size of the graph in a file.
     *
     * @throws InvalidInputException where the file is not such a graph
     */
    public static Size size(Path path) throws IOException {
        try (Npz npz = Npz.open(path)) {
            long nodes = shape(npz, path, "adj")[0];
            long entries = first(npz.shape("adj_indices"));
            if (npz.has("attr_matrix")) {
                int[] shape = npz.shape("attr_matrix");
                long columns = shape.length == 2 ? shape[1] : 0;
                return new Size(nodes, entries, columns, nodes * columns, Features.Layout.DENSE);
            }
            long columns = shape(npz, path, "attr")[1];
            long stored = first(npz.shape("attr_indices"));
            Features.Layout layout = Features.Layout.of(stored, nodes, columns);
            long kept = layout == Features.Layout.DENSE ? nodes * columns : stored;
            return new Size(nodes, entries, columns, kept, layout);
        }
    }

    private static long first(int[] shape) {
        return shape.length == 0 ? 0 : shape[0];
    }

    private static Graph graph(Npz npz, Path path, Direction direction, List<String> warnings) throws IOException {
        int[] shape = shape(npz, path, "adj");
        if (shape[0] != shape[1]) {
            throw new InvalidInputException(
                    path + " (adj_shape): expected as many rows as columns, got " + shape[0] + " x " + shape[1]);
        }
        if (shape[0] == 0) {
            throw new InvalidInputException(path + " (adj_shape): expected 1 node or more, got 0");
        }
        Csr csr = csr(npz, path, "adj", shape[0], shape[1]);
        boolean plain = csr.isSortedWithoutLoops() && csr.isAllOnes();
        if (plain) {
            try {
                return Graph.of(direction, csr.offsets(), csr.columns(), null);
            } catch (IllegalArgumentException e) {
                // The graph is not symmetric; the edges are made two-way and counted below.
                warnings.clear();
            }
        }
        GraphBuilder builder = new GraphBuilder(shape[0], direction, GraphBuilder.SelfLoops.DROP);
        long zeros = 0;
        for (int i = 0; i < shape[0]; i++) {
            for (int e = (int) csr.offsets()[i]; e < csr.offsets()[i + 1]; e++) {
                float weight = csr.values()[e];
                if (weight == 0) {
                    zeros++;
                } else if (weight > 0 && weight < Float.POSITIVE_INFINITY) {
                    builder.add(i, csr.columns()[e], weight);
                } else {
                    throw new InvalidInputException(path + " (adj_data): expected weights finite and 0 or more, got "
                            + weight + " at edge " + i + " -> " + csr.columns()[e]);
                }
            }
        }
        Graph graph = builder.build();
        GraphBuilder.Report report = builder.report();
        count(warnings, zeros, "edges of weight 0 left out");
        count(warnings, report.selfLoops(), "self-loops left out");
        count(warnings, report.duplicates(), "duplicate edges merged");
        if (direction == Direction.SYMMETRIC) {
            long oneWay = graph.edges() / 2 - report.reciprocal();
            count(
                    warnings,
                    oneWay,
                    "one-way edges made two-way (" + Setting.DIRECTED.to(Direction.DIRECTED) + " keeps them)");
        }
        return graph;
    }

    private static void count(List<String> warnings, long count, String what) {
        if (count > 0) {
            warnings.add(what + ": " + count);
        }
    }

    private static Features features(Npz npz, Path path, int nodes) throws IOException {
        try {
            if (npz.has("attr_matrix")) {
                Npy dense = npz.array("attr_matrix");
                int[] shape = dense.shape();
                if (shape.length != 2 || shape[0] != nodes) {
                    throw new InvalidInputException(path + " (attr_matrix): expected " + nodes
                            + " rows (nodes) and two dimensions, got shape " + Arrays.toString(shape));
                }
                return new DenseFeatures(shape[0], shape[1], dense.floats());
            }
            int[] shape = shape(npz, path, "attr");
            if (shape[0] != nodes) {
                throw new InvalidInputException(
                        path + " (attr_shape): expected " + nodes + " rows (nodes), got " + shape[0]);
            }
            Csr csr = csr(npz, path, "attr", shape[0], shape[1]);
            SparseFeatures sparse = new SparseFeatures(shape[1], csr.offsets(), csr.columns(), csr.values());
            return Features.Layout.ofDensity(sparse.density()) == Features.Layout.DENSE ? sparse.toDense() : sparse;
        } catch (InvalidInputException e) {
            String message = e.getMessage();
            throw message != null && message.startsWith(path.toString())
                    ? e
                    : new InvalidInputException(path + ": " + message, e);
        }
    }

    private static int[] shape(Npz npz, Path path, String prefix) throws IOException {
        int[] shape = npz.array(prefix + "_shape").ints();
        if (shape.length != 2 || shape[0] < 0 || shape[1] < 0) {
            throw new InvalidInputException(
                    path + " (" + prefix + "_shape): expected two numbers of 0 or more, got " + Arrays.toString(shape));
        }
        return shape;
    }

    private static Csr csr(Npz npz, Path path, String prefix, int rows, int columnCount) throws IOException {
        return Csr.of(
                path.toString(),
                prefix + "_",
                npz.array(prefix + "_indptr"),
                npz.array(prefix + "_indices"),
                npz.array(prefix + "_data"),
                rows,
                columnCount);
    }

    /** Writes the graph in the layout that {@link #read} reads; the same graph gives the same bytes. */
    public void write(Path path) throws IOException {
        Graph edges = graph.graph();
        float[] weights = edges.weights();
        if (weights == null) {
            weights = new float[Math.toIntExact(edges.edges())];
            Arrays.fill(weights, 1f);
        }
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
            begin(zip, "adj_indptr", "<i8", edges.nodes() + 1)
                    .add(edges.rowOffsets())
                    .end();
            begin(zip, "adj_indices", "<i4", weights.length)
                    .add(edges.columns(), 0, weights.length)
                    .end();
            begin(zip, "adj_data", "<f4", weights.length)
                    .add(weights, 0, weights.length)
                    .end();
            writeShape(zip, "adj", edges.nodes(), edges.nodes());
            switch (graph.features()) {
                case SparseRows sparse -> {
                    begin(zip, "attr_indptr", "<i8", sparse.rows() + 1)
                            .add(sparse.rowOffsets())
                            .end();
                    int stored = Math.toIntExact(sparse.storedValues());
                    NpyWriter indices = begin(zip, "attr_indices", "<i4", stored);
                    sparse.forEachRow((row, columns, values, from, to) -> indices.add(columns, from, to));
                    indices.end();
                    NpyWriter data = begin(zip, "attr_data", "<f4", stored);
                    sparse.forEachRow((row, columns, values, from, to) -> data.add(values, from, to));
                    data.end();
                    writeShape(zip, "attr", sparse.rows(), sparse.columns());
                }
                case DenseRows dense -> {
                    NpyWriter matrix = begin(zip, "attr_matrix", "<f4", dense.rows(), dense.columns());
                    dense.forEachRow((row, values, from) -> matrix.add(values, from, from + dense.columns()));
                    matrix.end();
                }
            }
            if (labels != null) {
                begin(zip, "labels", "<i4", labels.length)
                        .add(labels, 0, labels.length)
                        .end();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static NpyWriter begin(ZipOutputStream zip, String name, String type, int... shape) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        return NpyWriter.begin(zip, type, shape);
    }

    private static void writeShape(ZipOutputStream zip, String prefix, int rows, int columns) throws IOException {
        begin(zip, prefix + "_shape", "<i4", 2)
                .add(new int[] {rows, columns}, 0, 2)
                .end();
    }
}
