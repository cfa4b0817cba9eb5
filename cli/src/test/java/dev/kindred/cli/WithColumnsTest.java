package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's columns beside the clusters. */
class WithColumnsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("nodes.csv"),
                "key;note;price;cluster\na;\"x; \"\"y\"\"\";1,50;p\nb;;2,50;q\nc;z;?;\na;again;9,00;r\nd;w;3,00;s\n");
        Files.writeString(folder.resolve("edges.csv"), "source,target\na,b\nb,c\nc,a\nc,d\n");
    }

    private CommandLineRun cluster(Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--nodes", folder.resolve("nodes.csv")));
        args.addAll(List.of("--edges", folder.resolve("edges.csv"), "-k", 2, "--method", "leiden", "--quiet"));
        args.addAll(List.of("--no-report", "--overwrite", "--out", folder.resolve("out")));
        args.addAll(List.of(more));
        return CommandLineRun.of(args.toArray());
    }

    /** The lines of clusters.csv without what the run found. */
    private List<String> joined() throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve("clusters.csv")).stream()
                .map(line -> line.replaceFirst("^([^,]*,)(?:[^,]*,){3}[^,]*,?", "$1"))
                .toList();
    }

    @Test
    void theyAreWrittenAsTheyWereGiven() throws Exception {
        CommandLineRun all = cluster("--with-columns");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(joined())
                .containsExactly(
                        "id,note,price,input_cluster",
                        "a,\"x; \"\"y\"\"\",\"1,50\",p",
                        "b,,\"2,50\",q",
                        "c,z,?,",
                        "d,w,\"3,00\",s");
        assertThat(cluster("--with-columns=PRICE,key", "--format", "csv,jsonl").code())
                .isZero();
        assertThat(joined()).containsExactly("id,price", "a,\"1,50\"", "b,\"2,50\"", "c,?", "d,\"3,00\"");
        assertThat(Files.readString(folder.resolve("out").resolve("clusters.jsonl")))
                .contains("\"price\":\"1,50\"");
        assertThat(cluster().code()).isZero();
        assertThat(joined()).containsExactly("id,", "a,", "b,", "c,", "d,");
    }

    @Test
    void otherCommandsReadSuchFiles() throws Exception {
        assertThat(cluster("--with-columns").code()).isZero();
        CommandLineRun judged = CommandLineRun.of(
                "evaluate", "--clusters", folder.resolve("out"), "--edges", folder.resolve("edges.csv"));
        assertThat(judged.code()).as(judged.err()).isZero();
        assertThat(judged.out()).contains("modularity");
        assertThat(RunFolder.open(folder.resolve("out")).clusters().ids()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void mistakesAreNamed() {
        Path nodes = folder.resolve("nodes.csv");
        CommandLineRun wrong = cluster("--with-columns=nope");
        assertThat(wrong.err())
                .endsWith("kindred: " + nodes + ": expected a column nope, got key, note, price, cluster"
                        + System.lineSeparator());
        assertThat(wrong.code()).isEqualTo(1);
        CommandLineRun.assertFails(
                2,
                "--with-columns: expected a table of nodes (--nodes), got edges alone",
                "cluster",
                "--edges",
                folder.resolve("edges.csv"),
                "-k",
                2,
                "--method",
                "leiden",
                "--quiet",
                "--with-columns",
                "--out",
                folder.resolve("none"));
    }
}
