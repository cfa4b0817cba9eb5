package dev.kindred.store;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Features.Layout;
import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.MappedDense;
import dev.kindred.graph.MappedFile;
import dev.kindred.graph.MappedSparse;
import dev.kindred.graph.NodeIds;
import dev.kindred.graph.SparseRows;
import dev.kindred.io.NpyWriter;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Contents;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.store.Manifest.FileFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes and reads a graph as a folder of .npy files, which NumPy can map too, with a manifest, {@code store.json}. Features are mapped and
 * never loaded as a whole; edges, ids and labels are read to the heap, where training needs them in other forms anyway. docs/FORMAT.md
 * describes every file.
 */
public final class GraphStore {
    /** Name of the manifest, which every store has. */
    public static final String MANIFEST = Manifest.NAME;

    private static final String EDGE_OFFSETS = "edge_offsets.npy";
    private static final String EDGE_COLUMNS = "edge_columns.npy";
    private static final String EDGE_WEIGHTS = "edge_weights.npy";
    private static final String FEATURES = "features.npy";
    private static final String FEATURE_OFFSETS = "feature_offsets.npy";
    private static final String FEATURE_COLUMNS = "feature_columns.npy";
    private static final String FEATURE_VALUES = "feature_values.npy";
    private static final String LABELS = "labels.npy";
    private static final String IDS = "ids.npy";
    private static final String ID_ENDS = "id_ends.npy";
    private static final String ID_TEXT = "id_text.npy";
    private static final String ENCODING = "encoding.json";
    private static final String LABEL_NAMES = "label_names.json";

    /** All files that a store may have; a folder with other files is never replaced. */
    public static final Contents CONTENTS = new Contents(
            "a store of kindred import",
            List.of(
                    Manifest.NAME,
                    EDGE_OFFSETS,
                    EDGE_COLUMNS,
                    EDGE_WEIGHTS,
                    FEATURES,
                    FEATURE_OFFSETS,
                    FEATURE_COLUMNS,
                    FEATURE_VALUES,
                    LABELS,
                    IDS,
                    ID_ENDS,
                    ID_TEXT,
                    ENCODING,
                    LABEL_NAMES));

    /**
     * The sizes in a manifest.
     *
     * @param nodes n, number of nodes
     * @param entries number of stored edges
     * @param columns d, number of features
     * @param storedValues stored feature values
     * @param layout whether features are dense or sparse
     * @param weighted whether edges have weights
     * @param direction whether edges are directed
     */
    public record Size(
            long nodes,
            long entries,
            long columns,
            long storedValues,
            Layout layout,
            boolean weighted,
            Graph.Direction direction) {}

    private final Path folder;
    private final Manifest manifest;

    private GraphStore(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    /**
     * Writes a store atomically: the whole folder or nothing. The same graph gives the same bytes.
     *
     * @throws InvalidInputException where the folder exists and may not be replaced, or a store cannot keep the type of the ids
     */
    public static void write(Path folder, Existing existing, StoredGraph stored) throws IOException {
        NodeIds named = stored.ids();
        if (named != null) {
            named.checkType();
        }
        try (OutputFolder output = OutputFolder.create(folder, existing, CONTENTS)) {
            Map<String, FileFacts> files = new LinkedHashMap<>();
            AttributedGraph graph = stored.graph();
            writeEdges(output, graph.graph(), files);
            writeFeatures(output, graph.features(), files);
            int[] labels = stored.labels();
            if (labels != null) {
                write(output, LABELS, labels, files);
            }
            if (named != null) {
                writeIds(output, named, files);
            }
            String encoding = stored.encoding();
            if (encoding != null) {
                writeText(output, ENCODING, encoding, files);
            }
            if (!stored.labelNames().isEmpty()) {
                writeText(output, LABEL_NAMES, Manifest.JSON.writeValueAsString(stored.labelNames()), files);
            }
            new Manifest(
                            Manifest.FORMAT,
                            graph.nodes(),
                            Math.toIntExact(graph.graph().edges()),
                            graph.features().columns(),
                            graph.features().storedValues(),
                            graph.graph().direction(),
                            graph.features().layout(),
                            named == null ? null : named.type(),
                            stored.warnings(),
                            files)
                    .write(output.file(Manifest.NAME));
            output.commit();
        }
    }

    private static void writeText(OutputFolder output, String name, String text, Map<String, FileFacts> files)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        files.put(name, ArrayFile.write(output.file(name), out -> out.write(bytes)));
    }

