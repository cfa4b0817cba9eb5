package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other programs in every command that takes a graph. */
class GraphFilesTest {
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

    /** Two rings of six that hang together by one edge, and a number that tells them apart. */
    private Path gml() throws IOException {
        StringBuilder text = new StringBuilder("graph [\n");
        for (int i = 0; i < 12; i++) {
            text.append("node [ id %d label \"n%d\" age %d.5 ]\n".formatted(i, i, i < 6 ? 20 + i : 60 + i));
        }
        for (int i = 0; i < 12; i++) {
            int ring = i / 6 * 6;
            text.append("edge [ source %d target %d ]\n".formatted(i, ring + (i + 1) % 6));
            text.append("edge [ source %d target %d ]\n".formatted(i, ring + (i + 2) % 6));
        }
        return Files.writeString(folder.resolve("rings.gml"), text + "edge [ source 0 target 6 ]\n]\n");
    }

    @Test
    void everyCommandTakesThem() throws Exception {
        Path data = gml();
        Outcome inspected = run("inspect", "--data", data);
        assertThat(inspected.code()).isZero();
        assertThat(inspected.out())
                .contains("nodes         12, of which isolated 0")
                .contains("features      1, dense");
        Outcome estimated = run("estimate", "--data", data, "-k", 2, "--no-time");
        assertThat(estimated.code()).isZero();
        assertThat(estimated.out()).startsWith("12 nodes, 50 edge entries, 1 features (12 values, dense)");
        Path store = folder.resolve("store");
        assertThat(run("import", "--data", data, "--out", store).code()).isZero();
        for (Path input : List.of(data, store)) {
            Path out = folder.resolve("out-" + input.getFileName());
            Outcome clustered = run(
                    "cluster", "--data", input, "-k", 2, "--pretrain-epochs", 3, "--finetune-epochs", 3, "--out", out);
            assertThat(clustered.code()).as(clustered.err()).isZero();
            assertThat(Files.readString(out.resolve("clusters.csv")))
                    .contains("\nn0,")
                    .contains("\nn11,");
            assertThat(out.resolve("encoding.json")).exists();
            Outcome judged = run("evaluate", "--clusters", out, "--data", input);
            assertThat(judged.code()).as(judged.err()).isZero();
            assertThat(judged.out()).contains("modularity").doesNotContain("compared with the labels");
        }
        Outcome byColumn =
                run("evaluate", "--clusters", folder.resolve("out-store"), "--data", data, "--label-column", "age");
        assertThat(byColumn.code()).as(byColumn.err()).isZero();
        assertThat(byColumn.out()).contains("compared with the labels");
        assertThat(Files.readAllBytes(folder.resolve("out-store").resolve("clusters.csv")))
                .isEqualTo(Files.readAllBytes(folder.resolve("out-rings.gml").resolve("clusters.csv")));
        assertThat(Files.readString(folder.resolve("out-rings.gml").resolve("run.json")))
                .contains("\"kind\" : \"gml\"");
    }

    @Test
    void severalFilesAreOneInput() throws Exception {
        Files.writeString(folder.resolve("toy.txt"), "1 0\n1 0.5\n0 1\n0.5 1\n");
        Files.writeString(folder.resolve("toy_graph.txt"), "0 1\n2 3\n1 2\n");
        Files.writeString(folder.resolve("toy_label.txt"), "0\n0\n1\n1\n");
        Path out = folder.resolve("out");
        Outcome clustered = run(
                "cluster",
                "--data",
                folder.resolve("toy.txt"),
                "-k",
                2,
                "--pretrain-epochs",
                3,
                "--finetune-epochs",
                3,
                "--out",
                out);
        assertThat(clustered.code()).as(clustered.err()).isZero();
        assertThat(Files.readString(out.resolve("run.json")))
                .contains("\"kind\" : \"sdcn\"")
                .contains("toy_label.txt");
        assertThat(clustered.out()).contains("accuracy");
    }

    @Test
    void flagsWithoutEffectAreRefused() throws Exception {
        Path data = gml();
        Path matrix = Files.writeString(
                folder.resolve("g.mtx"), "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 2\n");
        Path store = folder.resolve("flags-store");
        assertThat(run("import", "--data", data, "--out", store).code()).isZero();
        String columns =
                "expected tables (--nodes, --edges), or a format whose nodes have columns (GraphML, GEXF, GML, node-link JSON, Pajek), got ";
        CommandLineRun.assertFails(
                2, "--ignore: " + columns + matrix + " (Matrix Market)", "inspect", "--data", matrix, "--ignore", "x");
        CommandLineRun.assertFails(
                2,
                "--label: expected a format that names its arrays or columns, got " + matrix + " (Matrix Market)",
                "estimate",
                "--data",
                matrix,
                "-k",
                2,
                "--label",
                "x");
        CommandLineRun.assertFails(
                2,
                "--source: expected tables (--nodes, --edges), got " + data + " (GML)",
                "inspect",
                "--data",
                data,
                "--source",
                "x");
        CommandLineRun.assertFails(
                2,
                "--column: " + columns + "a folder of kindred import; give them to kindred import",
                "inspect",
                "--data",
                store,
                "--column",
                "age=robust");
        assertThat(run("inspect", "--data", data, "--ignore", "age").code()).isZero();
    }
}
