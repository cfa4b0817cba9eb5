package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.Daegc;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npz;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import dev.kindred.train.GraphSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or closed, files that vanish, memory that runs out: a clear error, and what was there before stays. */
class FaultsTest {
    @TempDir
    Path folder;

    private static String run(int code, Object... args) {
        StringWriter err = new StringWriter();
        int actual = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        assertThat(actual).as(err.toString()).isEqualTo(code);
        return err.toString().strip();
    }

    private static Object[] cluster(Path data, Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", out, "--quiet"));
        args.addAll(List.of("--pretrain-epochs", 6, "--finetune-epochs", 4));
        args.addAll(List.of(more));
        if (!args.contains("-k")) {
            args.addAll(List.of("-k", 3));
        }
        return args.toArray();
    }

    private Path data() throws IOException {
        return PlantedFile.write(folder.resolve("planted.npz"), 400, 3);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int command(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** A file system of one megabyte, where this user may make one. */
    private interface OnASmallDisk {
        void run(Path disk) throws Exception;
    }

    private void onASmallDisk(OnASmallDisk test) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "size=1m", "kindred-test", disk.toString()) == 0,
                "skipped: this user may not mount a small disk");
        try {
            test.run(disk);
        } finally {
            assertThat(command("umount", disk.toString())).isZero();
        }
    }

    private static void fill(Path file, long left) throws IOException {
        FileStore store = Files.getFileStore(file.getParent());
        try (SeekableByteChannel out =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (store.getUsableSpace() > left) {
                out.write(ByteBuffer.allocate(4096));
            }
        }
    }

    @Test
    void aFullDiskLeavesTheOldResultsAsTheyWere() throws Exception {
        Path data = data();
        onASmallDisk(disk -> {
            Path out = disk.resolve("out");
            run(0, cluster(data, out));
            byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
            fill(disk.resolve("filler"), 65_536);
            String error = run(1, cluster(data, out, "--overwrite"));
            assertThat(error)
                    .startsWith("kindred: ")
                    .contains("No space left on device")
                    .hasLineCount(1);
            assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(before);
            assertThat(names(disk)).containsExactly("filler", "out");
            // Checkpoints meet the full disk first: the run ends there and says so.
            String stopped = run(1, cluster(data, out, "--overwrite", "--checkpoint-epochs", 2));
            assertThat(stopped)
                    .contains("the checkpoint could not be written: ")
                    .contains("No space left on device");
            assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(before);
            assertThat(names(disk)).containsExactly("filler", "out");
        });
    }

    @Test
    void aReadOnlyDiskIsRefusedBeforeAnythingIsRead() throws Exception {
        onASmallDisk(disk -> {
            assertThat(command("mount", "-o", "remount,ro", disk.toString())).isZero();
            assertThat(run(1, cluster(folder.resolve("none.npz"), disk.resolve("out"))))
                    .isEqualTo("kindred: " + disk + ": expected a folder that can be written, got one that cannot");
        });
    }

    @Test
    void aFileThatVanishesOrShrinksWhileItIsReadIsNamed() throws Exception {
        Path data = data();
        byte[] whole = Files.readAllBytes(data);
        Path gone = folder.resolve("gone.npz");
        assertThat(run(1, cluster(gone, folder.resolve("out"))))
                .isEqualTo("kindred: " + gone + ": expected a graph, got nothing there");
        for (int size : new int[] {whole.length - 1, whole.length / 2, 100, 3, 0}) {
            Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, size));
            assertThat(run(1, cluster(cut, folder.resolve("out"))))
                    .startsWith("kindred: " + cut)
                    .contains(": expected ")
                    .hasLineCount(1);
        }
        assertThat(names(folder)).containsExactly("cut.npz", "planted.npz");
        // Cut short after it was opened, and half of it read.
        try (Npz npz = Npz.open(data);
                FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
            assertThat(npz.array("adj_indptr").ints()).hasSize(401);
            file.truncate(100);
            for (String array : List.of("adj_indices", "attr_indptr", "attr_data")) {
                assertThatThrownBy(() -> npz.array(array))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessage(data + " (" + array
                                + "): expected readable data, got damaged data; copy the file again");
            }
        }
    }

    /** While the nodes are read something happens to the edges. */
    private void readWhile(Path edges, Runnable event) throws IOException {
        GraphTables.read(
                TableSource.rows(List.of("id", "size"), IntStream.range(0, 50).mapToObj(i -> {
                    if (i == 25) {
                        event.run();
                    }
                    return new Object[] {"n" + i, i};
                })),
                TableSource.files(edges.toString()),
                TableOptions.defaults());
    }

    @Test
    void aTableThatVanishesOrShrinksWhileTheOtherIsReadIsNamed() throws Exception {
        Path edges = Files.writeString(folder.resolve("edges.csv"), "source,target\nn1,n2\nn3,n4\n");
        readWhile(edges, () -> {});
        assertThatThrownBy(() -> readWhile(edges, () -> {
                    try (FileChannel file = FileChannel.open(edges, StandardOpenOption.WRITE)) {
                        file.truncate(edges.toFile().length() - 4);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        edges
                                + ", line 3: expected 2 fields as in the header, got n3; TableOptions.skippingBadRows leaves such rows out");
        assertThatThrownBy(() -> readWhile(edges, () -> edges.toFile().delete()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(edges + ": expected a file, got nothing there");
    }

    @Test
    void halfReplacedResultsComeBackAndLeftoversGo() throws Exception {
        Path data = data();
        Path out = folder.resolve("out");
        run(0, cluster(data, out));
        byte[] before = Files.readAllBytes(out.resolve("clusters.csv"));
        // As a kill between the two renames of an overwriting run leaves it.
        Files.move(out, folder.resolve(".out.replaced-1"));
        Files.createDirectory(folder.resolve(".out.partial-2"));
        Files.writeString(folder.resolve(".out.partial-2").resolve("clusters.csv"), "half");
        assertThat(run(1, cluster(data, out)))
                .isEqualTo("kindred: " + out + ": already exists; pass --overwrite to replace the results of a run");
        assertThat(names(folder)).containsExactly("out", "planted.npz");
        assertThat(Files.readAllBytes(out.resolve("clusters.csv"))).isEqualTo(before);
    }

    @Test
    void memoryThatIsNotEnoughIsRefusedWithTheSettingThatFits() throws Exception {
        MemoryLimits small = new MemoryLimits(100L << 20, 4L << 30);
        assertRefused(
                small,
                "memory: expected a run of at most 105 MB (the Java heap), got one of about 256 MB; KINDRED_JAVA_OPTS=-Xmx256m"
                        + " fits; pass --force to run anyway");
        assertRefused(
                new MemoryLimits(4L << 30, 300_000_000),
                "memory: expected a run of at most 300 MB (this machine or container), got one of about 346 MB; --hidden 32,32"
                        + " fits; pass --force to run anyway");
        assertRefused(
                new MemoryLimits(4L << 30, 100_000_000),
                "memory: expected a run of at most 100 MB (this machine or container), got one of about 346 MB; no layer size"
                        + " fits, use a larger machine; pass --force to run anyway");
    }

    /** The size of Physics. */
    private static void assertRefused(MemoryLimits limits, String message) {
        GraphSize size =
                new GraphSize(34_493, 495_924, 8_415, 1_137_311, Features.Layout.SPARSE, GraphSize.Weights.NONE);
        assertThatThrownBy(() -> limits.check(size, Daegc.defaults(5), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void memoryThatRunsOutEndsWithOneSentenceAndKeepsTheCheckpoint() throws Exception {
        Path data = PlantedFile.write(folder.resolve("large.npz"), 20_000, 3);
        Path out = folder.resolve("out");
        List<Object> command = java("64m", cluster(data, out));
        Process refused = start(command);
        assertThat(refused.waitFor()).isEqualTo(1);
        assertThat(lastError())
                .matches(
                        "kindred: memory: expected a run of at most \\d+ MB \\(the Java heap\\), got one of about \\d+ MB;"
                                + " KINDRED_JAVA_OPTS=-Xmx256m fits; pass --force to run anyway");
        command.add("--force");
        Process forced = start(command);
        assertThat(forced.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(forced.exitValue()).isEqualTo(1);
        assertThat(lastError())
                .matches(
                        "kindred: memory: expected at most \\d+ MB \\(the Java heap\\), got more \\(estimated: \\d+ MB\\);"
                                + " KINDRED_JAVA_OPTS=-Xmx\\d+m fits.*");
        assertThat(out).doesNotExist();
    }

    @Test
    void kernelsThatThereAreNoneOfEndWithOneSentence() throws Exception {
        Path out = folder.resolve("out");
        List<Object> command = java("64m", cluster(data(), out));
        command.replaceAll(
                arg -> String.valueOf(arg).startsWith("-Dkindred.kernels=") ? "-Dkindred.kernels=vektor" : arg);
        assertThat(start(command).waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(folder.resolve("stderr")).stream().filter(line -> !line.startsWith("WARNING: ")))
                .containsExactly("kindred: kindred.kernels: expected auto, scalar or vector, got vektor");
        assertThat(out).doesNotExist();
    }

    private List<Object> java(String heap, Object... args) {
        List<Object> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Dkindred.kernels=" + System.getProperty("kindred.kernels", "auto"),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /** Pretraining fits into the heap, the soft assignment of 4,000 nodes to 2,000 clusters (32 MB) does not. */
    @Test
    void memoryThatRunsOutLateLeavesACheckpointToGoOnFromWithMore() throws Exception {
        Path data = PlantedFile.write(folder.resolve("large.npz"), 4_000, 3);
        Object[] more = {
            "-k", 2_000, "--hidden", "16,8", "--kmeans-restarts", 1, "--checkpoint-epochs", 1, "--threads", 2, "--force"
        };
        Path whole = folder.resolve("whole");
        run(0, cluster(data, whole, more));
        Path out = folder.resolve("out");
        Process starved = start(java("48m", cluster(data, out, more)));
        assertThat(starved.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(lastError())
                .matches(
                        "kindred: memory: expected at most \\d+ MB \\(the Java heap\\), got more \\(estimated: \\d+ MB\\);"
                                + " KINDRED_JAVA_OPTS=-Xmx\\d+m fits; kindred resume " + out + " continues it");
        assertThat(starved.exitValue()).isEqualTo(1);
        assertThat(out).doesNotExist();
        assertThat(names(folder.resolve(".out.unfinished"))).contains("checkpoint-000000006.safetensors");
        Process resumed = start(java("512m", "resume", out));
        assertThat(resumed.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(resumed.exitValue()).isZero();
        for (String name : List.of("clusters.csv", "embedding.npy", "model.safetensors")) {
            assertThat(Files.mismatch(whole.resolve(name), out.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
        assertThat(folder.resolve(".out.unfinished")).doesNotExist();
    }

    private Process start(List<Object> command) throws IOException {
        return new ProcessBuilder(command.stream().map(String::valueOf).toList())
                .redirectError(folder.resolve("stderr").toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .start();
    }

    private String lastError() throws IOException {
        return Files.readAllLines(folder.resolve("stderr")).getLast();
    }
}
