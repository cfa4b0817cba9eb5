package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.run.RunFiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a run keeps of how it was begun, and who may read it: the address of a database may hold a password. */
class UnfinishedRunTest {
    private static final String NODES = "jdbc:postgresql://ann:secret@host:5432/graphs?ssl=true";
    private static final String RESULTS = "jdbc:h2:~/results;PASSWORD=secret";

    @TempDir
    Path folder;

    private static CommandSpec typed(String... args) {
        CommandLine line = Main.commandLine(new Main(), args);
        line.parseArgs(args);
        return Objects.requireNonNull(line.getParseResult().subcommand()).commandSpec();
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void addressesAreKeptWholeToResumeAndCutShortToReport() {
        CommandSpec spec = typed(
                "cluster", "--jdbc", NODES, "--edges-query=SELECT 1", "--to-jdbc=" + RESULTS, "-k", "3", "--quiet");
        assertThat(RecordedArguments.of(spec))
                .contains("--jdbc=" + NODES, "--to-jdbc=" + RESULTS, "--edges-query=SELECT 1", "--quiet");
        assertThat(RecordedArguments.typed(spec))
                .containsExactly(
                        "cluster",
                        "--jdbc",
                        "jdbc:postgresql:...",
                        "--edges-query=SELECT 1",
                        "--to-jdbc=jdbc:h2:...",
                        "-k",
                        "3",
                        "--quiet");
    }

    @Test
    void howARunWasBegunIsItsOwnersToReadFromTheFirstByteOn() throws Exception {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "skipped: this file system has no POSIX permissions");
        Path unfinished = Files.createDirectory(folder.resolve(".out.unfinished"));
        // As an earlier version, or another program, may have left them: open to all, and being read.
        Path left = Files.writeString(unfinished.resolve("run.json.partial"), "left behind");
        Path before = Files.writeString(unfinished.resolve("run.json"), "{}");
        for (Path file : List.of(left, before)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        UnfinishedRun.Begun begun =
                new UnfinishedRun.Begun("id", "cluster", List.of("--jdbc=" + NODES), List.of("cluster"));
        try (InputStream open = Files.newInputStream(left);
                UnfinishedRun place =
                        UnfinishedRun.open(folder.resolve("out"), Existing.REFUSE, new RunOptions(), begun)) {
            assertThat(place.begun()).isEqualTo(begun);
            assertThat(UnfinishedRun.read(folder.resolve("out"))).isEqualTo(begun);
            assertThat(permissions(before)).isEqualTo("rw-------");
            assertThat(left).doesNotExist();
            assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("left behind");
        }
    }

    /** Done or given up: only what the run itself has written goes. */
    @Test
    void aUsersFilesInTheFolderStay() throws Exception {
        Path unfinished = Files.createDirectory(folder.resolve(".out.unfinished"));
        Path note = Files.writeString(unfinished.resolve("notes.txt"), "a user's");
        Path data = Files.writeString(
                Files.createDirectory(unfinished.resolve("seed-data")).resolve("graph.npz"), "a user's");
        UnfinishedRun.Begun begun = new UnfinishedRun.Begun("id", "cluster", List.of(), List.of("cluster"));
        for (boolean finished : new boolean[] {false, true}) {
            try (UnfinishedRun place =
                    UnfinishedRun.open(folder.resolve("out"), Existing.OVERWRITE, new RunOptions(), begun)) {
                Files.createDirectory(unfinished.resolve("seed-3"));
                Files.writeString(
                        Files.createDirectory(unfinished.resolve("seed-2")).resolve("checkpoint-000000003.safetensors"),
                        "ours");
                if (finished) {
                    Files.writeString(unfinished.resolve(RunFiles.SWEEP), "ours");
                    Files.writeString(unfinished.resolve("checkpoint-000000004.safetensors.partial"), "ours");
                    Files.writeString(unfinished.resolve("checkpoint-000000004.safetensors"), "ours");
                    place.finished();
                }
            }
            try (Stream<Path> left = Files.list(unfinished)) {
                assertThat(left).containsExactlyInAnyOrder(note, data.getParent());
            }
            assertThat(data).exists();
        }
        Files.delete(data);
        Files.delete(note);
        UnfinishedRun.open(folder.resolve("out"), Existing.OVERWRITE, new RunOptions(), begun)
                .close();
        assertThat(unfinished).doesNotExist();
    }
}
