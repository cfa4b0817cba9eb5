package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.cli.StoppedProcess.Happening;
import dev.kindred.cli.StoppedProcess.Outcome;
import dev.kindred.cli.StoppedProcess.Place;
import dev.kindred.formats.GraphFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs that vanish or shrink under a process that is reading them, and inputs that are no files: one sentence, exit 1, and the results of
 * the run before are as they were.
 */
@Timeout(120)
class VanishingFilesTest {
    private static final Place BEFORE_AN_ARRAY_IS_READ = new Place("dev.kindred.io.Npz", "array");
    private static final Place BETWEEN_HEADER_AND_ROWS_OF_EDGES = new Place("dev.kindred.tables.EdgeTable", "graph");
    private static final Place BETWEEN_HEADER_AND_ROWS_OF_NODES = new Place("dev.kindred.tables.NodeTable", "<init>");

    @TempDir
    Path folder;

    private Path data = Path.of("");
    private Path nodes = Path.of("");
    private Path edges = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void write() throws IOException {
        data = PlantedFile.write(folder.resolve("planted.npz"), 200, 3);
        StringBuilder rows = new StringBuilder("id,colour\n");
        StringBuilder pairs = new StringBuilder("source,target\n");
        for (int i = 0; i < 50; i++) {
            rows.append("n%d,c%d\n".formatted(100 + i, i % 3));
            pairs.append("n%d,n%d\n".formatted(100 + i, 100 + (i + 3) % 50));
        }
        nodes = Files.writeString(folder.resolve("nodes.csv"), rows);
        edges = Files.writeString(folder.resolve("edges.csv"), pairs);
        out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("clusters.csv"), "id,cluster,confidence,second,margin\n0,0,1,1,1\n");
        Files.writeString(out.resolve("run.json"), "{}");
    }

    private Object[] cluster(Object... input) {
        List<Object> args = new ArrayList<>(List.of("cluster"));
        args.addAll(List.of(input));
        args.addAll(List.of("-k", 3, "--pretrain-epochs", 2, "--finetune-epochs", 2, "--quiet", "--threads", 1));
        args.addAll(List.of("--overwrite", "--out", out));
        return args.toArray();
    }

    private Object[] ofData() {
        return cluster("--data", data);
    }

    private Object[] ofTables() {
        return cluster("--nodes", nodes, "--edges", edges);
    }

    private static Happening truncate(Path file, long bytes) {
        return () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        };
    }

    private static Happening delete(Path file) {
        return () -> Files.delete(file);
    }

    private void assertFails(String message, Place place, Happening happening, Object... args) throws Exception {
        assertThat(StoppedProcess.run(place, happening, args)).isEqualTo(new Outcome(1, "kindred: " + message));
        assertOldResults();
    }

    private void assertOldResults() throws IOException {
        assertThat(Files.readString(out.resolve("clusters.csv"))).endsWith("\n0,0,1,1,1\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void anArchiveThatIsCutShortOnceItIsOpen() throws Exception {
        assertFails(
                data + ": expected a whole zip archive, got one that is cut short or damaged; copy it again",
                BEFORE_AN_ARRAY_IS_READ,
                truncate(data, 100),
                ofData());
    }

    /** It stays readable to a process that has it open; but what its result came from cannot be said any more. */
    @Test
    void anArchiveThatVanishesOnceItIsOpen() throws Exception {
        assertFails(data + ": expected a graph, got nothing there", BEFORE_AN_ARRAY_IS_READ, delete(data), ofData());
    }

    @Test
    void aTableOfEdgesThatIsCutShortAfterItsHeader() throws Exception {
        assertFails(
                edges
                        + ", line 3: expected 2 fields as in the header, got n1; --skip-bad-rows FILE leaves such rows out",
                BETWEEN_HEADER_AND_ROWS_OF_EDGES,
                truncate(edges, "source,target\nn100,n103\nn1".length()),
                ofTables());
    }

    @Test
    void aTableOfEdgesThatVanishesAfterItsHeader() throws Exception {
        assertFails(
                edges + ": expected a file, got nothing there",
                BETWEEN_HEADER_AND_ROWS_OF_EDGES,
                delete(edges),
                ofTables());
    }

    @Test
    void aTableOfNodesThatVanishesAfterItsHeader() throws Exception {
        assertFails(
                nodes + ": expected a file, got nothing there",
                BETWEEN_HEADER_AND_ROWS_OF_NODES,
                delete(nodes),
                ofTables());
    }

    private void assertRefused(int expected, String message, Object... args) throws IOException {
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        assertThat(err.toString()).isEqualTo("kindred: " + message + System.lineSeparator());
        assertThat(code).isEqualTo(expected);
        assertOldResults();
    }

    @Test
    void foldersAndPipesAreNoInputs() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner.csv"));
        assertRefused(
                1,
                inner + ": expected a folder of a graph, got one that holds none\n"
                        + FlagNames.in(GraphFiles.formats()),
                cluster("--data", inner));
        for (Object[] tables :
                List.of(cluster("--nodes", inner, "--edges", edges), cluster("--nodes", nodes, "--edges", inner))) {
            String flag = tables[2].equals(inner) ? "--nodes" : "--edges";
            assertRefused(
                    2,
                    flag + ": expected a file, or several as in '" + flag.substring(2) + "-*.csv', got the folder "
                            + inner,
                    tables);
        }
        Path pipe = folder.resolve("pipe.csv");
        assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
                "skipped: named pipes cannot be made here");
        // Nobody writes into it: a reader would wait for ever.
        assertRefused(
                1,
                pipe
                        + ": expected a regular file or a folder, got something else, as a pipe is; write it to a file first",
                cluster("--data", pipe));
        String refused = pipe + ": expected a regular file, got something else, as a pipe is; write it to a file first";
        assertRefused(1, refused, cluster("--nodes", pipe, "--edges", edges));
        assertRefused(1, refused, cluster("--nodes", nodes, "--edges", pipe));
        // A pattern finds neither.
        for (String pattern : List.of("p*.csv", "i*.csv")) {
            Path named = folder.resolve(pattern);
            assertRefused(
                    1, named + ": expected a file, got nothing there", cluster("--nodes", named, "--edges", edges));
        }
    }

    @Test
    void filesThatMayNotBeReadAreNamed() throws Exception {
        for (Path file : List.of(data, nodes)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        }
        assumeTrue(!Files.isReadable(data), "skipped: this user, as root does, may read what nobody may");
        String rest = ": expected a file that may be read or written, got one that may not";
        assertRefused(1, data + rest, ofData());
        assertRefused(1, nodes + rest, ofTables());
    }
}
