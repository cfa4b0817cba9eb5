package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kindred.cli.DatasetCache.Dataset;
import dev.kindred.cli.DatasetCache.Layout;
import dev.kindred.graph.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tables on the command line: what is written, what is said, and whole messages. */
class TableCommandsTest {
    private static final String NL = System.lineSeparator();

    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static void assertFails(int code, String message, Object... args) {
        Outcome outcome = run(args);
        assertThat(outcome.err()).isEqualTo("kindred: " + message + NL);
        assertThat(outcome.code()).isEqualTo(code);
    }

    /** Two rings of five; ids need care in CSV. */
    private static String id(int i) {
        return i == 3 ? "a, \"3\"" : "00" + i;
    }

    private static String quoted(int i) {
        return '"' + id(i).replace("\"", "\"\"") + '"';
    }

    private Path nodes() throws IOException {
        StringBuilder text = new StringBuilder("id,colour,label\n");
        for (int i = 0; i < 10; i++) {
            text.append(quoted(i)).append(i < 5 ? ",red,one\n" : ",blue,two\n");
        }
        return Files.writeString(folder.resolve("nodes.csv"), text);
    }

    private Path edges() throws IOException {
        StringBuilder text = new StringBuilder("source,target\n");
        for (int i = 0; i < 10; i++) {
            text.append(quoted(i))
                    .append(',')
                    .append(quoted(i / 5 * 5 + (i + 1) % 5))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("edges.csv"), text);
    }

