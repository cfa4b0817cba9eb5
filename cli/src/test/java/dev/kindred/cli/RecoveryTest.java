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
        return start(List.of("-Xmx512m"), args);
    }

    private Process start(List<String> jvm, Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dkindred.kernels=" + System.getProperty("kindred.kernels", "auto")));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Arrays.stream(args).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
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
        Random random = new Random(seed);
        int kills = 0;
        int runs = 0;
        while (kills < wanted) {
            Path out = folder.resolve("out" + runs++);
            Path begun = folder.resolve("." + out.getFileName() + ".unfinished/run.json");
            int code = -1;
            // A kill may also hit a process that has done all and is about to end.
            while (code != 0 && !(Files.exists(out) && !Files.exists(begun))) {
                // A checkpoint every epoch: the process spends much of its time writing them, and dies there.
                Process process = Files.exists(begun)
                        ? start("resume", out, "--threads", 1 + random.nextInt(3))
                        : start(cluster(data, out, 120, "--patience", 8, "--checkpoint-epochs", 1));
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
                        + "checkpoint-\\d{9}\\.safetensors; kindred resume out goes on");
        assertThat(out).doesNotExist();
        Files.delete(folder.resolve("run.yaml"));
        assertThat(run(1, cluster(data, out, 120)))
                .isEqualTo("kindred: " + out + ": expected no unfinished run, got one; kindred resume " + out
                        + " goes on with it, --overwrite begins anew" + System.lineSeparator());
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
}
