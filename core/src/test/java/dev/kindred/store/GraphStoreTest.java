package dev.kindred.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.io.Checksums;
import dev.kindred.io.Npy;
import dev.kindred.io.OutputFolder.Existing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphStoreTest {
    private static final DenseFeatures DENSE = new DenseFeatures(4, 2, new float[] {1, 2, 0, -4, 5.5f, 0, 7, 8});
    private static final SparseFeatures SPARSE =
            new SparseFeatures(3, new long[] {0, 2, 2, 3, 5}, new int[] {2, 0, 1, 0, 2}, new float[] {1, 2, 4, 5, 7});

    @TempDir
    Path folder;

    private Path store = Path.of("store");

    @BeforeEach
    void nameTheStore() {
        store = folder.resolve("store");
    }

    private static NodeIds texts(String... ids) {
        int[] ends = new int[ids.length];
        int last = 0;
        for (int i = 0; i < ids.length; i++) {
            last += ids[i].getBytes(StandardCharsets.UTF_8).length;
            ends[i] = last;
        }
        return NodeIds.ofText("VARCHAR", ends, String.join("", ids).getBytes(StandardCharsets.UTF_8));
    }

    private static StoredGraph plain(Features features) {
        return new StoredGraph(new AttributedGraph(Graphs.of("a-b, b-c, c-d"), features), null, null, null, List.of());
    }

    private static List<StoredGraph> examples() {
        return List.of(
                plain(DENSE),
                plain(SPARSE),
                new StoredGraph(
                        new AttributedGraph(Graphs.of("a-b 2, b-c 3, c-d 5"), DENSE),
                        texts("a", "", "\u00fc\"\n", "d"),
                        new int[] {0, -1, 1, 0},
                        "{\"columns\": []}\n",
                        List.of("duplicate edges merged: 3")),
                new StoredGraph(
                        new AttributedGraph(Graphs.directed("a-b, b-c, c-a, a-d"), SPARSE),
                        NodeIds.ofNumbers("INTEGER", new long[] {7, 5, 3, Long.MIN_VALUE}),
                        null,
                        null,
                        List.of()),
                new StoredGraph(
                        new AttributedGraph(Graphs.empty(1), new DenseFeatures(1, 0, new float[0])),
                        null,
                        null,
                        null,
                        List.of()));
    }

    private static float[][] cells(Features features) {
        float[][] cells = new float[features.rows()][features.columns()];
        switch (features) {
            case DenseRows dense ->
                dense.forEachRow((row, values, from) -> System.arraycopy(values, from, cells[row], 0, dense.columns()));
            case SparseRows sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        cells[row][columns[e]] = values[e];
                    }
                });
        }
        return cells;
    }

    private static List<Path> files(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsReadAndWrittenAgainToTheByte() throws Exception {
        for (StoredGraph written : examples()) {
            GraphStore.write(store, Existing.OVERWRITE, written);
            StoredGraph read = GraphStore.read(store);
            Graph graph = written.graph().graph();
            assertThat(read.graph().graph().direction()).isEqualTo(graph.direction());
            assertThat(read.graph().graph().rowOffsets()).isEqualTo(graph.rowOffsets());
            assertThat(read.graph().graph().columns()).isEqualTo(graph.columns());
            assertThat(read.graph().graph().weights()).isEqualTo(graph.weights());
            assertThat(cells(read.graph().features()))
                    .isDeepEqualTo(cells(written.graph().features()));
            assertThat(read.graph().features().storedValues())
                    .isEqualTo(written.graph().features().storedValues());
            assertThat(read.labels()).isEqualTo(written.labels());
            assertThat(read.encoding()).isEqualTo(written.encoding());
            assertThat(read.warnings()).isEqualTo(written.warnings());
            assertThat(read.ids()).usingRecursiveComparison().isEqualTo(written.ids());
            GraphStore.Size size = GraphStore.size(store);
            assertThat(size.storedValues()).isEqualTo(read.graph().features().storedValues());
            assertThat(size.weighted()).isEqualTo(graph.weights() != null);
            // From its own files, which stay mapped while they are replaced.
            Path again = folder.resolve("again");
            GraphStore.write(again, Existing.OVERWRITE, read);
            assertThat(files(again)).hasSameSizeAs(files(store));
            for (Path file : files(store)) {
                assertThat(Files.mismatch(file, again.resolve(file.getFileName())))
                        .isEqualTo(-1);
            }
            GraphStore.write(store, Existing.OVERWRITE, read);
        }
    }

    @Test
    void everyArrayIsOneThatNumPyReads() throws Exception {
        GraphStore.write(store, Existing.REFUSE, plain(DENSE));
        Npy features = Npy.parse(Files.readAllBytes(store.resolve("features.npy")), "features");
        assertThat(features.shape()).containsExactly(4, 2);
        assertThat(features.floats()).isEqualTo(DENSE.values());
        assertThat(Npy.parse(Files.readAllBytes(store.resolve("edge_offsets.npy")), "offsets")
                        .longs())
                .containsExactly(0, 1, 3, 5, 6);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> GraphStore.read(store))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private void rewriteManifest(String from, String to) throws IOException {
        Path manifest = store.resolve("store.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    @Test
    void damageIsNamedWithFileAndFix() throws Exception {
        assertRefused(store + ": expected a folder of kindred import, with a file store.json, got one without");
        GraphStore.write(store, Existing.REFUSE, plain(DENSE));
        assertThatThrownBy(() -> GraphStore.write(store, Existing.REFUSE, plain(DENSE)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(store + ": already exists; pass Existing.OVERWRITE to replace a store of kindred import");
        Path features = store.resolve("features.npy");
        byte[] whole = Files.readAllBytes(features);
        byte[] flipped = whole.clone();
        flipped[whole.length - 2] ^= 4;
        Files.write(features, flipped);
        assertThatThrownBy(() -> GraphStore.read(store))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .matches("\\Q" + features
                        + "\\E: expected CRC-32C [0-9a-f]{8}, as store.json says, got [0-9a-f]{8}; the file is damaged: import"
                        + " the graph again, or copy the store again");
        Files.write(features, Arrays.copyOf(whole, whole.length - 4));
        assertRefused(
                features + ": expected 160 bytes, as store.json says, got 156; import the graph again, or copy the"
                        + " store whole");
        Files.delete(features);
        assertRefused(
                features + ": expected a file of the store, got nothing there; import the graph again, or copy the"
                        + " store with all its files");
        Files.write(features, whole);
        rewriteManifest("kindred-store-1", "kindred-store-2");
        assertRefused(store.resolve("store.json")
                + ": expected format kindred-store-1, got kindred-store-2; import the graph again with this version");
    }

    /** Nothing is allocated for what the files do not hold. */
    @Test
    void claimsAreHeldAgainstTheFiles() throws Exception {
        GraphStore.write(store, Existing.REFUSE, plain(DENSE));
        Path manifest = store.resolve("store.json");
        String text = Files.readString(manifest);
        rewriteManifest("\"nodes\" : 4", "\"nodes\" : 2000000000");
        assertRefused(manifest + ": expected 4000000000 values (nodes x features), got 8; import the graph again");
        rewriteManifest("\"storedValues\" : 8", "\"storedValues\" : 4000000000");
        assertRefused(store.resolve("edge_offsets.npy")
                + ": expected <i8 [2000000001] in 16000000136 bytes, as store.json says, got <i8 [5] in 168; import the"
                + " graph again");
        Files.writeString(manifest, text.replace("\"entries\" : 6", "\"entries\" : 7"));
        assertRefused(store.resolve("edge_columns.npy")
                + ": expected <i4 [7] in 156 bytes, as store.json says, got <i4 [6] in 152; import the graph again");
        Files.writeString(manifest, text.replace("DENSE", "SPARSE"));
        assertRefused(manifest + ": expected the size and checksum of feature_offsets.npy, got none; import the graph"
                + " again");
        Files.writeString(manifest, text.replace("SYMMETRIC", "BOTH"));
        assertThatThrownBy(() -> GraphStore.read(store))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(manifest + ": expected the description of a store, got ");
        Files.writeString(manifest, text.replace("\"direction\" : \"SYMMETRIC\",", ""));
        assertRefused(manifest + ": expected direction, layout, warnings and files, got one of them missing; import the"
                + " graph again");
        Files.writeString(manifest, text.replace("\"warnings\" : [ ]", "\"warnings\" : [ null ]"));
        assertRefused(manifest + ": expected texts as warnings, got null; import the graph again");
        Files.writeString(manifest, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> GraphStore.read(store)).isInstanceOf(InvalidInputException.class);
    }

    /** A store that somebody else wrote, sealed as it should be, with impossible content. */
    @Test
    void contentThatIsNoGraphIsNamed() throws Exception {
        GraphStore.write(store, Existing.REFUSE, plain(SPARSE));
        seal("feature_columns.npy", 136, 3);
        assertRefused(store + ": feature columns of row 2: expected 0 to 2, got 3; import the graph again");
        seal("feature_columns.npy", 136, 1);
        seal("feature_values.npy", 131, 0x7F, 130, 0xC0);
        assertRefused(
                store + ": feature at row 0, column 2: expected a finite number, got NaN; import the graph again");
        seal("feature_values.npy", 131, 0x3F, 130, 0x80);
        seal("feature_offsets.npy", 136, 3);
        assertRefused(store + ": feature row offsets: expected ascending, got 3 before 2 at row 1; import the graph"
                + " again");
        seal("feature_offsets.npy", 136, 2);
        seal("edge_columns.npy", 128, 4);
        assertRefused(store + ": columns: expected 0 to 3 (nodes - 1), got 4; import the graph again");
    }

    /** Rather than naming the nodes by their numbers. */
    @Test
    void idsWithoutTheirTypeAreRefused() throws Exception {
        for (NodeIds ids : List.of(texts("a", "b", "c", "d"), NodeIds.ofNumbers("INTEGER", new long[] {7, 5, 3, 1}))) {
            GraphStore.write(
                    store,
                    Existing.OVERWRITE,
                    new StoredGraph(
                            new AttributedGraph(Graphs.of("a-b, b-c, c-d"), DENSE), ids, null, null, List.of()));
            rewriteManifest("\"idType\" : \"" + ids.type() + "\"", "\"idType\" : null");
            assertRefused(store.resolve("store.json")
                    + ": expected idType, the type of the ids that it names, got none; import the graph again");
        }
    }

    /** Changes bytes of a file, given as offset and value, and seals it again. */
    private void seal(String name, int... changes) throws IOException {
        Path file = store.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < changes.length; i += 2) {
            bytes[changes[i]] = (byte) changes[i + 1];
        }
        String before = Checksums.crc32c(file);
        Files.write(file, bytes);
        rewriteManifest(before, Checksums.crc32c(file));
    }

    @Test
    void filesThatAreCutShortWhileMappedAreAnErrorOfOneSentence() throws Exception {
        Random random = new Random(3);
        int rows = 4_000;
        int columns = 300;
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Graph none = Graphs.empty(rows);
        for (int left : new int[] {0, 5_000, 4 * values.length}) {
            GraphStore.write(
                    store,
                    Existing.OVERWRITE,
                    new StoredGraph(
                            new AttributedGraph(none, new DenseFeatures(rows, columns, values)),
                            null,
                            null,
                            null,
                            List.of()));
            DenseRows mapped = (DenseRows) GraphStore.read(store).graph().features();
            Path file = store.resolve("features.npy");
            // Often enough that the copying loops are compiled: their faults come late.
            for (int i = 0; i < 30; i++) {
                mapped.checkFinite();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(left);
            }
            assertThatThrownBy(mapped::checkFinite)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(file + ": expected 4800128 bytes for as long as it is in use, got " + left
                            + "; it was cut short meanwhile: import it again");
        }
    }
}