    private static void writeEdges(OutputFolder output, Graph graph, Map<String, FileFacts> files) throws IOException {
        write(output, EDGE_OFFSETS, graph.rowOffsets(), files);
        write(output, EDGE_COLUMNS, graph.columns(), files);
        float[] weights = graph.weights();
        if (weights != null) {
            write(
                    output,
                    EDGE_WEIGHTS,
                    "<f4",
                    new int[] {weights.length},
                    files,
                    out -> out.add(weights, 0, weights.length));
        }
    }

    private static void writeFeatures(OutputFolder output, Features features, Map<String, FileFacts> files)
            throws IOException {
        switch (features) {
            case DenseRows dense -> {
                int[] shape = {dense.rows(), dense.columns()};
                write(
                        output,
                        FEATURES,
                        "<f4",
                        shape,
                        files,
                        out -> dense.forEachRow((row, values, from) -> out.add(values, from, from + dense.columns())));
            }
            case SparseRows sparse -> {
                write(output, FEATURE_OFFSETS, sparse.rowOffsets(), files);
                int[] shape = {Math.toIntExact(sparse.storedValues())};
                write(
                        output,
                        FEATURE_COLUMNS,
                        "<i4",
                        shape,
                        files,
                        out -> sparse.forEachRow((row, columns, values, from, to) -> out.add(columns, from, to)));
                write(
                        output,
                        FEATURE_VALUES,
                        "<f4",
                        shape,
                        files,
                        out -> sparse.forEachRow((row, columns, values, from, to) -> out.add(values, from, to)));
            }
        }
    }

    private static void writeIds(OutputFolder output, NodeIds ids, Map<String, FileFacts> files) throws IOException {
        long[] numbers = ids.numbers();
        if (numbers != null) {
            write(output, IDS, numbers, files);
            return;
        }
        write(output, ID_ENDS, ids.ends(), files);
        byte[] text = ids.text();
        write(output, ID_TEXT, "|u1", new int[] {text.length}, files, out -> out.add(text));
    }

    private static void write(OutputFolder output, String name, int[] values, Map<String, FileFacts> files)
            throws IOException {
        write(output, name, "<i4", new int[] {values.length}, files, out -> out.add(values, 0, values.length));
    }

    private static void write(OutputFolder output, String name, long[] values, Map<String, FileFacts> files)
            throws IOException {
        write(output, name, "<i8", new int[] {values.length}, files, out -> out.add(values));
    }

