package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own that are killed, stopped, and resumed: the results have the bytes of an uninterrupted run. */
class RecoveryTest {
    private static final List<String> RESULTS = List.of("clusters.csv", "embedding.npy", "model.safetensors");

    @TempDir
    Path folder;

    private Process start(Object... args) throws IOException {
        return startIn(folder, args);
    }

    private Process startIn(Path directory, Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dkindred.kernels=" + System.getProperty("kindred.kernels", "auto")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Arrays.stream(args).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private static String run(int code, Object... args) {
        StringWriter err = new StringWriter();
        int actual = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        assertThat(actual).as(err.toString()).isEqualTo(code);
        return err.toString();
    }

    private static Object[] cluster(Path data, Path out, int epochs, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", out, "-k", 3));
        args.addAll(List.of("--threads", 2, "--pretrain-epochs", epochs, "--finetune-epochs", 60));
        args.addAll(List.of("--gradient-clip", 1));
        args.addAll(List.of(more));
        return args.toArray();
    }

    private void assertSameResults(Path expected, Path actual) throws IOException {
        for (String name : RESULTS) {
            assertThat(Files.mismatch(expected.resolve(name), actual.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    private static int checkpoints(Path unfinished) throws IOException {
        if (!Files.isDirectory(unfinished)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(unfinished)) {
            return (int) files.filter(file -> file.toString().endsWith(".safetensors"))
                    .count();
        }
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    /** Returns how many kills the runs survived. */
    private int killed(int wanted, long seed) throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 400, 3);
        Path whole = folder.resolve("whole");
        run(0, cluster(data, whole, 120, "--patience", 8, "--quiet"));
        Path store = folder.resolve("store");
        run(0, "import", "--data", data, "--out", store, "--quiet");
        Random random = new Random(seed);
        int kills = 0;
        int runs = 0;
        while (kills < wanted) {
            // In turns from the store, whose features are mapped, and from the archive.
            Path input = runs % 2 == 0 ? store : data;
            Path out = folder.resolve("out" + runs++);
            Path begun = folder.resolve("." + out.getFileName() + ".unfinished/run.json");
            int code = -1;
            // A kill may also hit a process that has done all and is about to end.
            while (code != 0 && !(Files.exists(out) && !Files.exists(begun))) {
                // A checkpoint every epoch: the process spends much of its time writing them, and dies there.
                Process process = Files.exists(begun)
                        ? start("resume", out, "--threads", 1 + random.nextInt(3))
                        : start(cluster(input, out, 120, "--patience", 8, "--checkpoint-epochs", 1));
                if (kills < wanted && process.waitFor(400 + random.nextInt(1600), TimeUnit.MILLISECONDS)) {
                    code = process.exitValue();
                } else if (kills < wanted) {
                    process.destroyForcibly().waitFor();
                    kills++;
                    continue;
                } else {
                    code = process.waitFor();
                }
                assertThat(code).as(errors()).isZero();
            }
            assertSameResults(whole, out);
            // What such a kill leaves is an empty folder at most, which the next run there takes over.
            Files.deleteIfExists(begun.getParent());
            assertThat(hidden()).isEmpty();
        }
        return kills;
    }

    @Test
    void aRunThatFindsItsNumberOfClustersGoesOnWithTheSweepItMade() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 300, 3);
        Path whole = folder.resolve("whole");
        List<Object> flags = List.of("--k-range", "2..4", "--threads", 2, "--pretrain-epochs", 60);
        run(0, swept(data, whole, flags));
        Path out = folder.resolve("out");
        Path kept = folder.resolve(".out.unfinished/sweep.json");
        Process process = start(swept(data, out, flags));
        while (!Files.exists(kept) && process.isAlive()) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertThat(kept).exists();
        assertThat(out).doesNotExist();
        String told = run(0, "resume", out, "--threads", 1);
        assertThat(told).doesNotContain("sweep  ");
        assertSameResults(whole, out);
        for (String name : List.of("sweep.json", "sweep.csv")) {
            assertThat(Files.mismatch(whole.resolve(name), out.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
        assertThat(hidden()).isEmpty();
    }

    @Test
    void aSweepThatASignalEndsLeavesNothing() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 300, 3);
        for (String command : List.of("sweep", "cluster")) {
            Path out = folder.resolve(command);
            List<Object> args = new ArrayList<>(List.of(command, "--data", data, "--out", out, "-k"));
            args.addAll(command.equals("sweep") ? List.of("2..9") : List.of("auto", "--k-range", "2..9"));
            args.addAll(List.of("--threads", 2, "--seeds", 2000, "--pretrain-epochs", 1));
            Process process = start(args.toArray());
            while (!errors().contains("pretrain") && process.isAlive()) {
                Thread.sleep(20);
            }
            process.destroy();
            assertThat(process.waitFor()).as(errors()).isEqualTo(143);
            assertThat(errors())
                    .containsPattern(
                            "kindred: cancelled .*; nothing was kept: run the command again" + System.lineSeparator());
            assertThat(out).doesNotExist();
            assertThat(hidden()).isEmpty();
        }
    }

    private static Object[] swept(Path data, Path out, List<Object> flags) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", out, "-k", "auto"));
        args.addAll(flags);
        return args.toArray();
    }

    @Test
    void aRunThatIsKilledAndResumedEndsWithTheSameBytes() throws Exception {
        assertThat(killed(8, 1)).isEqualTo(8);
    }

    @Test
    @Tag("slow")
    void aHundredKills() throws Exception {
        assertThat(killed(100, 2)).isEqualTo(100);
    }

    @Test
    void aSignalKeepsTheStateAndSaysHowToGoOn() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 400, 3);
        Path whole = folder.resolve("whole");
        run(0, cluster(data, whole, 2000, "--quiet"));
        Path out = folder.resolve("out");
        Path unfinished = folder.resolve(".out.unfinished");
        // From a folder of its own, with relative paths and a config file, all of which must still hold when resumed
        // from elsewhere.
        Files.writeString(folder.resolve("run.yaml"), "pretrain-epochs: 2000\nclusters: 3\nthreads: 2\nquiet: true\n");
        Process process = start(
                "cluster",
                "--config",
                "run.yaml",
                "--data",
                "planted.npz",
                "--out",
                "out",
                "--finetune-epochs",
                60,
                "--gradient-clip",
                1);
        while (!Files.exists(unfinished.resolve("run.json")) && process.isAlive()) {
            Thread.sleep(20);
        }
        Thread.sleep(1_000);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(errors().lines().toList().getLast())
                .matches("kindred: cancelled after pretrain epoch \\d+ of 2000; kept in .*/\\.out\\.unfinished/"
                        + "checkpoint-\\d{9}\\.safetensors; kindred resume out continues it");
        assertThat(out).doesNotExist();
        Files.delete(folder.resolve("run.yaml"));
        assertThat(run(1, cluster(data, out, 120)))
                .isEqualTo("kindred: " + out + ": expected no unfinished run, got one; kindred resume " + out
                        + " continues it, --overwrite starts again" + System.lineSeparator());
        assertThat(run(0, "resume", out, "--threads", 1)).isEmpty();
        assertSameResults(whole, out);
        assertThat(hidden()).isEmpty();
        assertThat(run(1, "resume", out))
                .isEqualTo("kindred: " + out + ": expected an unfinished run (" + unfinished.resolve("run.json")
                        + "), got one that is finished" + System.lineSeparator());
    }

    @Test
    void aChangedInputIsRefusedByNameWhenResumed() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 400, 3);
        Path out = folder.resolve("out");
        Process process = start(cluster(data, out, 100_000, "--checkpoint-epochs", 1));
        Path unfinished = folder.resolve(".out.unfinished");
        while (checkpoints(unfinished) < 2 && process.isAlive()) {
            Thread.sleep(20);
        }
        // The one at work is not disturbed by another.
        assertThat(run(1, cluster(data, out, 120, "--overwrite")))
                .isEqualTo("kindred: " + out + ": expected no other run there, got one at work (process "
                        + process.pid() + ")" + System.lineSeparator());
        process.destroyForcibly().waitFor();
        PlantedFile.write(data, 400, 4);
        assertThat(run(1, "resume", out, "--quiet"))
                .contains(": expected a checkpoint of this run, got one of another: input graph (CRC-32C): expected ")
                .contains("; input features (CRC-32C): expected ");
        // Still there for when the right file is back.
        PlantedFile.write(data, 400, 3);
        process = start("resume", out);
        assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        process.destroyForcibly().waitFor();
        assertThat(unfinished).isDirectory();
    }

    /** Tables with three groups, a column of words, one of numbers, and a malformed row. */
    private void writeTables(int nodes) throws IOException {
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder("id,words,size\n");
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int i = 0; i < nodes; i++) {
            rows.append(
                    "n%d,w%d w%d,%d\n".formatted(i, i % 3, 3 + random.nextInt(20), 10 * (i % 3) + random.nextInt(10)));
            for (int e = 0; e < 4; e++) {
                edges.append("n%d,n%d\n".formatted(i, (i + 3 * (1 + random.nextInt(40))) % nodes));
            }
        }
        Files.writeString(folder.resolve("nodes.csv"), rows.append("short\n"));
        Files.writeString(folder.resolve("edges.csv"), edges);
    }

    private static Object[] clusterTables(String from, String out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--nodes", from + "nodes.csv", "--edges"));
        args.addAll(List.of(from + "edges.csv", "--out", out, "-k", 3, "--threads", 2, "--pretrain-epochs", 600));
        args.addAll(List.of("--finetune-epochs", 60, "--quiet", "--skip-bad-rows", out + ".csv"));
        args.addAll(List.of(more));
        return args.toArray();
    }

    private static String newest(Path unfinished) throws IOException {
        if (!Files.isDirectory(unfinished)) {
            return "";
        }
        try (Stream<Path> files = Files.list(unfinished)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .sorted()
                    .reduce("", (older, newer) -> newer);
        }
    }

    @Test
    void aRunFromTablesThatIsKilledAndResumedElsewhereEndsWithTheSameBytes() throws Exception {
        writeTables(399);
        Path whole = folder.resolve("whole");
        String warnings = run(0, clusterTables(folder + "/", whole.toString()));
        Path out = folder.resolve("out");
        Path unfinished = folder.resolve(".out.unfinished");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (int kill = 0; kill < 3; kill++) {
            String before = newest(unfinished);
            // Begun with relative paths.
            Process process = kill == 0
                    ? start(clusterTables("", "out", "--checkpoint-epochs", 1))
                    : startIn(elsewhere, "resume", out);
            while (newest(unfinished).equals(before) && process.isAlive()) {
                Thread.sleep(20);
            }
            Thread.sleep(50);
            process.destroyForcibly();
            assertThat(process.waitFor()).as(errors()).isEqualTo(137);
        }
        assertRefusedWhenChanged("nodes.csv", "n7,", "n7,other ", "features");
        assertRefusedWhenChanged("edges.csv", "n7,", "n8,", "graph");
        assertThat(run(0, "resume", out, "--threads", 1)).isEqualTo(warnings);
        assertSameResults(whole, out);
        assertThat(Files.mismatch(whole.resolve("encoding.json"), out.resolve("encoding.json")))
                .isEqualTo(-1);
        assertThat(Files.readAllLines(folder.resolve("out.csv")))
                .isEqualTo(Files.readAllLines(folder.resolve("whole.csv")))
                .hasSize(2);
        assertThat(hidden()).isEmpty();
    }

    /** Refused by what differs; the table is as it was afterwards. */
    private void assertRefusedWhenChanged(String name, String was, String is, String part) throws IOException {
        Path table = folder.resolve(name);
        String text = Files.readString(table);
        Files.writeString(table, text.replaceFirst("\n" + was, "\n" + is));
        assertThat(run(1, "resume", folder.resolve("out"), "--quiet"))
                .contains(": expected a checkpoint of this run, got one of another: ")
                .contains("input " + part + " (CRC-32C): expected ");
        Files.writeString(table, text);
    }
}
