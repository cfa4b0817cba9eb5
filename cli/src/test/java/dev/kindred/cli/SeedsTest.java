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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs with several seeds: what they report, and that a kill while the others train costs nothing. */
class SeedsTest {
    private static final List<String> RESULTS = List.of("clusters.csv", "embedding.npy", "model.safetensors");

    @TempDir
    Path folder;

    private record Outcome(String out, String err) {}

    private static Outcome run(int code, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int actual = Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        assertThat(actual).as(err.toString()).isEqualTo(code);
        return new Outcome(out.toString(), err.toString());
    }

    private Path data() throws IOException {
        return PlantedFile.write(folder.resolve("planted.npz"), 200, 3);
    }

    private static Object[] cluster(Path data, Path out, int epochs, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", out, "-k", 3, "--threads", 2));
        args.addAll(List.of("--pretrain-epochs", epochs, "--finetune-epochs", 40));
        args.addAll(List.of(more));
        return args.toArray();
    }

    /** Of the network, which stands apart where another method's clusters were taken. */
    private static JsonNode verdict(Path out) throws IOException {
        JsonNode run = RunReport.JSON.readTree(Files.readString(out.resolve("run.json")));
        return run.has("verdict") ? run.path("verdict") : run.path("network").path("verdict");
    }

    private static void assertSameResults(Path expected, Path actual) throws IOException {
        for (String name : RESULTS) {
            assertThat(Files.mismatch(expected.resolve(name), actual.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    @Test
    void theResultIsThatOfTheFirstSeedAndTheVerdictHasTheAgreementOfAll() throws Exception {
        Path data = data();
        Path one = folder.resolve("one");
        run(0, cluster(data, one, 60, "--seed", 4, "--quiet"));
        Path three = folder.resolve("three");
        Files.writeString(folder.resolve("run.yaml"), "seed: 4\nseeds: 3\n");
        Outcome outcome = run(0, cluster(data, three, 60, "--config", folder.resolve("run.yaml")));
        assertSameResults(one, three);
        JsonNode alone = verdict(one);
        assertThat(alone.at("/seeds").toString()).isEqualTo("[4]");
        JsonNode all = verdict(three);
        assertThat(all.at("/seeds").toString()).isEqualTo("[4,5,6]");
        for (String clustering : List.of("attributes", "pretrained", "finetuned")) {
            assertThat(alone.path(clustering).path("agreement").isNull())
                    .as(clustering)
                    .isTrue();
            assertThat(all.path(clustering).path("agreement").asDouble())
                    .as(clustering)
                    .isBetween(.2, 1.);
            assertThat(all.path(clustering).path("modularity"))
                    .isEqualTo(alone.path(clustering).path("modularity"));
        }
        assertThat(alone.at("/finetuning/sentence").asString()).doesNotContain("agreement");
        assertThat(all.at("/finetuning/sentence").asString()).contains(", agreement of 3 seeds ");
        assertThat(outcome.out()).contains(all.at("/finetuning/sentence").asString());
        assertThat(outcome.err())
                .contains("seed 4 (1 of 3)  finetune 40/40")
                .contains("seed 6 (3 of 3)  pretrain 60/60");
        assertThat(folder.resolve(".three.unfinished")).doesNotExist();
    }

    @Test
    void aNumberOfSeedsThatCannotBeIsRefusedBeforeAnythingIsRead() {
        assertThat(run(2, cluster(folder.resolve("none.npz"), folder.resolve("out"), 5, "--seeds", 0))
                        .err())
                .isEqualTo("kindred: --seeds: expected 1 or more, got 0" + System.lineSeparator());
    }

    @Test
    void furtherSeedsAreEstimated() throws Exception {
        Path data = data();
        Outcome one = run(0, "estimate", "--data", data, "-k", 3, "--no-time");
        Outcome five = run(0, "estimate", "--data", data, "-k", 3, "--no-time", "--seeds", 5);
        assertThat(one.out()).doesNotContain("earlier seeds");
        assertThat(five.out()).containsPattern("\\d\\.\\d MB +results of earlier seeds");
        assertThat(run(0, "estimate", "--data", data, "-k", 3, "--seeds", 5, "--threads", 1)
                        .out())
                .containsPattern("about \\d+\\.\\d s with 1 threads for 5 seeds, without reading and writing");
    }

    private Process start(Object... args) throws IOException {
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
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static void await(Process process, Path file) throws Exception {
        while (process.isAlive() && !Files.exists(file)) {
            Thread.sleep(10);
        }
        Thread.sleep(150);
    }

    /** Killed while the second seed trains, stopped while the third does. */
    @Test
    void aKillWhileOtherSeedsTrainCostsNothing() throws Exception {
        Path data = data();
        Path whole = folder.resolve("whole");
        run(0, cluster(data, whole, 80, "--seeds", 3, "--quiet"));
        Path out = folder.resolve("out");
        Path unfinished = folder.resolve(".out.unfinished");
        Process killed = start(cluster(data, out, 80, "--seeds", 3, "--checkpoint-epochs", 10));
        await(killed, unfinished.resolve("seed-1"));
        killed.destroyForcibly().waitFor();
        assertThat(out).doesNotExist();
        assertThat(unfinished.resolve("seed-1")).isDirectory();
        assertThat(unfinished.resolve("seed-2")).doesNotExist();
        Process stopped = start("resume", out);
        await(stopped, unfinished.resolve("seed-2"));
        stopped.destroy();
        assertThat(stopped.waitFor()).isEqualTo(143);
        assertThat(Files.readAllLines(folder.resolve("stderr")).getLast())
                .matches(
                        "kindred: seed 2: cancelled after pretrain epoch \\d+ of 80; kept in .*/\\.out\\.unfinished/seed-2/"
                                + "checkpoint-\\d{9}\\.safetensors; kindred resume .*/out continues it");
        // The first two are not trained again: from their last epoch on nothing is left to do.
        String resumed = run(0, "resume", out, "--threads", 1).err();
        assertThat(resumed.lines())
                .anyMatch(line -> line.equals("seed 0 (1 of 3)  resumed after finetune epoch 40"))
                .anyMatch(line -> line.equals("seed 1 (2 of 3)  resumed after finetune epoch 40"))
                .anyMatch(line -> line.matches("seed 2 \\(3 of 3\\)  resumed after pretrain epoch \\d+"))
                .noneMatch(line -> line.startsWith("seed 1 (2 of 3)  finetune "));
        assertSameResults(whole, out);
        assertThat(verdict(out)).isEqualTo(verdict(whole));
        assertThat(unfinished).doesNotExist();
    }
}
