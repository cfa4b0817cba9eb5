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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

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
                .containsPattern("\\d\\.\\d MB {10}layer 1")
                .containsPattern("process, expected peak: \\d+ MB of ")
                .containsPattern("about \\d+\\.\\d s with 1 threads, without reading and writing");
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
                                + " [\\d,]+ MB; no layer size fits, use a larger machine; pass --force to run anyway");
        assertThat(run("estimate", "-k", 4))
                .isEqualTo(new Outcome(
                        2, "", "kindred: input: expected --data FILE, or --nodes FILE and --edges FILE, got neither"));
        assertThat(run("estimate", "--nodes", 100, "--edges", "edges.csv", "-k", 4))
                .isEqualTo(new Outcome(2, "", "kindred: --edges: expected a number, as --nodes is one, got edges.csv"));
        assertThat(run("estimate", "--nodes", 100, "--features", "none", "-k", 4))
                .isEqualTo(new Outcome(2, "", "kindred: --features: expected a number, as --nodes is one, got none"));
        assertThat(run("estimate", "--nodes", 0, "-k", 4).err())
                .isEqualTo(
                        "kindred: graph size: expected 1 node and 1 feature or more, and at most 0 stored values, got 0"
                                + " nodes, 0 edges, 128 features, 0 values");
    }

    private Path table(String name, String header, IntFunction<String> row) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                header + "\n" + IntStream.range(0, 200).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    /** What is estimated is what {@code cluster} makes of the same flags. */
    @Test
    void tablesAreReadAsTheyWouldBeClustered() throws Exception {
        Path nodes = table("nodes.csv", "id,colour,size,label", i -> "n" + i + ",c" + i % 3 + "," + i + ",l" + i % 2);
        Path edges = table("edges.csv", "source,target", i -> "n" + i + ",n" + (i + 3) % 200);
        Object[] flags = {"--nodes", nodes, "--edges", edges, "--label", "label", "-k", 3, "--column", "size=robust"};
        Outcome outcome = run(with(flags, "estimate", "--threads", 1));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .startsWith("tables: 200 nodes, 200 edges given")
                .contains("size robust");
        assertThat(outcome.out())
                .startsWith("200 nodes, 400 edge entries, 4 features (800 values, dense)")
                .containsPattern("\\d\\.\\d MB {2}heap at the peak")
                .containsPattern("about \\d+\\.\\d s with 1 threads");
        if (RunReport.peakResidentBytes() != null) {
            assertThat(outcome.out())
                    .containsPattern("process, reading the tables: [\\d,]+ MB at the peak, measured just now");
        }
        Path out = folder.resolve("out");
        Outcome clustered = run(with(flags, "cluster", "--out", out, "--pretrain-epochs", 2, "--finetune-epochs", 2));
        assertThat(clustered.code()).as(clustered.err()).isZero();
        JsonNode graph = RunReport.JSON
                .readTree(Files.readString(out.resolve("run.json")))
                .path("graph");
        assertThat(graph.path("nodes").asInt()).isEqualTo(200);
        assertThat(graph.path("entries").asInt()).isEqualTo(400);
        assertThat(graph.path("features").asInt()).isEqualTo(4);
        // One-way edges stay so, and the structure gives other features, as many as it does when clustered.
        assertThat(run(with(flags, "estimate", "--directed", "--no-time")).out())
                .startsWith("200 nodes, 200 edge entries, 4 features");
        Outcome edgesAlone = run("estimate", "--edges", edges, "-k", 3, "--no-time");
        assertThat(edgesAlone.out()).startsWith("200 nodes, 400 edge entries, ").doesNotContainPattern("about \\d");
        assertThat(edgesAlone.err()).contains("no table of nodes: degree and position in the graph are the features");
    }

    @Test
    void whatIsIrregularInTablesIsWarnedOfAsClusterDoes() throws Exception {
        Path edges = table("edges.csv", "source,target", i -> "n" + i + ",n" + (i == 7 ? i : (i + 3) % 200));
        String warning = "warning: self-loops left out: 1";
        Outcome estimated = run("estimate", "--edges", edges, "-k", 3, "--no-time");
        assertThat(estimated.err()).startsWith("tables: ").doesNotContain("irregular: ");
        assertThat(estimated.err().lines()).containsOnlyOnce(warning);
        Path out = folder.resolve("out");
        Object[] few = {"--pretrain-epochs", 2, "--finetune-epochs", 2};
        Outcome clustered = run(with(few, "cluster", "--edges", edges, "-k", 3, "--out", out));
        assertThat(clustered.err().lines()).containsOnlyOnce(warning);
    }

    @Test
    void mistakesInTablesAreThoseOfCluster() throws Exception {
        Path edges = table("edges.csv", "source,target", i -> "n" + i + ",n" + (i + 3) % 200);
        Path gone = folder.resolve("gone.csv");
        assertThat(run("estimate", "--nodes", gone, "--edges", edges, "-k", 3))
                .isEqualTo(new Outcome(1, "", "kindred: " + gone + ": expected a file, got nothing there"));
        assertThat(run("estimate", "--nodes", gone, "-k", 3))
                .isEqualTo(new Outcome(
                        2, "", "kindred: --edges: expected FILE, or --edges-query SQL, beside --nodes, got neither"));
        assertThat(run("estimate", "--nodes", edges, "--edges", edges, "--features", "some", "-k", 3))
                .isEqualTo(new Outcome(2, "", "kindred: --features: expected columns or none, got some"));
    }

    private static Object[] with(Object[] flags, Object command, Object... more) {
        List<Object> args = new ArrayList<>(List.of(command));
        args.addAll(List.of(flags));
        args.addAll(List.of(more));
        return args.toArray();
    }
}
