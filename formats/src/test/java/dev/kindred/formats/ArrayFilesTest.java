package dev.kindred.formats;

import static dev.kindred.formats.Cases.edges;
import static dev.kindred.formats.Cases.open;
import static dev.kindred.formats.Cases.openDirected;
import static dev.kindred.formats.Cases.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Irregularities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats of arrays. The binary files were written by {@code files/make.py}; all hold the path 0-1-2-3 and the same features and classes. */
class ArrayFilesTest {
    private static final Path FILES = Path.of("src/test/resources/files");
    private static final String PATH = "0-1 1-2 2-3";
    private static final List<String> ROWS = List.of("1 0 2", "0 0 1", "0 3 0", "4 0 0");

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void assertWhole(OpenedGraph opened, String notice) {
        assertThat(edges(opened)).isEqualTo(PATH);
        assertThat(rows(opened)).isEqualTo(ROWS);
        assertThat(opened.labels()).containsExactly(0, 0, 1, 1);
        assertThat(opened.report().notices()).contains(notice);
        assertThat(opened.report().irregularities()).isEmpty();
        assertThat(opened.encoding()).isNull();
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.replace("FILE", path.toString()));
    }

    @Test
    void sciPyMatricesAreGraphsWithoutAttributes() throws Exception {
        for (String kind : List.of("csr", "csc", "coo")) {
            OpenedGraph opened = open(FILES.resolve("scipy_" + kind + ".npz"));
            assertThat(opened.format()).isEqualTo(GraphFormat.NPZ);
            assertThat(edges(opened)).as(kind).isEqualTo(PATH);
            assertThat(opened.labels()).isNull();
            assertThat(opened.graph().features().columns()).isEqualTo(65);
            assertThat(opened.report().notices())
                    .containsExactly(
                            "no attributes of nodes in the file: degree and position in the graph are the features");
        }
        assertRefused(
                FILES.resolve("scipy_dia.npz"),
                "FILE: expected edges, as edge_index (2 x edges) or adj (nodes x nodes), got the arrays data, format, offsets,"
                        + " shape");
    }

    @Test
    void pickledMatricesAreReadAsData() throws Exception {
        assertWhole(
                open(FILES.resolve("graphdata.npz")),
                "labels: 2 classes from node_label, to judge the result by, never a feature");
        assertWhole(
                open(FILES.resolve("pickled_coo.npz")),
                "labels: 2 classes from label, to judge the result by, never a feature");
        OpenedGraph more = open(FILES.resolve("metadata.npz"));
        assertThat(edges(more)).isEqualTo(PATH);
        assertThat(rows(more)).isEqualTo(ROWS);
        assertThat(more.report().notices()).containsExactly("arrays not read: metadata");
    }

    @Test
    void pairsOfNodesAreEdges() throws Exception {
        OpenedGraph opened = open(FILES.resolve("edge_index.npz"));
        assertThat(edges(opened)).isEqualTo("0-1:1.0 1-2:2.0 2-3:3.0");
        assertThat(rows(opened)).isEqualTo(ROWS);
        assertThat(opened.labels()).containsExactly(0, 0, 1, 1);
        assertThat(opened.report().notices())
                .containsExactly(
                        "labels: 2 classes from y, to judge the result by, never a feature",
                        "arrays not read: train_mask");
        OpenedGraph pairs = open(FILES.resolve("pairs.npz"));
        assertThat(pairs.graph().nodes()).isEqualTo(5);
        assertThat(edges(pairs)).isEqualTo(PATH);
        assertThat(pairs.report().irregularities())
                .containsExactly("one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 3");
        assertThat(edges(openDirected(FILES.resolve("pairs.npz")))).isEqualTo("0>1 1>2 2>3");
        assertThatThrownBy(() -> GraphFiles.read(
                        FILES.resolve("pairs.npz"), TableOptions.defaults().withIrregularities(Irregularities.REFUSE)))
                .hasMessage(
                        FILES.resolve("pairs.npz")
                                + ": expected nothing irregular (TableOptions.refusingIrregularities), got one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 3");
    }

    @Test
    void attributesAreLeftOutWhereAsked() throws Exception {
        TableOptions structure = TableOptions.defaults().withFeatures(FeatureSource.STRUCTURE);
        OpenedGraph opened = GraphFiles.read(FILES.resolve("edge_index.npz"), structure);
        assertThat(opened.graph().features().columns()).isEqualTo(65);
    }

    @Test
    void citationsAreReadFromText() throws Exception {
        Path content = write("toy.content", "p1\t1\t0\tAI\np2\t0\t1\tDB\np3\t0\t1\tAI\np1\t1\t1\tAI\n");
        Path cites = write("toy.cites", "p1\tp2\np3 p2\np9\tp1\n");
        for (Path path : List.of(content, cites, folder)) {
            OpenedGraph opened = open(path);
            assertThat(opened.format()).isEqualTo(GraphFormat.CITES);
            assertThat(opened.files()).containsExactly(content, cites);
            assertThat(edges(opened)).isEqualTo("p1-p2 p2-p3");
            assertThat(rows(opened)).containsExactly("1 0", "0 1", "0 1");
            assertThat(opened.labels()).containsExactly(0, 1, 0);
            assertThat(opened.report().notices())
                    .containsExactly(
                            "labels: 2 classes from the last column of toy.content, to judge the result by, never a feature");
            assertThat(opened.report().irregularities())
                    .containsExactly(
                            "nodes whose id was given before left out: 1",
                            "edges to nodes without content left out: 1",
                            "one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 2");
        }
        assertThat(edges(openDirected(folder))).isEqualTo("p2>p1 p2>p3");
        Files.writeString(content, "p1\t1\tx\tAI\n");
        assertThatThrownBy(() -> open(folder)).hasMessage(content + ", line 1: expected a number, got x");
        Files.writeString(content, "p1\t1\t1\tAI\np2\t1\tAI\n");
        assertThatThrownBy(() -> open(folder))
                .hasMessage(
                        content + ", line 2: expected 2 numbers as in the lines before, got another number of them");
        Files.writeString(content, "p1\n");
        assertThatThrownBy(() -> open(folder))
                .hasMessage(content + ", line 1: expected an id, numbers and a class, got an id alone");
        Files.writeString(content, "\n");
        assertThatThrownBy(() -> open(folder)).hasMessage(content + ": expected 1 node or more, got 0");
    }

    @Test
    void rowsAndPairsAreReadFromText() throws Exception {
        Path matrix = write("data/acm.txt", "1 0 2\n0 0 1\n0 3 0\n4.000e+00 0 0\n");
        Path labels = write("data/acm_label.txt", "0\n0\n1.0e+00\n1\n");
        Path graph = write("graph/acm_graph.txt", "0 1\n1 2\n2 3\n");
        for (Path path : List.of(matrix, graph, labels, folder.resolve("data"), folder.resolve("graph"))) {
            OpenedGraph opened = open(path);
            assertThat(opened.format()).isEqualTo(GraphFormat.SDCN);
            assertWhole(opened, "labels: 2 classes from acm_label.txt, to judge the result by, never a feature");
        }
        assertThat(edges(openDirected(matrix))).isEqualTo("0>1 1>0 1>2 2>1 2>3 3>2");
        Files.writeString(graph, "0 4\n");
        assertThatThrownBy(() -> open(matrix))
                .hasMessageEndingWith("acm_graph.txt, line 1: expected the number of a node, 0 to 3, got 4.0");
        Files.writeString(graph, "0 1 2 3\n");
        assertThatThrownBy(() -> open(matrix))
                .hasMessageEndingWith(
                        "acm_graph.txt, line 1: expected two numbers of nodes, and at most a weight, got more");
        Files.writeString(graph, "0 1\n");
        Files.writeString(labels, "0\n1\n");
        assertThatThrownBy(() -> open(matrix)).hasMessage(matrix + " (labels): expected 4 (nodes), got 2");
    }

    @Test
    void rowsAreKeptSparseOrDenseByWhatTheyHold() throws Exception {
        for (int firstFilled : new int[] {0, 50, 1_000}) {
            StringBuilder text = new StringBuilder();
            float[] expected = new float[200 * 10];
            for (int i = 0; i < 200; i++) {
                for (int c = 0; c < 10; c++) {
                    // Rows before have one value, those from there on all.
                    expected[i * 10 + c] = i >= firstFilled || c == i % 10 ? i + c + 1 : 0;
                    text.append(expected[i * 10 + c]).append(c < 9 ? " " : "\n");
                }
            }
            Features read = SdcnText.matrix(write("rows.txt", text.toString()));
            if (firstFilled == 1_000) {
                assertThat(((SparseFeatures) read).storedValues()).isEqualTo(200);
                assertThat(((SparseFeatures) read).toDense().values()).isEqualTo(expected);
            } else {
                assertThat(((DenseFeatures) read).values()).isEqualTo(expected);
            }
        }
        // The first rows are full, all others empty: sparse in the end.
        Features mixed =
                SdcnText.matrix(write("rows.txt", "1 2 3 4 5 6 7 8\n".repeat(64) + "0 0 0 0 0 0 0 0\n".repeat(1_000)));
        assertThat(((SparseFeatures) mixed).storedValues()).isEqualTo(512);
        Path uneven = write("rows.txt", "1 2 3 4 5 6 7 8\n".repeat(64) + "1 2 3\n");
        assertThatThrownBy(() -> SdcnText.matrix(uneven))
                .hasMessage(
                        uneven + ", line 65: expected 8 numbers as in the lines before, got another number of them");
    }

    @Test
    void anotherArrayOfLabelsIsTakenWhereNamed() throws Exception {
        TableOptions named =
                TableOptions.defaults().withNames(new TableOptions.Names(null, null, null, null, "train_mask"));
        assertThat(GraphFiles.read(FILES.resolve("edge_index.npz"), named)
                        .report()
                        .notices())
                .containsExactly(
                        "labels: 2 classes from train_mask, to judge the result by, never a feature",
                        "arrays not read: y");
        assertThatThrownBy(() -> GraphFiles.read(FILES.resolve("graphdata.npz"), named))
                .hasMessage(FILES.resolve("graphdata.npz")
                        + ": expected an array train_mask, got adj_matrix, node_attr, node_label; TableOptions.withLabel names the array of known"
                        + " classes");
    }

    @Test
    void arraysSideBySideAreRead() throws Exception {
        for (String name : List.of("adj", "feat", "label")) {
            Files.copy(Cases.require("npz/" + name + ".npy"), folder.resolve("toy_" + name + ".npy"));
        }
        for (Path path : List.of(folder, folder.resolve("toy_feat.npy"))) {
            OpenedGraph opened = open(path);
            assertThat(opened.format()).isEqualTo(GraphFormat.NPY);
            Cases.assertCase(opened);
            Cases.assertCaseFeatures(opened);
            Cases.assertCaseLabels(opened);
        }
        Files.delete(folder.resolve("toy_adj.npy"));
        assertThatThrownBy(() -> open(folder.resolve("toy_feat.npy")))
                .hasMessage(folder.resolve("toy_feat.npy")
                        + ": expected edges, as edge_index (2 x edges) or adj (nodes x nodes), got the arrays feat");
    }

    @Test
    void planetoidsPicklesAreReadFromTheirFolder() throws Exception {
        OpenedGraph opened = open(Path.of("../core/src/test/resources/planetoid"));
        assertThat(opened.format()).isEqualTo(GraphFormat.PLANETOID);
        assertThat(opened.graph().nodes()).isEqualTo(8);
        assertThat(opened.labels()).containsExactly(0, 1, 2, 1, 1, 0, 2, 0);
        assertThat(open(Path.of("../core/src/test/resources/planetoid/ind.tiny.test.index"))
                        .files())
                .hasSize(6);
    }

    @Test
    void ogbFoldersAreRead() throws Exception {
        Path raw = Files.createDirectory(folder.resolve("raw"));
        zipped(raw, "edge.csv", "0,1\n1,2\n2,3\n");
        zipped(raw, "num-node-list.csv", "4\n");
        zipped(raw, "num-edge-list.csv", "3\n");
        zipped(raw, "node-feat.csv", "1,0,2\n0,0,1\n0,3,0\n4,0,0\n");
        zipped(raw, "node-label.csv", "0\n0.0\n1\n1\n");
        for (Path path : List.of(folder, raw, raw.resolve("edge.csv.gz"))) {
            OpenedGraph opened = open(path);
            assertThat(opened.format()).isEqualTo(GraphFormat.OGB);
            assertThat(edges(opened)).isEqualTo(PATH);
            assertThat(rows(opened)).isEqualTo(ROWS);
            assertThat(opened.labels()).containsExactly(0, 0, 1, 1);
        }
        zipped(raw, "num-edge-list.csv", "4\n");
        assertThatThrownBy(() -> open(folder))
                .hasMessageEndingWith(
                        "edge.csv.gz: expected 4 edges (num-edge-list.csv.gz), got 3; the file is cut short");
        zipped(raw, "num-edge-list.csv", "3\n");
        zipped(raw, "num-node-list.csv", "2000000000\n");
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("num-node-list.csv.gz: expected at most ");
        zipped(raw, "num-node-list.csv", "2\n2\n");
        assertThatThrownBy(() -> open(folder))
                .hasMessageEndingWith(
                        "num-node-list.csv.gz, line 2: expected one graph, as node property data sets have, got more");
    }

    private static void zipped(Path folder, String name, String text) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void matrixMarketFilesAreRead() throws Exception {
        Path file = write(
                "g.mtx",
                "%%MatrixMarket matrix coordinate real symmetric\n% from a test\n\n4 4 3\n2 1 1.5\n3 2 1\n% more\n4 3 2e0\n");
        assertThat(edges(open(file))).isEqualTo("0-1:1.5 1-2:1.0 2-3:2.0");
        assertThat(edges(openDirected(file))).isEqualTo("0>1:1.5 1>0:1.5 1>2:1.0 2>1:1.0 2>3:2.0 3>2:2.0");
        write("g.mtx", "%%MatrixMarket matrix coordinate pattern general\n3 3 2\n1 2\n3 1\n");
        assertThat(edges(openDirected(file))).isEqualTo("0>1 2>0");
        write("g.mtx", "%%matrixmarket MATRIX array integer symmetric\n2 2\n0\n3\n0\n");
        assertThat(edges(open(file))).isEqualTo("0-1:3.0");
        write("g.mtx", "%%MatrixMarket matrix coordinate complex general\n1 1 0\n");
        assertRefused(file, "FILE, line 1: expected one of real, double, integer, pattern, got complex");
        write("g.mtx", "%%MatrixMarket matrix coordinate real general\n2000000000 2000000000 0\n");
        assertRefused(file, "FILE: expected at most 1000 nodes in a file of its size, got a claim of 2000000000");
        write("g.mtx", "%%MatrixMarket matrix coordinate real general\n3 4 0\n");
        assertRefused(
                file,
                "FILE, line 2: expected an adjacency matrix, as many rows as columns, got 3 x 4; a two-mode network becomes edges"
                        + " by GraphTables.readEdges");
        write("g.mtx", "%%MatrixMarket matrix coordinate real general\n3 3 2\n1 2 1\n");
        assertRefused(
                file, "FILE, line 4: expected 2 entries (as its head says), got 1; the file is cut short or damaged");
        write("g.mtx", "%%MatrixMarket matrix coordinate real general\n3 3 1\n1 4 1\n");
        assertRefused(file, "FILE, line 3: expected a row and a column from 1 to 3, got 4");
    }

    @Test
    void metisGraphsAreRead() throws Exception {
        // Figure 2 of the manual: (a) unweighted, (b) weighted edges, (c) weights of nodes and edges.
        Path file = write("g.graph", "% of a test\n4 3\n2\n1 3\n2 4\n3\n");
        assertThat(edges(open(file))).isEqualTo(PATH);
        write("g.graph", "4 3 001\n2 5\n1 5 3 1\n2 1 4 2\n3 2\n");
        assertThat(edges(open(file))).isEqualTo("0-1:5.0 1-2:1.0 2-3:2.0");
        write("g.graph", "4 3 011 2\n9 9 2 5\n9 9 1 5 3 1\n9 9 2 1 4 2\n9 9 3 2");
        OpenedGraph opened = open(file);
        assertThat(edges(opened)).isEqualTo("0-1:5.0 1-2:1.0 2-3:2.0");
        assertThat(opened.report().notices()).startsWith("sizes and weights of nodes are no attributes: not read");
        // The last node may have no neighbors, and its line no end.
        write("g.graph", "3 1\n2\n1\n");
        assertThat(edges(open(file))).isEqualTo("0-1");
        write("g.graph", "3 2\n2\n1\n\n");
        assertRefused(
                file,
                "FILE, line 5: expected 4 neighbors (twice the edges of its head), got 2; the file is cut short, or no METIS graph");
        write("g.graph", "3 1\n4\n1\n\n");
        assertRefused(file, "FILE, line 2: expected the number of a node, 1 to 3, got 4");
        write("g.graph", "2 1\n2\n1\n1\n");
        assertRefused(file, "FILE, line 4: expected the end of the file after 2 nodes, got more lines");
        write("g.graph", "2 1 7\n");
        assertRefused(file, "FILE, line 1: expected a format of up to three digits 0 or 1, got 7");
    }

    @Test
    void tensorsArePickedFromPyTorchFiles() throws Exception {
        OpenedGraph data = open(FILES.resolve("data.pt"));
        assertThat(data.format()).isEqualTo(GraphFormat.TORCH);
        assertWhole(data, "labels: 2 classes from y, to judge the result by, never a feature");
        assertWhole(
                open(FILES.resolve("slices.pt")), "labels: 2 classes from y, to judge the result by, never a feature");
        for (String name : List.of("big_endian.pt", "sparse.pt")) {
            OpenedGraph opened = open(FILES.resolve(name));
            assertThat(edges(opened)).as(name).isEqualTo(PATH);
            assertThat(rows(opened)).as(name).isEqualTo(ROWS);
            assertThat(opened.labels()).isNull();
        }
        OpenedGraph toy = open(Cases.require("pt/toy.pt"));
        assertThat(rows(toy)).startsWith("24.9 1 0 0").hasSize(30);
        Cases.assertCaseLabels(toy);
        assertThat(toy.report().irregularities())
                .containsExactly("one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 80");
    }

    @Test
    void tensorsBeyondTheirStorageAreRefused() throws Exception {
        Path file = folder.resolve("data.pt");
        // The strides 1 and 4 of x become 1 and 99.
        changed(FILES.resolve("data.pt"), file, new byte[] {'K', 1, 'K', 4}, new byte[] {'K', 1, 'K', 99});
        assertRefused(
                file,
                "FILE (x): expected a tensor of at most the 12 elements of its storage, got shape [4, 3] with strides [1, 99]"
                        + " from 0; save tensor.contiguous()");
        changed(
                FILES.resolve("data.pt"),
                file,
                "torch FloatStorage".replace(' ', '\n').getBytes(StandardCharsets.US_ASCII),
                "posix floatstorage".replace(' ', '\n').getBytes(StandardCharsets.US_ASCII));
        assertRefused(file, "FILE (x): expected a tensor of floats, whole numbers or booleans, got posix.floatstorage");
    }

    /** The archive with bytes of its pickle exchanged for as many others. */
    private static void changed(Path from, Path to, byte[] old, byte[] made) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(text.replace(
                                new String(old, StandardCharsets.ISO_8859_1),
                                new String(made, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void matlabsMatricesAreRead() throws Exception {
        OpenedGraph flickr = open(FILES.resolve("flickr.mat"));
        assertThat(flickr.format()).isEqualTo(GraphFormat.MATLAB);
        assertWhole(flickr, "labels: 2 classes from Label, to judge the result by, never a feature");
        OpenedGraph yelp = open(FILES.resolve("yelp.mat"));
        assertWhole(yelp, "labels: 2 classes from label, to judge the result by, never a feature");
        assertThat(yelp.report().notices()).contains("arrays not read: net_rur");
        OpenedGraph group = open(FILES.resolve("group.mat"));
        assertThat(edges(group)).isEqualTo(PATH);
        assertThat(group.labels()).containsExactly(0, 0, 1, 1);
        OpenedGraph toy = open(Cases.require("mat/toy.mat"));
        Cases.assertCase(toy);
        Cases.assertCaseFeatures(toy);
        Cases.assertCaseLabels(toy);
    }

    @Test
    void matlabsMatricesInHdf5AreRead() throws Exception {
        for (String name : List.of("sparse73.mat", "dense73.mat")) {
            OpenedGraph opened = open(FILES.resolve(name));
            assertThat(opened.format()).isEqualTo(GraphFormat.MATLAB);
            // Neither the text nor the empty array beside the matrices is one that could be read.
            assertWhole(opened, "labels: 2 classes from Label, to judge the result by, never a feature");
            assertThat(opened.report().notices()).hasSize(1);
        }
        byte[] bytes = Files.readAllBytes(FILES.resolve("dense73.mat"));
        Path cut = Files.write(folder.resolve("cut73.mat"), Arrays.copyOf(bytes, 2_000));
        assertThatThrownBy(() -> open(cut))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(cut + ": expected an HDF5 file that can be read, got one that is damaged");
    }

    @Test
    void graphsWithNothingToFindAreTold() throws Exception {
        StringBuilder whole = new StringBuilder();
        for (int i = 2; i <= 12; i++) {
            for (int j = 1; j < i; j++) {
                whole.append(i).append(' ').append(j).append('\n');
            }
        }
        write("full.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n12 12 66\n" + whole);
        assertThat(open(folder.resolve("full.mtx")).report().irregularities())
                .containsExactly(
                        "there is nothing to find: edges join 100 % of all pairs of nodes, with equal weights, and no column"
                                + " tells nodes apart");
        write("same.txt", "1 0 2\n".repeat(12));
        write("same_graph.txt", "0 1\n1 2\n2 3\n");
        assertThat(open(folder.resolve("same.txt")).report().irregularities())
                .containsExactly("all nodes have the same features: only the edges can tell groups apart");
    }

    @Test
    void graphsOfNeighborsStandBesideDataWithoutOne() throws Exception {
        write("data/usps.txt", "1 0 2\n0 0 1\n0 3 0\n4 0 0\n");
        write("graph/usps3_graph.txt", "0 1\n1 2\n2 3\n");
        write("data/usps_label.txt", "0\n0\n1\n1\n");
        OpenedGraph opened = open(folder.resolve("data/usps.txt"));
        assertThat(opened.format()).isEqualTo(GraphFormat.SDCN);
        assertThat(edges(opened)).isEqualTo(PATH);
        write("graph/usps5_graph.txt", "0 1\n");
        assertThatThrownBy(() -> open(folder.resolve("data/usps.txt")))
                .hasMessageStartingWith(
                        folder.resolve("data/usps.txt") + ": expected a graph that can be read, got text");
    }

    @Test
    void weightsAreReadByTheNameAskedFor() throws Exception {
        TableOptions asked =
                TableOptions.defaults().withNames(new TableOptions.Names(null, null, null, "strength", null));
        assertThatThrownBy(() -> GraphFiles.read(FILES.resolve("edge_index.npz"), asked))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(": expected an array strength, got ")
                .hasMessageEndingWith("; TableOptions.withWeight names the array of weights");
    }

    @Test
    void damagedMatlabFilesAreRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(FILES.resolve("yelp.mat"));
        Path file = Files.write(folder.resolve("cut.mat"), Arrays.copyOf(bytes, 200));
        assertRefused(file, "FILE, byte 128: expected 160 bytes more, got 64; the file is cut short or damaged");
        Files.write(file, Arrays.copyOf(bytes, 130));
        assertRefused(file, "FILE: expected edges, as edge_index (2 x edges) or adj (nodes x nodes), got the arrays ");
    }

    @Test
    void cellsAndTheirNeighborsAreRead() throws Exception {
        for (String name : List.of("sparse.h5ad", "dense.h5ad")) {
            OpenedGraph opened = open(FILES.resolve(name));
            assertThat(opened.format()).isEqualTo(GraphFormat.ANN_DATA);
            assertThat(edges(opened)).as(name).isEqualTo("a-b b-c c-d");
            assertThat(rows(opened)).as(name).isEqualTo(ROWS);
            assertThat(opened.labels()).isNull();
            assertThat(opened.report().notices())
                    .containsExactly(
                            "columns of obs, no features: cell_type, n_genes (TableOptions.withLabel names one to judge the result by)");
            TableOptions judged =
                    TableOptions.defaults().withNames(new TableOptions.Names(null, null, null, null, "cell_type"));
            assertThat(GraphFiles.read(FILES.resolve(name), judged).labels()).containsExactly(0, 0, 1, -1);
        }
        assertRefused(
                FILES.resolve("no_neighbors.h5ad"),
                "FILE: expected a graph of the cells (obsp/connectivities), got none; make it with\n  import scanpy\n"
                        + "  scanpy.pp.neighbors(adata)\n  adata.write('graph.h5ad')");
        byte[] bytes = Files.readAllBytes(FILES.resolve("dense.h5ad"));
        Path cut = Files.write(folder.resolve("cut.h5ad"), Arrays.copyOf(bytes, 600));
        assertThatThrownBy(() -> open(cut))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(cut
                        + ": expected an HDF5 file that can be read, got one that is damaged or compressed in a way that is not"
                        + " known (");
    }

    @Test
    void theCasesAreRead() throws Exception {
        for (String name : List.of("adj.npz", "adj_coo.npz", "noattr.npz", "adj.npy")) {
            Cases.assertCase(open(Cases.require("npz/" + name)));
        }
        for (String name : List.of("dense.npz", "nolabel_strlab.npz", "onehotlab.npz")) {
            OpenedGraph opened = open(Cases.require("npz/" + name));
            Cases.assertCase(opened);
            Cases.assertCaseFeatures(opened);
            Cases.assertCaseLabels(opened);
        }
        assertThat(open(Cases.require("npz/edge_index.npz")).report().irregularities())
                .containsExactly("one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 80");
        OpenedGraph toy = open(Cases.require("planetoid"));
        assertThat(toy.ids().text(0)).isEqualTo("31336");
        assertThat(toy.graph().graph().edges()).isEqualTo(160);
        Cases.assertCaseLabels(toy);
        OpenedGraph sdcn = open(Cases.require("sdcn"));
        Cases.assertCase(sdcn);
        Cases.assertCaseFeatures(sdcn);
        Cases.assertCaseLabels(sdcn);
        Cases.assertCase(open(Cases.require("mtx/g.mtx")));
        Cases.assertCase(open(Cases.require("metis/g.graph")));
    }

    @Test
    void whatIsNoGraphIsNamedWithAWayOut() throws Exception {
        String known = "\nGraphFiles.read reads: a folder of kindred import, NumPy archive (.npz with ";
        Path text = write("notes.txt", "hello world\n");
        assertThatThrownBy(() -> open(text))
                .hasMessageStartingWith(text
                        + ": expected a graph that can be read, got text; a list of edges goes by GraphTables.readEdges, tables"
                        + " of nodes and edges by GraphTables.read" + known)
                .hasMessageEndingWith("; see docs/INPUTS.md");
        Path dot = write("g.dot", "/* made by hand */\ndigraph g { a -> b }\n");
        assertThatThrownBy(() -> open(dot)).hasMessageContaining(", got Graphviz DOT; convert it with gv2gml");
        Path empty = write("empty", "");
        assertRefused(empty, "FILE: expected a graph, got an empty file");
        assertThatThrownBy(() -> open(Files.createDirectory(folder.resolve("none"))))
                .hasMessageContaining(": expected a folder of a graph, got one that holds none" + known);
        Path missing = folder.resolve("missing.npz");
        assertRefused(missing, "FILE: expected a graph, got nothing there");
        Path old = Files.write(
                folder.resolve("old.pt"), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 0x0a, 'l', (byte) 0xfc, 0, 0});
        assertThatThrownBy(() -> open(old))
                .hasMessageStartingWith(old
                        + ": expected a graph that can be read, got a PyTorch file of before version 1.6; convert it with\n"
                        + "  import torch\n  data = torch.load('old.pt', map_location='cpu', weights_only=False)\n"
                        + "  torch.save(data, 'graph.pt')\n");
        for (String name : List.of("a.mtx", "b.mtx")) {
            write("two/" + name, "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n");
        }
        Path two = folder.resolve("two");
        assertRefused(two, "FILE: expected one graph, got a.mtx, b.mtx; name the file of one");
    }
}
