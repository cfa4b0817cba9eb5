package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.formats.GraphFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands as a user types them: exit codes, whole messages, and what is left on disk. */
class CommandsTest {
    @TempDir
    Path folder;

    /** What a command line gave. */
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
        assertThat(outcome.err()).isEqualTo("kindred: " + message + System.lineSeparator());
        assertThat(outcome.code()).isEqualTo(code);
    }

    static byte[] array(String type, String shape, ByteBuffer data) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + header.length + data.capacity())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header)
                .put(data.rewind())
                .array();
    }

    static byte[] ints(List<Integer> values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(data::putInt);
        return array("<i4", values.size() + ",", data);
    }

    static byte[] floats(int count, float value) {
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putFloat(value);
        }
        return array("<f4", count + ",", data);
    }

    /** Two rings of five nodes each; nodes of the first have feature 0, the others feature 1. */
    private static Map<String, byte[]> rings(int nodes, boolean edges) {
        List<Integer> offsets = new ArrayList<>(List.of(0));
        List<Integer> columns = new ArrayList<>();
        List<Integer> words = new ArrayList<>();
        List<Integer> rows = new ArrayList<>(List.of(0));
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            int ring = i / 5 * 5;
            if (edges) {
                int before = ring + (i - ring + 4) % 5;
                int after = ring + (i - ring + 1) % 5;
                columns.add(Math.min(before, after));
                columns.add(Math.max(before, after));
            }
            offsets.add(columns.size());
            words.add(i / 5);
            rows.add(words.size());
            labels.add(i / 5);
        }
        Map<String, byte[]> arrays = new TreeMap<>();
        arrays.put("adj_indptr", ints(offsets));
        arrays.put("adj_indices", ints(columns));
        arrays.put("adj_data", floats(columns.size(), 1));
        arrays.put("adj_shape", ints(List.of(nodes, nodes)));
        arrays.put("attr_indptr", ints(rows));
        arrays.put("attr_indices", ints(words));
        arrays.put("attr_data", floats(words.size(), 1));
        arrays.put("attr_shape", ints(List.of(nodes, 12)));
        arrays.put("labels", ints(labels));
        return arrays;
    }

    private Path write(String name, Map<String, byte[]> arrays) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private Path rings() throws IOException {
        return write("rings.npz", rings(10, true));
    }

    private Object[] cluster(Path data, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", folder.resolve("out")));
        args.addAll(List.of(more));
        return args.toArray();
    }

    @Test
    void clusterWritesTheFolderThatScriptsRelyOn() throws Exception {
        Path data = rings();
        Outcome outcome = run(cluster(data, "-k", 2, "--pretrain-epochs", 30, "--finetune-epochs", 10, "--threads", 2));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("compared with the labels: accuracy 1.000, NMI 1.000, ARI 1.000, macro F1 1.000")
                .contains("results in " + folder.resolve("out"));
        assertThat(outcome.err()).contains("pretrain 30/30  loss ").contains("finetune 10/10  loss ");
        Path out = folder.resolve("out");
        List<String> lines = Files.readAllLines(out.resolve("clusters.csv"));
        assertThat(lines).hasSize(11);
        assertThat(lines.getFirst()).isEqualTo("id,cluster,confidence,second,margin");
        assertThat(lines.get(3)).matches("2,[01],[01]\\.\\d+,[01],[01]\\.\\d+");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "clusters.csv",
                            "embedding.npy",
                            "memberships.npy",
                            "model.safetensors",
                            "pretrained.npy",
                            "run.json",
                            "report.html",
                            "clusters.json",
                            "layout.npy",
                            "nodes.safetensors");
        }
        JsonNode report = RunReport.JSON.readTree(Files.readString(out.resolve("run.json")));
        assertThat(report.at("/timings/totalSeconds").asDouble()).isPositive();
        assertThat(report.at("/timings/pretrain/epochMillisMedian").asDouble()).isPositive();
        assertThat(report.at("/timings/finetune/epochMillisMedian").asDouble()).isPositive();
        assertThat(report.at("/memory/peakResidentBytes").isMissingNode()).isFalse();
        assertThat(report.at("/metrics/labels/accuracy").asDouble()).isEqualTo(1);
        assertThat(report.at("/metrics/structure/modularity").asDouble()).isEqualTo(.5);
        assertThat(report.at("/provenance/kernels").asString()).matches("(vector|scalar)-\\d+");
        assertThat(report.at("/provenance/config/schedule/pretrain/epochs").asInt())
                .isEqualTo(30);
        assertThat(report.at("/input/crc32c").asString()).hasSize(8);
        assertThat(report.at("/history").size()).isEqualTo(40);

        Outcome table = run("evaluate", "--clusters", out, "--data", data);
        assertThat(table.out()).contains("  accuracy            1.0000").contains("  modularity          0.5000");
        Outcome json = run("evaluate", "--clusters", out, "--data", data, "--json");
        assertThat(RunReport.JSON.readTree(json.out()).at("/labels/ari").asDouble())
                .isEqualTo(1);

        assertFails(
                1, out + ": already exists; pass --overwrite to replace the results of a run", cluster(data, "-k", 2));
        byte[] before = Files.readAllBytes(out.resolve("clusters.csv"));
        Outcome again = run(cluster(
                data,
                "-k",
                2,
                "--pretrain-epochs",
                30,
                "--finetune-epochs",
                10,
                "--threads",
                1,
                "--overwrite",
                "--quiet"));
        assertThat(again).isEqualTo(new Outcome(0, "", ""));
        assertThat(Files.readAllBytes(out.resolve("clusters.csv"))).isEqualTo(before);
    }

    @Test
    void theConfigFileSetsWhatFlagsDoNot() throws Exception {
        Path data = rings();
        Path config = Files.writeString(
                folder.resolve("run.yaml"),
                "preset: seed\nclusters: 3\nhidden: [8, 4]\npretrain-epochs: 2\nfinetune-epochs: 1\nweight-decay: 0.25\nquiet: true\n");
        Outcome outcome = run(cluster(data, "--config", config, "-k", 2, "--feature-norm", "l2"));
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        JsonNode report =
                RunReport.JSON.readTree(Files.readString(folder.resolve("out").resolve("run.json")));
        JsonNode used = report.at("/provenance/config");
        assertThat(used.at("/head/clusters").asInt()).isEqualTo(2);
        assertThat(used.at("/encoder/sizes").toString()).isEqualTo("[8,4]");
        assertThat(used.at("/schedule/pretrain/weightDecay").asDouble()).isEqualTo(.25);
        assertThat(used.at("/features").asString()).isEqualTo("L2");
        assertThat(used.at("/encoder/output/norm").asString()).isEqualTo("NONE");
    }

    @Test
    void mistakesInTheConfigFileAreNamedWithTheirLine() throws Exception {
        Path data = rings();
        Path config = folder.resolve("run.yaml");
        Files.writeString(config, "clusters: 2\nlearning-rat: 0.1\n");
        assertFails(
                2,
                config + ", line 2: expected a known key, got learning-rat; did you mean learning-rate?",
                cluster(data, "--config", config));
        Files.writeString(config, "encoder:\n  heads: 2\n");
        assertFails(
                2,
                config + ", line 1: expected a known key, got encoder; did you mean nodes?",
                cluster(data, "--config", config));
        Files.writeString(config, "heads:\n  all: 2\n");
        assertFails(
                2, config + ", line 1: expected a value for heads, got nested keys", cluster(data, "--config", config));
        Files.writeString(config, "- a\n");
        assertThat(run(cluster(data, "--config", config)).err())
                .startsWith("kindred: " + config + ", line 1: expected lines of key: value");
        Files.writeString(config, "heads: 1\nheads: 2\n");
        assertThat(run(cluster(data, "--config", config)).err())
                .startsWith("kindred: " + config + ", line 2: expected YAML, got ");
        Path missing = folder.resolve("none.yaml");
        assertFails(2, missing + ": expected a config file, got nothing there", cluster(data, "--config", missing));
    }

    @Test
    void theConfigFileIsReadWhereverItsFlagStands() throws Exception {
        Path data = rings();
        Path config = Files.writeString(
                folder.resolve("run.yaml"), "k: 2\npreset: seed\npretrain-epochs: 2\nfinetune-epochs: 1\n");
        Outcome outcome = run(
                "--debug", "cluster", "--data", data, "--out", folder.resolve("out"), "--quiet", "--config=" + config);
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        JsonNode report =
                RunReport.JSON.readTree(Files.readString(folder.resolve("out").resolve("run.json")));
        assertThat(report.at("/history").size()).isEqualTo(3);
        assertThat(report.at("/preset").asString()).isEqualTo("seed");
    }

    @Test
    void mistakesInTheConfigFilesValuesAreNamedWithTheirLine() throws Exception {
        Path data = rings();
        Path config = folder.resolve("run.yaml");
        Files.writeString(config, "clusters: 2\nheads: two\n");
        assertFails(
                2,
                config + ", line 2: Invalid value for option '--heads': 'two' is not an int",
                cluster(data, "--config", config));
        assertFails(
                2,
                "Invalid value for option '--heads': 'three' is not an int",
                cluster(data, "--config", config, "--heads", "three"));
        Files.writeString(config, "clusters: 2\nheads:\n");
        assertFails(2, config + ", line 2: expected a value for heads, got none", cluster(data, "--config", config));
        Files.writeString(config, "clusters: 2\nk: 3\n");
        assertFails(2, config + ": expected one of k and clusters, got both", cluster(data, "--config", config));
        Files.write(config, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertFails(2, config + ": expected UTF-8 text, got other bytes", cluster(data, "--config", config));
    }

    @Test
    void whatWasMendedInReadingIsInTheReport() throws Exception {
        Map<String, byte[]> loops = rings(10, false);
        loops.put("adj_indptr", ints(List.of(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2)));
        loops.put("adj_indices", ints(List.of(0, 8)));
        loops.put("adj_data", floats(2, 1));
        Path data = write("loops.npz", loops);
        Outcome outcome = run(cluster(data, "-k", 2, "--pretrain-epochs", 1, "--finetune-epochs", 1, "--quiet"));
        assertThat(outcome.err().lines())
                .containsExactly(
                        "warning: self-loops left out: 1",
                        "warning: one-way edges made two-way (--directed keeps them): 1");
        JsonNode report =
                RunReport.JSON.readTree(Files.readString(folder.resolve("out").resolve("run.json")));
        assertThat(report.at("/warnings").toString())
                .isEqualTo(
                        "[\"self-loops left out: 1\"," + "\"one-way edges made two-way (--directed keeps them): 1\"]");
    }

    @Test
    void aFolderThatCannotBeIsRefusedBeforeTraining() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path below = file.resolve("out");
        assertFails(
                1,
                below + ": expected a path below folders, got one below the file " + file,
                "cluster",
                "--data",
                rings(),
                "-k",
                2,
                "--out",
                below);
    }

    @Test
    void theDemoSuitsItselfToSmallJars() throws Exception {
        Path jar = jar(
                "small.jar",
                Main.class,
                Progress.class,
                ClusterCommand.class,
                EvaluateCommand.class,
                DemoCommand.class);
        Path out = folder.resolve("out");
        Outcome outcome = run("demo", "--jars", jar, "--out", out, "--pretrain-epochs", 2, "--finetune-epochs", 1);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("your jars: 5 classes, ")
                .contains("all classes are in one package, which clusters cannot be compared with; modularity ");
        JsonNode method = RunReport.JSON
                .readTree(Files.readString(out.resolve("run.json")))
                .path("method");
        List<String> said = outcome.out().lines().toList();
        assertThat(said.subList(said.size() - 6, said.size()))
                .containsExactly(
                        method.at("/findings/0").asString(),
                        "method: " + method.path("taken").asString() + ", because "
                                + method.path("why").asString(),
                        method.at("/findings/1").asString(),
                        method.at("/findings/2").asString(),
                        "results in " + out,
                        "report in " + out.resolve("report.html") + ", to be opened in a browser");
        assertThat(method.at("/signals/carrier").asString()).isEqualTo("NOTHING");
        assertThat(Files.readAllLines(out.resolve("clusters.csv")).get(1))
                .startsWith("dev.kindred.cli.ClusterCommand,");
        JsonNode report = RunReport.JSON.readTree(Files.readString(out.resolve("run.json")));
        assertThat(report.at("/provenance/config/head/clusters").asInt()).isEqualTo(2);
        assertFails(
                1,
                "words: expected some that 3 classes or more have in common, got none; add jars",
                "demo",
                "--jars",
                jar("two.jar", Main.class, Progress.class),
                "--out",
                folder.resolve("none"));
        Path one = jar("one.jar", Main.class);
        assertFails(1, one + ": expected 2 classes or more, got 1", "demo", "--jars", one, "--overwrite", "--out", out);
    }

    private Path jar(String name, Class<?>... types) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : types) {
                String entry = type.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(entry));
                try (InputStream in = Objects.requireNonNull(type.getResourceAsStream("/" + entry))) {
                    in.transferTo(zip);
                }
            }
        }
        return jar;
    }

    @Test
    void mistakesInFlagsAreNamed() throws Exception {
        Path data = rings();
        assertFails(2, "-k: expected the number of clusters, got none", cluster(data));
        assertFails(2, "-k: expected 2 or more, got 0", cluster(data, "-k", 0));
        assertFails(2, "-k: expected 2 or more, got 1", cluster(data, "-k", 1));
        assertFails(2, "-k: expected at most 10 (nodes), got 11", cluster(data, "-k", 11));
        assertFails(
                2, "input: expected --data FILE, or --nodes FILE and --edges FILE, got neither", "cluster", "-k", 2);
        assertFails(
                2,
                "unknown flag --learning-rat; did you mean --learning-rate?",
                cluster(data, "-k", 2, "--learning-rat", 1));
        assertFails(2, "unknown flag -q; did you mean --quiet?", cluster(data, "-k", 2, "-q"));
        assertFails(
                2, "--preset: expected default, seed or paper, got best", cluster(data, "-k", 2, "--preset", "best"));
        assertFails(2, "--heads: expected 1 or more, got 0", cluster(data, "-k", 2, "--heads", 0));
        assertFails(
                2,
                "--hidden: expected sizes divisible by 3 (heads), got [64, 64]",
                cluster(data, "-k", 2, "--heads", 3));
        assertFails(
                2,
                "--feature-dropout: expected from 0 to below 1, got 1.0",
                cluster(data, "-k", 2, "--feature-dropout", 1));
        assertFails(
                2,
                "--learning-rate: expected finite and above 0, got -1.0",
                cluster(data, "-k", 2, "--learning-rate", -1));
        assertFails(2, "--gamma: expected finite and 0 or more, got -1.0", cluster(data, "-k", 2, "--gamma", -1));
        assertFails(
                2,
                "--pretrain-epochs: expected finite and 0 or more, got -1.0",
                cluster(data, "-k", 2, "--pretrain-epochs", -1));
        assertFails(
                2,
                "--finetune-epochs: expected finite and 0 or more, got -1.0",
                cluster(data, "-k", 2, "--finetune-epochs", -1));
        assertFails(
                2,
                "--kmeans-restarts: expected finite and above 0, got 0.0",
                cluster(data, "-k", 2, "--kmeans-restarts", 0));
        assertFails(2, "--threads: expected 1 or more, got 0", cluster(data, "-k", 2, "--threads", 0));
        assertFails(2, "-k: expected a number or auto, got two", cluster(data, "-k", "two"));
        assertFails(
                2,
                "expected a command: " + String.join(", ", Main.COMMANDS.keySet()) + "; kindred help describes them");
        assertFails(2, "unexpected argument clutser; did you mean cluster?", "clutser");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void badInputIsNamedAndNothingIsWritten() throws Exception {
        Path missing = folder.resolve("none.npz");
        assertFails(1, missing + ": expected a graph, got nothing there", cluster(missing, "-k", 2));
        Path text = Files.writeString(folder.resolve("text.npz"), "id,cluster");
        assertFails(
                1,
                text
                        + ": expected a graph that can be read, got text; a list of edges goes by --edges FILE, tables"
                        + " of nodes and edges by --nodes FILE --edges FILE\n" + FlagNames.in(GraphFiles.formats()),
                cluster(text, "-k", 2));
        byte[] whole = Files.readAllBytes(rings());
        Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, whole.length - 40));
        assertFails(
                1,
                cut + ": expected a whole zip archive, got one that is cut short or damaged; copy it again",
                cluster(cut, "-k", 2));
        Map<String, byte[]> pickled = rings(10, true);
        pickled.put("labels", array("|O", "10,", ByteBuffer.allocate(80)));
        Path objects = write("objects.npz", pickled);
        assertFails(
                1,
                objects
                        + " (labels), byte 0: expected a pickle of protocol 2 to 5 (first byte 80, then 02 to 05), got other data",
                cluster(objects, "-k", 2));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Map<String, byte[]> notFinite = rings(10, true);
            notFinite.put("attr_data", floats(10, bad));
            Path file = write("bad.npz", notFinite);
            assertFails(
                    1,
                    file
                            + String.format(
                                    Locale.ROOT, ": feature at row 0, column 0: expected a finite number, got %s", bad),
                    cluster(file, "-k", 2));
        }
        Path empty = write("empty.npz", rings(0, true));
        assertFails(1, empty + " (adj_shape): expected 1 node or more, got 0", cluster(empty, "-k", 2));
        Path one = write("one.npz", rings(1, false));
        assertFails(2, "-k: expected at most 1 (nodes), got 2", cluster(one, "-k", 2));
        assertThat(folder.resolve("out")).doesNotExist();
        assertFails(
                1,
                folder.resolve("out").resolve("clusters.csv") + ": expected the clusters of a run, got nothing there",
                "evaluate",
                "--clusters",
                folder.resolve("out").resolve("clusters.csv"),
                "--data",
                rings());
    }

    @Test
    void aGraphWithoutEdgesIsClusteredWithAWarning() throws Exception {
        Path data = write("loose.npz", rings(10, false));
        Outcome outcome = run(cluster(data, "-k", 2, "--pretrain-epochs", 3, "--finetune-epochs", 3, "--quiet"));
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0,
                        "",
                        "warning: there are no edges: only the features can tell groups apart"
                                + System.lineSeparator()));
        assertThat(Files.readAllLines(folder.resolve("out").resolve("clusters.csv")))
                .hasSize(11);
    }

    @Test
    void damagedClustersAreNamedWithTheirLine() throws Exception {
        Path data = rings();
        Path csv = folder.resolve("clusters.csv");
        Files.writeString(csv, "id,cluster,confidence,second,margin\n0,1,1,0,1\nx,1,1,0,1\n");
        assertFails(1, csv + ", line 3: expected a whole number, got x", "evaluate", "--clusters", csv, "--data", data);
        Files.writeString(csv, "id,cluster,confidence,second,margin\n0,1,1,0,1\n0,1,1,0,1\n");
        assertFails(
                1,
                csv + ", line 3: expected each node once, got 0 again",
                "evaluate",
                "--clusters",
                csv,
                "--data",
                data);
        Files.writeString(csv, "id,cluster,confidence,second,margin\n0,1,1,0,1\n");
        assertFails(
                1,
                csv + ": expected 10 nodes (those of the graph), got 1",
                "evaluate",
                "--clusters",
                csv,
                "--data",
                data);
        Files.writeString(csv, "id,cluster,confidence,second,margin\n10,1,1,0,1\n");
        assertFails(1, csv + ", line 2: expected 0 to 9, got 10", "evaluate", "--clusters", csv, "--data", data);
        Files.writeString(csv, "id,cluster,confidence,second,margin\n0,2000000000,1,0,1\n");
        assertFails(
                1, csv + ", line 2: expected 0 to 9, got 2000000000", "evaluate", "--clusters", csv, "--data", data);
        Files.write(csv, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertFails(1, csv + ": expected UTF-8 text, got other bytes", "evaluate", "--clusters", csv, "--data", data);
        Files.writeString(csv, "name\n");
        assertFails(
                1,
                csv + ", line 1: expected the header id,cluster,.., got name",
                "evaluate",
                "--clusters",
                csv,
                "--data",
                data);
    }

    @Test
    void everyCommandHasHelpWithExamples() {
        for (String command : Main.COMMANDS.keySet()) {
            Outcome outcome = run(command, "--help");
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).contains("Example").contains("kindred " + command);
        }
        assertThat(run("--help").out()).contains("Examples:");
        assertThat(run("--version").out()).startsWith("kindred ");
        assertThat(run("completion").out()).contains("complete -F _complete_kindred");
    }
}
