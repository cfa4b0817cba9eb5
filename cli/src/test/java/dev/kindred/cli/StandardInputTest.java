package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -} reads a table from standard input. */
class StandardInputTest {
    private static final String EDGES = "source,target\na,b\nb,c\nc,a\nc,d\n";

    private final InputStream usual = System.in;

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        System.setIn(usual);
    }

    private static CommandLineRun run(byte[] input, Object... args) {
        System.setIn(new ByteArrayInputStream(input));
        return CommandLineRun.of(args);
    }

    private static CommandLineRun run(String input, Object... args) {
        return run(input.getBytes(StandardCharsets.UTF_8), args);
    }

    @Test
    void eitherTableIsReadFromIt() throws Exception {
        Path nodes = Files.writeString(folder.resolve("nodes.csv"), "id,x\na,1\nb,2\nc,4\nd,8\n");
        Path edges = Files.writeString(folder.resolve("edges.csv"), EDGES);
        String wanted =
                CommandLineRun.of("inspect", "--nodes", nodes, "--edges", edges).out();
        assertThat(wanted).startsWith("nodes         4, of which isolated 0");
        assertThat(run(EDGES, "inspect", "--nodes", nodes, "--edges", "-").out())
                .isEqualTo(wanted);
        assertThat(run(Files.readString(nodes), "inspect", "--nodes", "-", "--edges", edges)
                        .out())
                .isEqualTo(wanted);
        String lines = """
                {"source":"a","target":"b"}
                {"source":"b","target":"c"}
                {"source":"c","target":"a"}
                {"source":"c","target":"d"}
                """;
        assertThat(run(lines, "inspect", "--nodes", nodes, "--edges", "-").out())
                .isEqualTo(wanted);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(EDGES.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(run(packed.toByteArray(), "inspect", "--nodes", nodes, "--edges", "-")
                        .out())
                .isEqualTo(wanted);
    }

    @Test
    void aRunSaysThatItReadIt() throws Exception {
        Path out = folder.resolve("out");
        CommandLineRun run = run(
                EDGES,
                "cluster",
                "--edges",
                "-",
                "-k",
                2,
                "--method",
                "leiden",
                "--no-report",
                "--quiet",
                "--out",
                out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(out.resolve("clusters.csv")))
                .contains("\na,")
                .contains("\nd,");
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"files\" : \"-\"");
    }

    @Test
    void mistakesAreNamed() {
        System.setIn(new ByteArrayInputStream(new byte[0]));
        CommandLineRun.assertFails(
                2, "--edges: expected a table, got nothing from standard input", "inspect", "--edges", "-");
        System.setIn(new ByteArrayInputStream(EDGES.getBytes(StandardCharsets.UTF_8)));
        CommandLineRun.assertFails(
                2,
                "--edges: expected a file, since another flag reads standard input (-) already, got -",
                "inspect",
                "--nodes",
                "-",
                "--edges",
                "-");
    }
}
