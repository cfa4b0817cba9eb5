package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {
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

    @Test
    void aTreeOfMemoryAndTheTimeAreSaid() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 300, 3);
        Outcome outcome = run("estimate", "--data", data, "-k", 3, "--threads", 1);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().toList().getFirst())
                .matches("300 nodes, \\d,\\d{3} edge entries, 60 features \\(2,400 values, sparse\\)");
        assertThat(outcome.out())
                .containsPattern("\\d\\.\\d MB {2}heap at the peak")
                .containsPattern("\\d\\.\\d MB {8}layer 1")
                .containsPattern("process, expected peak: \\d+ MB of ")
                .containsPattern("about \\d+\\.\\d s with 1 threads, reading and writing not counted");
    }

    @Test
    void aGraphThatIsOnlyPlannedIsEstimatedAndRefusedWhereItDoesNotFit() {
        Outcome fits = run("estimate", "--nodes", 10_000, "--features", 16, "-k", 4);
        assertThat(fits.code()).as(fits.err()).isZero();
        assertThat(fits.out()).startsWith("10,000 nodes, 100,000 edge entries, 16 features (160,000 values, dense)");
        Outcome huge = run("estimate", "--nodes", 2_000_000_000L, "-k", 4);
        assertThat(huge.code()).isEqualTo(1);
        assertThat(huge.err())
                .matches(
                        "kindred: memory: expected a run of at most [\\d,]+ MB \\(this machine or container\\), got one of about"
                                + " [\\d,]+ MB; no size of layers fits, a larger machine would; --force runs anyway");
        assertThat(run("estimate", "-k", 4))
                .isEqualTo(new Outcome(2, "", "kindred: estimate: expected --data FILE.npz or --nodes N, got neither"));
        assertThat(run("estimate", "--nodes", "nodes.csv", "--edges", "edges.csv", "-k", 4))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "kindred: estimate: expected a number of nodes, got nodes.csv; kindred inspect says how many nodes,"
                                + " edges and features are in tables, and kindred cluster checks their memory before it"
                                + " trains"));
        assertThat(run("estimate", "--nodes", 0, "-k", 4).err())
                .isEqualTo(
                        "kindred: graph size: expected 1 node and 1 feature or more, and at most 0 stored values, got 0"
                                + " nodes, 0 edges, 128 features, 0 values");
    }
}
