package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportCommandTest {
    private static final List<String> FILES =
            List.of("report.html", "clusters.json", "layout.npy", "nodes.safetensors");

    @TempDir
    private static Path folder;

    private static Path run;
    private static Said clustering;

    private record Said(int code, String out, String err) {}

    /** Two rings of ten, one in Rome and one in Milan; an id with everything that is hard. */
    @BeforeAll
    static void cluster() throws IOException {
        StringBuilder nodes = new StringBuilder("id,city,age,team\n");
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int i = 0; i < 20; i++) {
            nodes.append(id(i))
                    .append(i < 10 ? ",Rome," : ",Milan,")
                    .append(20 + i)
                    .append(i < 10 ? ",red\n" : ",blue\n");
            int ring = i / 10 * 10;
            edges.append(id(i)).append(',').append(id(ring + (i + 1) % 10)).append('\n');
            edges.append(id(i)).append(',').append(id(ring + (i + 3) % 10)).append('\n');
        }
        Files.writeString(folder.resolve("nodes.csv"), nodes);
        Files.writeString(folder.resolve("edges.csv"), edges);
        run = folder.resolve("run");
        clustering = kindred(
                "cluster",
                "--nodes",
                folder.resolve("nodes.csv").toString(),
                "--edges",
                folder.resolve("edges.csv").toString(),
                "--id",
                "id",
                "--label",
                "team",
                "-k",
                "2",
                "--out",
                run.toString());
    }

    private static String id(int i) {
        return i == 4 ? "\"</script>, \"\"x\"\"\"" : "n" + i;
    }

    private static Said kindred(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void clusterWritesTheReportAndNamesIt() throws IOException {
        assertThat(clustering.code()).as(clustering.err()).isZero();
        assertThat(clustering.out())
                .endsWith("results in " + run + "\nreport in " + run.resolve("report.html")
                        + ", to be opened in a browser\n");
        assertThat(FILES).allSatisfy(name -> assertThat(run.resolve(name)).isRegularFile());
        assertThat(Files.readString(run.resolve("report.html"))).doesNotContain("</script>, ", "city = ");
    }

    @Test
    void reportMakesTheSameReportWithoutTheInput() throws IOException {
        byte[] first = Files.readAllBytes(run.resolve("report.html"));
        Path copy = folder.resolve("copy.html");

        Said said = kindred("report", run.toString(), "--out", copy.toString());

        assertThat(said).isEqualTo(new Said(0, "report in " + copy + "\n", ""));
        assertThat(Files.readAllBytes(copy)).isEqualTo(first);
    }

    @Test
    void redactedReportsAreSmallerAndGoElsewhere() throws IOException {
        Path shared = folder.resolve("shared.html");

        assertThat(kindred("report", run.toString(), "--redact-ids", "--out", shared.toString())
                        .code())
                .isZero();
        assertThat(kindred("report", run.toString(), "--redact-ids"))
                .isEqualTo(new Said(2, "", "kindred: --redact-ids: expected --out FILE beside it, got none\n"));
        assertThat(Files.size(shared)).isLessThan(Files.size(run.resolve("report.html")));
    }

    @Test
    void aRunWithoutReportHasNoneOfItsFiles() {
        Path bare = folder.resolve("bare");

        Said said = kindred(
                "cluster",
                "--nodes",
                folder.resolve("nodes.csv").toString(),
                "--edges",
                folder.resolve("edges.csv").toString(),
                "--id",
                "id",
                "-k",
                "2",
                "--out",
                bare.toString(),
                "--no-report");

        assertThat(said.code()).isZero();
        assertThat(said.out()).endsWith("results in " + bare + "\n");
        assertThat(FILES).allSatisfy(name -> assertThat(bare.resolve(name)).doesNotExist());
        assertThat(kindred("report", bare.toString()))
                .isEqualTo(new Said(
                        1,
                        "",
                        "kindred: " + bare.resolve("clusters.json")
                                + ": expected what cluster writes for the report, got nothing there; runs of older versions, and those saved without explanation"
                                + " (--no-report), have none: run again\n"));
    }

    @Test
    void explainSaysOfAClusterWhatClustersJsonSays() throws IOException {
        JsonNode card = JsonMapper.shared()
                .readTree(Files.readString(run.resolve("clusters.json")))
                .path("clusters")
                .path(1);

        Said json = kindred("explain", run.toString(), "--cluster", "1", "--json");
        Said text = kindred("explain", run.toString(), "--cluster", "1");

        assertThat(JsonMapper.shared().readTree(json.out())).isEqualTo(card);
        assertThat(text.out().lines().limit(2))
                .containsExactly(
                        "cluster 1: " + card.path("name").asString(),
                        card.path("size").asInt() + " nodes, 50.0 % of all");
        assertThat(text.out()).contains("city = ").contains("100.0 % here, 0.0 % elsewhere");
        assertThat(kindred("explain", run.toString()).out().lines()).hasSize(3);
        assertThat(kindred("explain", run.toString(), "--cluster", "2").err())
                .isEqualTo("kindred: --cluster: expected 0 to 1, got 2\n");
    }

    @Test
    void explainSaysWhereANodeIs() {
        String id = "</script>, \"x\"";

        JsonNode json = JsonMapper.shared()
                .readTree(kindred("explain", run.toString(), "--node", id, "--json")
                        .out());

        assertThat(json.path("id").asString()).isEqualTo(id);
        assertThat(json.path("node").asInt()).isEqualTo(4);
        assertThat(json.path("neighbors")).hasSize(4);
        assertThat(kindred("explain", run.toString(), "--node", id).out())
                .startsWith("node " + id + "\ncluster ")
                .contains("neighbors 4, the strongest by ");
        assertThat(kindred("explain", run.toString(), "--node", "nobody"))
                .isEqualTo(new Said(
                        1, "", "kindred: clusters.csv: expected a node nobody (--node), got none with this id\n"));
    }

    @Test
    void aReportThatCannotBeMadeDoesNotCostTheRun() throws IOException {
        Path blocked = folder.resolve("blocked");
        Said first = kindred(
                "cluster",
                "--nodes",
                folder.resolve("nodes.csv").toString(),
                "--edges",
                folder.resolve("edges.csv").toString(),
                "--id",
                "id",
                "-k",
                "2",
                "--out",
                blocked.toString());
        assertThat(first.code()).isZero();
        Files.writeString(blocked.resolve("nodes.safetensors"), "broken", StandardCharsets.UTF_8);

        Said again = kindred("report", blocked.toString());

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).startsWith("kindred: " + blocked.resolve("nodes.safetensors"));
        assertThat(blocked.resolve("clusters.csv")).isRegularFile();
    }
}