    private Object[] cluster(Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of(
                "cluster",
                "--nodes",
                nodes(),
                "--edges",
                edges(),
                "--out",
                folder.resolve("out"),
                "-k",
                2,
                "--pretrain-epochs",
                30,
                "--finetune-epochs",
                10));
        args.addAll(List.of(more));
        return args.toArray();
    }

    private JsonNode configOf(Object... more) throws Exception {
        Object[] args = cluster(more);
        Outcome outcome = run(args);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return RunReport.JSON
                .readTree(Files.readString(folder.resolve("out").resolve("run.json")))
                .at("/provenance/config");
    }

    /** What the network makes of attributes follows what they are, unless flags say otherwise. */
    @Test
    void theNetworkTakesColumnsAsTheyAre() throws Exception {
        JsonNode found = configOf("--method", "daegc", "--no-report");
        assertThat(found.get("features").asString()).isEqualTo("NONE");
        assertThat(found.at("/encoder/dropout/features").asDouble()).isEqualTo(.3);
        JsonNode asked = configOf(
                "--method", "daegc", "--no-report", "--overwrite", "--feature-norm", "l2", "--feature-dropout", ".5");
        assertThat(asked.get("features").asString()).isEqualTo("L2");
        assertThat(asked.at("/encoder/dropout/features").asDouble()).isEqualTo(.5);
        JsonNode alone = configOf("--method", "daegc", "--no-report", "--overwrite", "--features", "none");
        assertThat(alone.get("features").asString()).isEqualTo("L2");
        JsonNode seed = configOf("--preset", "seed", "--no-report", "--overwrite");
        assertThat(seed.get("features").asString()).isEqualTo("ROW_SUM");
    }

    @Test
    void theLossCountsEdgesByTheirWeights() throws Exception {
        assertThat(configOf("--method", "daegc", "--no-report")
                        .at("/objective/weights")
                        .asString())
                .isEqualTo("ALIKE");
        String text = Files.readString(edges()).replace("target\n", "target,weight\n");
        Files.writeString(folder.resolve("edges.csv"), text.replaceAll("(?m)\"$", "\",2.5"));
        Object[] args = {
            "cluster",
            "--nodes",
            nodes(),
            "--edges",
            folder.resolve("edges.csv"),
            "-k",
            2,
            "--method",
            "daegc",
            "--no-report",
            "--overwrite",
            "--out",
            folder.resolve("out")
        };
        assertThat(weightsOf(args)).isEqualTo("RELATIVE");
        Object[] alike = Arrays.copyOf(args, args.length + 2);
        alike[args.length] = "--loss-weights";
        alike[args.length + 1] = "alike";
        assertThat(weightsOf(alike)).isEqualTo("ALIKE");
    }

    private String weightsOf(Object... args) throws Exception {
        Outcome outcome = run(args);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return RunReport.JSON
                .readTree(Files.readString(folder.resolve("out").resolve("run.json")))
                .at("/provenance/config/objective/weights")
                .asString();
    }

    @Test
    void tablesInClustersOut() throws Exception {
        String url = "jdbc:duckdb:" + folder.resolve("out.db");
        Outcome outcome = run(cluster(
                "--label",
                "label",
                "--format",
                "csv,parquet,jsonl",
                "--memberships",
                "--to-jdbc",
                url,
                "--to-table",
                "found"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .startsWith("tables: 10 nodes, 10 edges given" + NL + "features: colour category (2)" + NL
                        + "ids of nodes: column id (--id names another)" + NL
                        + "edges: from column source to column target (--source, --target, --weight name others)" + NL);
        assertThat(outcome.out()).contains("accuracy 1.000, NMI 1.000, ARI 1.000");
        Path out = folder.resolve("out");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "clusters.csv",
                            "clusters.json",
                            "clusters.jsonl",
                            "clusters.parquet",
                            "pretrained.npy",
                            "memberships.npy",
                            "embedding.npy",
                            "embedding.parquet",
                            "encoding.json",
                            "memberships.csv",
                            "memberships.jsonl",
                            "memberships.parquet",
                            "layout.npy",
                            "model.safetensors",
                            "nodes.safetensors",
                            "report.html",
                            "run.json");
        }
        List<String> lines = Files.readAllLines(out.resolve("clusters.csv"));
        assertThat(lines.get(1)).startsWith("000,");
        assertThat(lines.get(4)).startsWith("\"a, \"\"3\"\"\",");
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement()) {
            for (String table : List.of(
                    "found", "'" + out.resolve("clusters.parquet") + "'", "'" + out.resolve("clusters.jsonl") + "'")) {
                try (ResultSet rows = statement.executeQuery("SELECT id, cluster, margin FROM " + table)) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(1)).isEqualTo(id(i));
                        String line = lines.get(i + 1);
                        assertThat(line).contains("," + rows.getInt(2) + ",").endsWith("," + rows.getFloat(3));
                    }
                }
            }
            for (String ending : List.of("csv", "jsonl", "parquet")) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT count(*), max(abs(p0 + p1 - 1)), max(abs(greatest(p0, p1) - c.confidence)) " + "FROM '"
                                + out.resolve("memberships." + ending) + "' JOIN '" + out.resolve("clusters.parquet")
                                + "' c USING (id)")) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(10);
                    assertThat(rows.getDouble(2)).isLessThan(1e-6);
                    assertThat(rows.getDouble(3)).isLessThan(1e-6);
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT count(*), min(len(embedding)), max(len(embedding)) FROM '"
                            + out.resolve("embedding.parquet") + "'")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(10);
                assertThat(rows.getInt(2)).isEqualTo(rows.getInt(3)).isPositive();
            }
        }
        JsonNode report = RunReport.JSON.readTree(Files.readString(out.resolve("run.json")));
        assertThat(report.at("/input/kind").asString()).isEqualTo("tables");
        assertThat(report.at("/input/nodes/crc32c").asString()).hasSize(8);
        assertThat(report.at("/input/columns/0/name").asString()).isEqualTo("colour");

        for (String file : List.of("clusters.csv", "clusters.parquet", "clusters.jsonl")) {
            Outcome judged = run(
                    "evaluate",
                    "--clusters",
                    out.resolve(file),
                    "--labels",
                    nodes(),
                    "--label-column",
                    "label",
                    "--edges",
                    edges());
            assertThat(judged.code()).as(judged.err()).isZero();
            assertThat(judged.out()).contains("  ARI                 1.0000").contains("  modularity          0.5000");
        }
        assertThat(run("evaluate", "--clusters", out, "--edges", edges(), "--json")
                        .out())
                .contains("modularity")
                .doesNotContain("\"ari\"");
        assertFails(
                1,
                "jdbc:duckdb:" + folder.resolve("out.db")
                        + ", table found: expected no such table yet, got one; --to-table names another",
                cluster("--overwrite", "--to-jdbc", url, "--to-table", "found"));
        Outcome again =
                run(cluster("--overwrite", "--quiet", "--encoding", out.resolve("encoding.json"), "--ignore", "label"));
        assertThat(again).isEqualTo(new Outcome(0, "", ""));
        assertThat(Files.readAllLines(out.resolve("clusters.csv"))).isEqualTo(lines);
    }

    @Test
    void mistakesInFlags() throws Exception {
        assertFails(
                2, "input: expected --data FILE, or --nodes FILE and --edges FILE, got neither", "cluster", "-k", 2);
        assertFails(2, "input: expected either --data, or --nodes and --edges, got both", cluster("--data", "x.npz"));
        assertFails(
                2,
                "--edges: expected FILE, or --edges-query SQL, beside --nodes, got neither",
                "cluster",
                "-k",
                2,
                "--nodes",
                nodes());
        assertFails(
                2, "--nodes: expected either --nodes or --nodes-query, got both", cluster("--nodes-query", "SELECT 1"));
        assertFails(
                2,
                "--jdbc: expected URL beside --edges-query, got none",
                "cluster",
                "-k",
                2,
                "--edges-query",
                "SELECT 1");
        assertFails(2, "--column: expected COLUMN=KIND, got colour", cluster("--column", "colour"));
        assertFails(
                2,
                "--column: expected number, robust, boolean, category, words, tfidf, tokens, values, date, vector, ignore, got onehot",
                cluster("--column", "colour=onehot"));
        assertFails(2, "--max-categories: expected 1 or more, got 0", cluster("--max-categories", 0));
        assertFails(
                2,
                "--label-column: expected COLUMN beside --labels, got none",
                "evaluate",
                "--clusters",
                "x",
                "--labels",
                nodes());
        assertFails(
                2,
                "input: expected --data FILE, or --edges FILE, or --labels FILE, got none",
                "evaluate",
                "--clusters",
                "x");
        assertFails(
                2,
                "input: expected either --data, or --edges and --labels, got both",
                "evaluate",
                "--clusters",
                "x",
                "--data",
                "y",
                "--edges",
                "z");
        assertFails(2, "input: expected --data FILE, or --nodes FILE and --edges FILE, got neither", "inspect");
        Path jar = folder.resolve("driver.jar");
        assertFails(1, jar + ": expected the jar of a JDBC driver, got nothing there", cluster("--driver", jar));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("a"));
        }
        assertFails(
                1,
                jar + ": expected the jar of a JDBC driver, got one without (META-INF/services/java.sql.Driver)",
                cluster("--driver", jar));
        assertFails(
                1,
                "jdbc:nosuch:x, table clusters: expected a database that takes a new table, got no driver for it; it needs --driver JAR",
                cluster("--to-jdbc", "jdbc:nosuch:x;password=y"));
        assertFails(
                1,
                "tables: expected nothing irregular (--strict), got constant columns left out: label",
                "cluster",
                "-k",
                2,
                "--strict",
                "--nodes",
                constant(),
                "--edges",
                edges());
    }

    private Path constant() throws IOException {
        return Files.writeString(
                folder.resolve("constant.csv"), Files.readString(nodes()).replace("two", "one"));
    }

    @Test
    void evaluationNeedsIdsThatMatch() throws Exception {
        Path clusters = Files.writeString(folder.resolve("clusters.csv"), "id,cluster\nx,0\ny,7\n");
        assertFails(
                1,
                clusters + ": expected clusters from 0 to 1, got [y, 7] (id, cluster)",
                "evaluate",
                "--clusters",
                clusters,
                "--edges",
                edges());
        Files.writeString(clusters, "id,cluster\nx,0\ny,1\n");
        Outcome outcome = run("evaluate", "--clusters", clusters, "--labels", nodes(), "--label-column", "label");
        assertThat(outcome.err())
                .isEqualTo("kindred: " + folder.resolve("nodes.csv")
                        + ": expected ids of the clusters in column id, got none of them" + NL);
        assertThat(outcome.code()).isEqualTo(1);
        Files.writeString(clusters, "id,cluster\n000,0\n009,1\nnew,1\n");
        Outcome some = run("evaluate", "--clusters", clusters, "--labels", nodes(), "--label-column", "label");
        assertThat(some.err()).contains("nodes without a label, not judged by labels: 1");
        assertThat(some.out()).contains("  ARI                 1.0000");
    }

    @Test
    void inspectTellsManyColumnsByTheirKinds() throws Exception {
        StringBuilder nodes = new StringBuilder("id");
        for (int c = 0; c < 70; c++) {
            nodes.append(",v").append(c);
        }
        for (int row = 0; row < 12; row++) {
            nodes.append("\nn").append(row);
            for (int c = 0; c < 70; c++) {
                nodes.append(',').append(c == 69 ? "same" : c % 2 == 0 ? row * row + "" : row % 2 == 0 ? "a" : "b");
            }
        }
        Path table = Files.writeString(folder.resolve("wide.csv"), nodes);
        Path edges = Files.writeString(folder.resolve("wide-edges.csv"), "source,target\nn0,n1\nn1,n2\n");
        Outcome outcome = run("inspect", "--nodes", table, "--edges", edges);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("              ")))
                .containsExactly(
                        "              34 columns category (2): v1, v3, v5, v7, v9, ..",
                        "              v69 left out: constant",
                        "              35 columns number (1): v0, v2, v4, v6, v8, ..");
    }

    @Test
    void inspectShowsWhatIsThere() throws Exception {
        Outcome outcome = run("inspect", "--nodes", nodes(), "--edges", edges(), "--label", "label", "--quick");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "nodes         10, of which isolated 0",
                        "edges         10 undirected",
                        "neighbors     mean 2.00; least 2, quartiles 2, 2, 2, 99 % have up to 2, most 2",
                        "components    2, the largest with 5 nodes",
                        "features      2, dense, 100.0 % filled",
                        "              colour category (2)",
                        "memory        edges 0.0 MB, features 0.0 MB",
                        "note          ids of nodes: column id (--id names another)",
                        "note          edges: from column source to column target (--source, --target, --weight name others)");
        JsonNode json = RunReport.JSON.readTree(
                run("inspect", "--nodes", nodes(), "--edges", edges(), "--json").out());
        assertThat(json.at("/graph/components").asInt()).isEqualTo(2);
        assertThat(json.at("/columns/1/kind").asString()).isEqualTo("category");
        Outcome npz = run("inspect", "--data", Files.write(folder.resolve("x.npz"), npz()));
        assertThat(npz.code()).as(npz.err()).isZero();
        assertThat(npz.out())
                .contains("nodes         3, of which isolated 1")
                .contains("warning       isolated nodes: 1")
                .contains("warning       features that are 0 for all nodes: 1")
                .contains("warning       nodes without any feature: 2");
    }

    private static byte[] array(String type, int... values) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + values.length + ",), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(10 + header.length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        for (int value : values) {
            if (type.equals("<f4")) {
                buffer.putFloat(value);
            } else {
                buffer.putInt(value);
            }
        }
        return buffer.array();
    }

    /** Nodes 0 and 1 joined, node 2 alone; two features, of which node 0 has one. */
    private static byte[] npz() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "adj_indptr", array("<i4", 0, 1, 2, 2));
            put(zip, "adj_indices", array("<i4", 1, 0));
            put(zip, "adj_data", array("<f4", 1, 1));
            put(zip, "adj_shape", array("<i4", 3, 3));
            put(zip, "attr_indptr", array("<i4", 0, 1, 1, 1));
            put(zip, "attr_indices", array("<i4", 0));
            put(zip, "attr_data", array("<f4", 1));
            put(zip, "attr_shape", array("<i4", 3, 2));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] array) throws IOException {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(array);
    }

    @Test
    void datasetsAreDownloadedOnceAndChecked() throws Exception {
        byte[] body = npz();
        int[] requests = {0};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests[0]++;
            boolean known = exchange.getRequestURI().getPath().equals("/tiny.npz");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try {
            DatasetCache cache = new DatasetCache(null, folder.resolve("cache"));
            Dataset tiny = new Dataset("tiny", "three nodes", Layout.NPZ, URI.create(base + "tiny.npz"));
            Path file = cache.get(tiny);
            assertThat(Files.readAllBytes(file)).isEqualTo(body);
            assertThat(cache.get(tiny)).isEqualTo(file);
            assertThat(requests[0]).isEqualTo(1);
            String sum =
                    Files.readString(folder.resolve("cache/tiny.npz.sha256")).strip();
            Files.write(file, new byte[] {1, 2, 3});
            assertThatThrownBy(() -> cache.get(tiny))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            file + ": expected SHA-256 " + sum + " (as downloaded), got "
                                    + "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81; delete the file to download it again");
            Dataset gone = new Dataset("gone", "nothing", Layout.NPZ, URI.create(base + "gone.npz"));
            assertThatThrownBy(() -> cache.get(gone))
                    .hasMessage(base
                            + "gone.npz: expected the file, got HTTP status 404; on a machine without a connection, put gone.npz into a "
                            + "folder and name the folder in KINDRED_DATA");
            Path local = Files.createDirectories(folder.resolve("local"));
            Files.write(local.resolve("gone.npz"), body);
            assertThat(new DatasetCache(local, folder.resolve("cache")).get(gone))
                    .isEqualTo(local.resolve("gone.npz"));
        } finally {
            server.stop(0);
        }
        Dataset offline = new Dataset("off", "nothing", Layout.NPZ, URI.create(base + "off.npz"));
        assertThatThrownBy(() -> new DatasetCache(null, folder.resolve("cache")).get(offline))
                .hasMessage(base
                        + "off.npz: expected a connection, got none; on a machine without one, put off.npz into a folder and name the "
                        + "folder in KINDRED_DATA");
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("tiny.npz", "tiny.npz.sha256");
        }
    }

    /** The parts of our own making that core's tests read, served as Planetoid's publishers serve theirs. */
    @Test
    void picklesOfPlanetoidAreKeptAsOneFile() throws Exception {
        Path parts = Path.of("../core/src/test/resources/planetoid");
        List<String> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            asked.add(name);
            // As though somebody had taken over the address of one graph.
            byte[] body = Files.readAllBytes(
                    parts.resolve(name.equals("ind.evil.allx") ? "hostile.call" : name.replace("evil", "tiny")));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/ind.";
        DatasetCache cache = new DatasetCache(null, folder.resolve("cache"));
        try {
            Dataset tiny = new Dataset("tiny", "eight nodes", Layout.PLANETOID, URI.create(base + "tiny."));
            Path file = cache.get(tiny);
            assertThat(file).isEqualTo(folder.resolve("cache/tiny.npz"));
            assertThat(cache.get(tiny)).isEqualTo(file);
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "ind.tiny.allx",
                            "ind.tiny.ally",
                            "ind.tiny.tx",
                            "ind.tiny.ty",
                            "ind.tiny.test.index",
                            "ind.tiny.graph");
            byte[] kept = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(Files.readAllBytes(cache.get(tiny))).isEqualTo(kept);

            Dataset evil = new Dataset("evil", "no graph", Layout.PLANETOID, URI.create(base + "evil."));
            assertThatThrownBy(() -> cache.get(evil))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(base
                            + "evil.allx, byte 2: expected one of collections.defaultdict, collections.OrderedDict, __builtin__.list, "
                            + "_codecs.encode, numpy.core.multiarray._reconstruct, numpy.core.numeric._frombuffer, "
                            + "numpy.core.multiarray.scalar, numpy.ndarray, numpy.dtype, scipy.sparse.csr.csr_matrix, "
                            + "scipy.sparse.csc.csc_matrix, scipy.sparse.coo.coo_matrix, got posix.system; a pickle that calls anything else could run any code, "
                            + "and is not read");
        } finally {
            server.stop(0);
        }
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("tiny.npz", "tiny.npz.sha256");
        }
        Outcome outcome = run(
                "cluster",
                "--data",
                folder.resolve("cache/tiny.npz"),
                "-k",
                2,
                "--out",
                folder.resolve("out"),
                "--quiet");
        // Warnings of so small a clustering do not matter here.
        assertThat(outcome.code()).isZero();
        assertThat(Files.readAllLines(folder.resolve("out/clusters.csv"))).hasSize(9);
    }

    @Test
    void datasetsAreListed() {
        assertThat(run("datasets").out().lines())
                .hasSize(DatasetCache.ALL.size())
                .anyMatch(line -> line.startsWith("photo "));
        assertFails(
                2,
                "datasets: expected one of cora, citeseer, pubmed, photo, computers, cs, physics, cora-ml, citeseer-full, dblp, pubmed-full, "
                        + "got coral; did you mean cora?",
                "datasets",
                "coral");
    }
}