    private static void write(
            OutputFolder output,
            String name,
            String type,
            int[] shape,
            Map<String, FileFacts> files,
            Consumer<NpyWriter> elements)
            throws IOException {
        files.put(name, ArrayFile.write(output.file(name), type, shape, elements));
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    /**
     * The size of the graph in a store, read from its manifest only.
     *
     * @throws InvalidInputException where there is no manifest
     */
    public static Size size(Path folder) throws IOException {
        Manifest manifest = Manifest.read(folder);
        return new Size(
                manifest.nodes(),
                manifest.entries(),
                manifest.features(),
                manifest.storedValues(),
                manifest.layout(),
                manifest.files().containsKey(EDGE_WEIGHTS),
                manifest.direction());
    }

    /** Bytes of all files in a store's manifest. */
    public static long bytes(Path folder) throws IOException {
        return Manifest.read(folder).files().values().stream()
                .mapToLong(FileFacts::bytes)
                .sum();
    }

    /**
     * Opens a store. Size, checksum and values of every file are checked.
     *
     * @throws InvalidInputException where a file is missing, damaged, or of another version
     */
    public static StoredGraph read(Path folder) throws IOException {
        return new GraphStore(folder, Manifest.read(folder)).read();
    }

    private StoredGraph read() throws IOException {
        int nodes = manifest.nodes();
        long[] offsets = open(EDGE_OFFSETS, "<i8", offsetsOf(nodes)).longs(nodes + 1);
        int[] columns = open(EDGE_COLUMNS, "<i4", manifest.entries()).ints(manifest.entries());
        float[] weights = has(EDGE_WEIGHTS)
                ? open(EDGE_WEIGHTS, "<f4", manifest.entries()).floats(manifest.entries())
                : null;
        Features features = features();
        try {
            Graph graph = Graph.of(manifest.direction(), offsets, columns, weights);
            return new StoredGraph(
                    new AttributedGraph(graph, features),
                    ids(),
                    has(LABELS) ? open(LABELS, "<i4", nodes).ints(nodes) : null,
                    labelNames(),
                    text(ENCODING),
                    manifest.warnings());
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private int offsetsOf(int nodes) {
        if (nodes == Integer.MAX_VALUE) {
            throw damaged(new IllegalArgumentException("nodes: expected fewer than 2^31 - 1, got " + nodes));
        }
        return nodes + 1;
    }

    private Features features() throws IOException {
        int nodes = manifest.nodes();
        try {
            if (manifest.layout() == Layout.DENSE) {
                ArrayFile values = open(FEATURES, "<f4", nodes, manifest.features());
                MappedDense dense = MappedDense.of(values.file(), values.start(), nodes, manifest.features());
                dense.checkFinite();
                return dense;
            }
            int stored = Math.toIntExact(manifest.storedValues());
            MappedSparse sparse = MappedSparse.of(
                    manifest.features(),
                    open(FEATURE_OFFSETS, "<i8", offsetsOf(nodes)).longs(nodes + 1),
                    numbers(open(FEATURE_COLUMNS, "<i4", stored)),
                    numbers(open(FEATURE_VALUES, "<f4", stored)));
            sparse.checkEntries();
            return sparse;
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        } catch (InvalidInputException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(folder.toString())
                    ? e
                    : new InvalidInputException(folder + ": " + message + "; import the graph again", e);
        }
    }

    private static MappedSparse.Numbers numbers(ArrayFile array) {
        return new MappedSparse.Numbers(array.file(), array.start());
    }

    private @Nullable NodeIds ids() throws IOException {
        String type = manifest.idType();
        int nodes = manifest.nodes();
        if (type == null) {
            if (has(IDS) || has(ID_ENDS) || has(ID_TEXT)) {
                throw new InvalidInputException(folder.resolve(Manifest.NAME)
                        + ": expected idType, the type of the ids that it names, got none; import the graph again");
            }
            return null;
        }
        NodeIds ids = ids(type, nodes);
        ids.checkType();
        return ids;
    }

    private NodeIds ids(String type, int nodes) throws IOException {
        if (has(IDS)) {
            return NodeIds.ofNumbers(type, open(IDS, "<i8", nodes).longs(nodes));
        }
        int[] ends = open(ID_ENDS, "<i4", nodes).ints(nodes);
        int last = Math.max(0, ends[nodes - 1]);
        return NodeIds.ofText(type, ends, open(ID_TEXT, "|u1", last).bytes(last));
    }

    /** Names of the labels; none in a store that was written before they were kept. */
    private List<String> labelNames() throws IOException {
        String text = text(LABEL_NAMES);
        if (text == null) {
            return List.of();
        }
        try {
            return List.of(Manifest.JSON.readValue(text, String[].class));
        } catch (JacksonException | NullPointerException e) {
            throw new InvalidInputException(
                    folder.resolve(LABEL_NAMES) + ": expected a list of names, got " + e.getMessage(), e);
        }
    }

    private @Nullable String text(String name) throws IOException {
        if (!has(name)) {
            return null;
        }
        MappedFile file = ArrayFile.checked(folder.resolve(name), facts(name));
        byte[] bytes = new byte[Math.toIntExact(file.size())];
        file.read(0, bytes, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean has(String name) {
        return manifest.files().containsKey(name);
    }

    private FileFacts facts(String name) {
        FileFacts facts = manifest.files().get(name);
        if (facts == null) {
            throw new InvalidInputException(folder.resolve(Manifest.NAME) + ": expected the size and checksum of "
                    + name + ", got none; import the graph again");
        }
        return facts;
    }

    private ArrayFile open(String name, String type, int... shape) throws IOException {
        return ArrayFile.open(folder.resolve(name), facts(name), type, shape);
    }

    private InvalidInputException damaged(IllegalArgumentException e) {
        return new InvalidInputException(folder + ": " + e.getMessage() + "; import the graph again", e);
    }
}
