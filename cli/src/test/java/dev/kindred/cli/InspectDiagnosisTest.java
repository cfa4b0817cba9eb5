package dev.kindred.cli;

import static dev.kindred.cli.CommandLineRun.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What inspect says is wrong with a graph can be pasted and mends it. */
class InspectDiagnosisTest {
    private static final int N = 400;

    @TempDir
    Path folder;

    private Path nodes;
    private Path edges;

    /** Four groups by plan and age, a time of loading, and three hubs. */
    @BeforeEach
    void write() throws IOException {
        Random random = new Random(11);
        StringBuilder rows = new StringBuilder("id,plan,age,joined at,segment\n");
        StringBuilder pairs = new StringBuilder("source,target\n");
        for (int i = 0; i < N; i++) {
            int group = i % 4;
            rows.append("n%d,%s,%d,%d,%s\n"
                    .formatted(
                            i,
                            random.nextInt(4) == 0 ? "basic" : "plan" + group,
                            20 + 12 * group + random.nextInt(17),
                            1_700_000_000L + 3_600L * i + random.nextInt(3_000),
                            "s" + group));
            for (int e = 0; e < 3; e++) {
                int to = random.nextInt(10) == 0 ? random.nextInt(N) : random.nextInt(N / 4) * 4 + group;
                pairs.append("n%d,n%d\n".formatted(i, to));
            }
            for (int hub = 0; hub < 3; hub++) {
                pairs.append("n%d,n%d\n".formatted(i, hub));
            }
        }
        nodes = Files.writeString(folder.resolve("nodes.csv"), rows);
        edges = Files.writeString(folder.resolve("edges.csv"), pairs);
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() {
        CommandLineRun run = CommandLineRun.of("inspect", "--nodes", nodes, "--edges", edges, "--label", "segment");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("groups")))
                .singleElement()
                .asString()
                .startsWith("groups        carried by edges and attributes (communities of the edges: modularity ");
        assertThat(run.out().lines().filter(line -> line.startsWith("neighbors by")))
                .singleElement()
                .asString()
                .matches("neighbors by {2}age 0\\.\\d\\d, plan 0\\.\\d\\d");
        assertThat(run.out().lines().dropWhile(line -> !line.startsWith("finding")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("finding       3 nodes have more than 90 neighbors and 5"),
                        line -> assertThat(line).isEqualTo("              -> --most-neighbors 90"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "finding       column joined at follows the order of the rows (rank correlation 1.000),"
                                                + " as a time of loading does"),
                        line -> assertThat(line).isEqualTo("              -> --ignore 'joined at'"));
    }

    @Test
    void quickLeavesTheDiagnosisOut() {
        CommandLineRun run = CommandLineRun.of("inspect", "--nodes", nodes, "--edges", edges, "--quick");
        assertThat(run.out().lines()).noneMatch(line -> line.startsWith("finding") || line.startsWith("groups"));
    }

    @Test
    void jsonSaysTheSame() {
        CommandLineRun run = CommandLineRun.of("inspect", "--nodes", nodes, "--edges", edges, "--json");
        JsonNode diagnosis = RunReport.JSON.readTree(run.out()).path("diagnosis");
        assertThat(diagnosis.path("carrier").asString()).isEqualTo("BOTH");
        assertThat(diagnosis.path("findings").get(0).path("kind").asString()).isEqualTo("HUBS");
        assertThat(diagnosis.path("findings").get(0).path("advice").asString()).isEqualTo("--most-neighbors 90");
        assertThat(diagnosis.path("neighbors").get(0).path("column").asString()).isNotEmpty();
    }

    @Test
    void theFlagLeavesTheHubsOut() {
        CommandLineRun run = CommandLineRun.of(
                "inspect", "--nodes", nodes, "--edges", edges, "--most-neighbors", 90, "--ignore", "joined at");
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches(
                        "note {10}edges left out: [\\d,]+ of [\\d,]+, those of nodes with more than 90 neighbors"))
                .contains("finding       none");
        CommandLineRun clustered = CommandLineRun.of(
                "cluster",
                "--nodes",
                nodes,
                "--edges",
                edges,
                "--most-neighbors",
                90,
                "-k",
                4,
                "--method",
                "leiden",
                "--no-report",
                "--out",
                folder.resolve("out"));
        assertThat(clustered.code()).as(clustered.err()).isZero();
        assertThat(clustered.err()).contains("those of nodes with more than 90 neighbors");
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertFails(
                2,
                "--most-neighbors: expected 1 or more, got 0",
                "inspect",
                "--nodes",
                nodes,
                "--edges",
                edges,
                "--most-neighbors",
                0);
    }
}
