package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.formats.GraphFiles;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on the command line: results are those of the graph itself, byte for byte, and its heap is not. */
class ImportCommandTest {
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
        return new Outcome(code, out.toString(), err.toString().strip());
    }

    private static Outcome done(Object... args) {
        Outcome outcome = run(args);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private static void assertFails(int code, String message, Object... args) {
        Outcome outcome = run(args);
        assertThat(outcome.err()).isEqualTo("kindred: " + message);
        assertThat(outcome.code()).isEqualTo(code);
    }

    private Path cluster(String out, Object... input) {
        Path target = folder.resolve(out);
        List<Object> args = new ArrayList<>(List.of("cluster", "--out", target, "-k", 3, "--quiet"));
        args.addAll(List.of("--pretrain-epochs", 12, "--finetune-epochs", 6, "--format", "csv,jsonl"));
        args.addAll(List.of(input));
        done(args.toArray());
        return target;
    }

    private static void assertSameFiles(Path actual, Path expected) throws IOException {
        try (Stream<Path> files = Files.list(expected)) {
            for (Path file : files.toList()) {
                Path other = actual.resolve(file.getFileName());
                assertThat(other).exists();
                // The report tells what run.json does.
                if (!file.endsWith("run.json") && !file.endsWith("report.html")) {
                    assertThat(Files.mismatch(other, file)).as(file.toString()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void anArchivesStoreGivesItsResultsToTheByte() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 300, 3);
        Path store = folder.resolve("store");
        assertThat(done("import", "--data", data, "--out", store).out())
                .matches("300 nodes, [\\d,]+ edge entries, 60 features; \\d\\.\\d MB in \\Q" + store + "\\E\\s");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("planted.npz", "store");
        }
        Path expected = cluster("expected", "--data", data, "--threads", 1);
        Path found = cluster("found", "--data", store, "--threads", 3);
        assertSameFiles(found, expected);
        assertThat(done("evaluate", "--clusters", found, "--data", store))
                .isEqualTo(done("evaluate", "--clusters", expected, "--data", data));
        String facts = done("inspect", "--data", data).out();
        assertThat(facts).contains("memory        edges 0.0 MB, features 0.0 MB");
        assertThat(done("inspect", "--data", store).out())
                .matches(
                        "(?s)\\Q" + facts.substring(0, facts.indexOf("memory"))
                                + "\\Ememory        edges 0\\.0 MB, features 0\\.0 MB, and 0\\.0 MB in files that are mapped\\s.*");
        String report = Files.readString(found.resolve("run.json"));
        assertThat(report).contains("\"kind\" : \"store\"", "\"path\" : \"" + store + "\"");
        // A store of a store is a copy.
        done("import", "--data", store, "--out", folder.resolve("copy"), "--quiet");
        assertSameFiles(folder.resolve("copy"), store);
    }

    /** Ids that need care in CSV, labels that some nodes lack, and an encoding. */
    @Test
    void aTablesStoreKeepsIdsLabelsAndEncoding() throws Exception {
        StringBuilder nodes = new StringBuilder("id,colour,size,label\n");
        StringBuilder edges = new StringBuilder("source,target,weight\n");
        for (int i = 0; i < 30; i++) {
            String id = i == 3 ? "\"a, \"\"3\"\"\nand more\"" : "00" + i;
            nodes.append(id)
                    .append(i < 15 ? ",red," : ",blue,")
                    .append(i)
                    .append(i == 7 ? "," : i < 15 ? ",one" : ",two")
                    .append('\n');
            if (i != 3 && i != 2) {
                edges.append("00" + i + ",00" + (i / 15 * 15 + (i + 1) % 15) + "," + (1 + i % 3) + "\n");
            }
        }
        Object[] tables = {
            "--nodes",
            Files.writeString(folder.resolve("nodes.csv"), nodes),
            "--edges",
            Files.writeString(folder.resolve("edges.csv"), edges),
            "--label",
            "label"
        };
        Path store = folder.resolve("store");
        List<Object> args = new ArrayList<>(List.of("import", "--out", store));
        args.addAll(List.of(tables));
        done(args.toArray());
        Path expected = cluster("expected", tables);
        Path found = cluster("found", "--data", store);
        assertThat(found.resolve("encoding.json")).exists();
        assertSameFiles(found, expected);
        assertThat(Files.readString(found.resolve("clusters.csv"))).contains("\"a, \"\"3\"\"\nand more\",");
        for (String metric : List.of("/metrics/labels", "/metrics/structure", "/warnings", "/verdict", "/provenance")) {
            assertThat(RunReport.JSON
                            .readTree(Files.readString(found.resolve("run.json")))
                            .at(metric))
                    .as(metric)
                    .isEqualTo(RunReport.JSON
                            .readTree(Files.readString(expected.resolve("run.json")))
                            .at(metric));
        }
        Outcome judged = done("evaluate", "--clusters", found, "--data", store);
        assertThat(judged.out()).contains("compared with the labels", "by the edges");
        Path csv = found.resolve("clusters.csv");
        Files.writeString(csv, Files.readString(csv).replace("\n005,", "\nnobody,"));
        assertFails(
                1,
                csv + ", line 8: expected an id of the graph, got nobody",
                "evaluate",
                "--clusters",
                found,
                "--data",
                store);
    }

    @Test
    void mistakesAreOneSentence() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 40, 3);
        Path store = folder.resolve("store");
        assertFails(
                2,
                "input: expected --data FILE, or --nodes FILE and --edges FILE, got neither",
                "import",
                "--out",
                store);
        assertFails(2, "--out: expected DIR, got none", "import", "--data", data);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFails(
                1,
                empty + ": expected a folder of a graph, got one that holds none\n"
                        + FlagNames.in(GraphFiles.formats()),
                "cluster",
                "--data",
                empty,
                "-k",
                3,
                "--out",
                folder.resolve("out"));
        done("import", "--data", data, "--out", store, "--quiet");
        assertFails(
                1,
                store + ": already exists; pass --overwrite to replace a store of kindred import",
                "import",
                "--data",
                data,
                "--out",
                store);
        done("import", "--data", data, "--out", store, "--quiet", "--overwrite");
        assertFails(
                2,
                "--directed: expected a folder of directed edges, got " + store
                        + ", whose edges run both ways; kindred import --directed keeps their direction",
                "inspect",
                "--data",
                store,
                "--directed");
        assertFails(
                2,
                "--directed: expected a folder of directed edges, got " + store
                        + ", whose edges run both ways; kindred import --directed keeps their direction",
                "estimate",
                "--data",
                store,
                "-k",
                3,
                "--no-time",
                "--directed");
        Path values = store.resolve("feature_values.npy");
        try (FileChannel channel = FileChannel.open(values, StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
        assertFails(
                1,
                values
                        + ": expected 1408 bytes, as store.json says, got 1000; import the graph again, or copy the store whole",
                "cluster",
                "--data",
                store,
                "-k",
                3,
                "--out",
                folder.resolve("out"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("empty", "planted.npz", "store");
        }
    }

    /** Each would remove what the other has half written. */
    @Test
    void importAndClusterExcludeEachOther() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 40, 3);
        Path out = folder.resolve("out");
        Path half = folder.resolve(".out.partial-of-another");
        String taken = out + ": expected no other run there, got one at work (this process)";
        UnfinishedRun.Begun begun = new UnfinishedRun.Begun("id", "cluster", List.of(), List.of("cluster"));
        try (UnfinishedRun run = UnfinishedRun.open(out, Existing.REFUSE, new RunOptions(), begun)) {
            Files.createDirectory(half);
            assertFails(1, taken, "import", "--data", data, "--out", run.target());
            assertThat(half).exists();
        }
        try (FolderLock lock = UnfinishedRun.lock(out)) {
            assertFails(1, taken, "cluster", "--data", data, "-k", 3, "--out", out);
            assertThat(half).exists();
            lock.removeFolder();
        }
        // A run that can be resumed stays where it is.
        Path checkpoint = folder.resolve(".out.unfinished/checkpoint-000000006.safetensors");
        Files.createDirectory(folder.resolve(".out.unfinished"));
        Files.writeString(checkpoint, "kept");
        done("import", "--data", data, "--out", out, "--quiet");
        assertThat(half).doesNotExist();
        try (Stream<Path> files = Files.list(folder.resolve(".out.unfinished"))) {
            assertThat(files).containsExactly(checkpoint);
        }
    }

    @Test
    void theEstimateCountsNoHeapForMappedFeatures() throws Exception {
        Path store = dense(2_000, 1_000);
        Outcome outcome = done("estimate", "--data", store, "-k", 3, "--no-time");
        assertThat(outcome.out())
                .contains("2,000 nodes, ")
                .contains("(2,000,000 values, dense)")
                .containsPattern("       0.0 MB +features\n")
                .contains(
                        "features in mapped files, on top: up to 8 MB of pages, which the system takes back when it needs"
                                + " the room; no heap");
    }

    @Test
    void idsOfATypeThatFilesCannotHaveAreRefusedBeforeTraining() throws Exception {
        int nodes = 20;
        Path store = dense(
                nodes, 4, NodeIds.ofNumbers("UTF8X", LongStream.range(0, nodes).toArray()));
        Path out = folder.resolve("out");
        Object[] args = {
            "cluster", "--data", store, "--out", out, "-k", 2, "--pretrain-epochs", 2, "--finetune-epochs", 2
        };
        for (List<String> more :
                List.of(List.of("--format", "parquet"), List.of("--format", "csv,jsonl"), List.of("--memberships"))) {
            assertFails(
                    1,
                    "ids: expected a type that DuckDB knows, as BIGINT or VARCHAR, got UTF8X; import the graph again, or"
                            + " leave out --format and --memberships",
                    Stream.concat(Arrays.stream(args), more.stream()).toArray());
            assertThat(out).doesNotExist();
        }
        done(args);
    }

    private Path dense(int nodes, int columns) throws IOException {
        return dense(nodes, columns, null);
    }

    /** A store of two groups, in the edges and in the features. */
    private Path dense(int nodes, int columns, @Nullable NodeIds ids) throws IOException {
        Random random = new Random(3);
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (int i = 0; i < nodes; i++) {
            for (int e = 0; e < 5; e++) {
                int to = random.nextInt(nodes / 2) * 2 + i % 2;
                if (to != i) {
                    builder.add(i, to);
                }
            }
        }
        float[] values = new float[nodes * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() + (i / columns % 2 == i % 2 ? .5f : 0);
        }
        Path store = folder.resolve("dense-store");
        GraphStore.write(
                store,
                Existing.REFUSE,
                new StoredGraph(
                        new AttributedGraph(builder.build(), new DenseFeatures(nodes, columns, values)),
                        ids,
                        null,
                        null,
                        List.of()));
        return store;
    }

    private void assertTrains(Path store, String heap, Object... more) throws Exception {
        Path out = folder.resolve("out");
        List<Object> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("cluster", "--data", store, "--out", out, "-k", 2, "--quiet", "--threads", 2));
        command.addAll(List.of("--pretrain-epochs", 3, "--finetune-epochs", 2));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(
                        command.stream().map(String::valueOf).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("said")))
                .isZero();
        assertThat(Files.readAllLines(out.resolve("clusters.csv")).size() - 1)
                .isEqualTo((int) GraphStore.size(store).nodes());
    }

    /** 48 MB of features in a heap of 40 MB. The check before the run counts a young generation of 64 MB, so it is told to go on. */
    @Test
    void featuresLargerThanTheHeapAreTrainedOn() throws Exception {
        assertTrains(dense(4_000, 3_000), "40m", "--hidden", "16,8", "--force");
    }

    /** 320 MB of features in a heap of 200 MB, which the check before the run allows. */
    @Test
    @Tag("slow")
    void manyFeaturesAreTrainedOnWithTheDefaultSizes() throws Exception {
        assertTrains(dense(20_000, 4_000), "200m", "--hidden", "32,32");
    }
}
