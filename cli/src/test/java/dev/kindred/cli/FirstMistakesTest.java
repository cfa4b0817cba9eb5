package dev.kindred.cli;

import static dev.kindred.cli.CommandLineRun.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What newcomers type: one sentence each, before anything is read, and nothing left behind. */
class FirstMistakesTest {
    @TempDir
    Path folder;

    private Path data() throws Exception {
        return PlantedFile.write(folder.resolve("planted.npz"), 40, 3);
    }

    private Path table(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aConfigFileThatIsNoneIsNotPrintedWhole() throws Exception {
        Path csv = table("customers.csv", "id,age,city\n" + "c-1,34,Rome\n".repeat(9_000));
        assertFails(
                2,
                csv + ", line 1: expected lines of key: value, got id,age,city c-1,34,Rome c-1,34,Rome c-1,34,Rome"
                        + " c-1,34,Rome c-1,34,Rome c-1,34,R ..",
                "cluster",
                "--config",
                csv);
        assertFails(2, folder + ": expected a config file, got a folder", "cluster", "--config", folder);
        Path list = table("list.yaml", "- a\n");
        assertFails(2, list + ", line 1: expected lines of key: value, got a list", "cluster", "--config", list);
    }

    @Test
    void mistakesInTheConfigFileNameTheirKey() throws Exception {
        Path config = table("run.yaml", "k: 3\nlearning-rate: -1\nthreads: 0\n");
        assertFails(
                2,
                config + ", line 2: learning-rate: expected finite and above 0, got -1.0",
                "cluster",
                "--data",
                data(),
                "--config",
                config);
        assertFails(
                2,
                config + ", line 3: threads: expected 1 or more, got 0",
                "cluster",
                "--data",
                data(),
                "--learning-rate",
                ".1",
                "--config",
                config);
        assertFails(
                2,
                "-k: expected 2 or more, got 1",
                "cluster",
                "--data",
                data(),
                "-k",
                1,
                "--learning-rate",
                ".1",
                "--config",
                config);
    }

    @Test
    void kindsOfColumnsMayBePairs() throws Exception {
        Path nodes = table("nodes.csv", "id,age,city\n1,30,Rome\n2,31,Rome\n3,70,Oslo\n4,71,Oslo\n");
        Path edges = table("edges.csv", "source,target\n1,2\n3,4\n");
        Path config = table("run.yaml", "column: {age: robust, city: ignore}\n");
        CommandLineRun run = CommandLineRun.of(planned("--nodes", nodes, "--edges", edges, "--config", config));
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("features: age robust (1), city left out");
        Path nested = table("nested.yaml", "column: {age: {kind: robust}}\n");
        assertFails(
                2,
                nested + ", line 1: expected a plain value for age of column, got more",
                planned("--nodes", nodes, "--edges", edges, "--config", nested));
    }

    private Object[] planned(Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "-k", 2, "--out", folder.resolve("out")));
        args.addAll(List.of("--pretrain-epochs", 1, "--finetune-epochs", 1));
        args.addAll(List.of(more));
        return args.toArray();
    }

    @Test
    void foldersAndFilesInTheWrongPlaceAreRefused() throws Exception {
        Path edges = table("edges.csv", "source,target\n1,2\n3,4\n");
        assertFails(
                2,
                "--nodes: expected a file, or several as in 'nodes-*.csv', got the folder " + folder,
                "cluster",
                "--nodes",
                folder,
                "--edges",
                edges,
                "-k",
                2);
        assertFails(
                2,
                "--temp-folder: expected a folder, got nothing at " + folder.resolve("none"),
                "cluster",
                "--edges",
                edges,
                "-k",
                2,
                "--temp-folder",
                folder.resolve("none"));
        assertFails(
                2,
                "--temp-folder: expected a folder, got the file " + edges,
                "inspect",
                "--edges",
                edges,
                "--temp-folder",
                edges);
        if (Files.isDirectory(Path.of("/proc"))) {
            assertFails(
                    1,
                    "/proc: expected a folder that can be written, got one that cannot",
                    "cluster",
                    "--data",
                    data(),
                    "-k",
                    2,
                    "--out",
                    "/proc/x");
        }
    }

    /** A table that would fail when read shows that nothing was. */
    @Test
    void numbersAreCheckedBeforeAnythingIsRead() throws Exception {
        Path edges = table("edges.csv", "nonsense");
        assertFails(2, "--threads: expected 1 or more, got 0", "cluster", "--edges", edges, "-k", 2, "--threads", 0);
        assertFails(2, "--threads: expected 1 or more, got 0", "estimate", "--edges", edges, "-k", 2, "--threads", 0);
        assertFails(2, "-k: expected at most 40 (nodes), got 5000", "cluster", "--data", data(), "-k", 5000);
        assertFails(2, "-k: expected at most 40 (nodes), got 5000", "estimate", "--data", data(), "-k", 5000);
        assertFails(
                2,
                "--checkpoint-seconds: expected 0 or more, got -1.0",
                "cluster",
                "--data",
                data(),
                "-k",
                2,
                "--checkpoint-seconds",
                -1);
    }

    @Test
    void aRunThatCannotBeginLeavesNoFolder() throws Exception {
        Path gone = folder.resolve("gone.npz");
        Path out = folder.resolve("kindred-out/deep/gone");
        assertFails(
                1, gone + ": expected a graph, got nothing there", "cluster", "--data", gone, "-k", 2, "--out", out);
        assertThat(folder.resolve("kindred-out")).doesNotExist();
        // What somebody else put there meanwhile stays, and so does what was there before.
        Files.createDirectories(out.getParent());
        assertFails(
                1, gone + ": expected a graph, got nothing there", "cluster", "--data", gone, "-k", 2, "--out", out);
        assertThat(out.getParent()).isEmptyDirectory();
    }

    /** A lock that was forgotten before it was let go of made the next run of the process fail by another exception. */
    @Test
    void aFolderIsLetGoOfBeforeTheNextRunTakesIt() throws Exception {
        Path target = folder.resolve("out");
        List<Future<Integer>> threads = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                threads.add(pool.submit(() -> {
                    int taken = 0;
                    for (int i = 0; i < 1_000; i++) {
                        try {
                            FolderLock.take(folder.resolve(".out"), target).close();
                            taken++;
                        } catch (InvalidInputException e) {
                            assertThat(e).hasMessageContaining(": expected no other run there, got one at work (");
                        }
                    }
                    return taken;
                }));
            }
            int taken = 0;
            for (Future<Integer> thread : threads) {
                taken += thread.get();
            }
            assertThat(taken).isPositive();
        }
    }

    @Test
    void clustersAreCountedBesideLabels() throws Exception {
        Path clusters = table("clusters.csv", "id,cluster\n1,0\n2,0\n3,1\n4,1\n5,1\n");
        Path labels = table("labels.csv", "id,class\n1,a\n2,b\n3,b\n4,b\n");
        CommandLineRun run =
                CommandLineRun.of("evaluate", "--clusters", clusters, "--labels", labels, "--label-column", "class");
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.subList(lines.size() - 4, lines.size()))
                .containsExactly(
                        "nodes of each label (columns) in each cluster (rows)",
                        "                b       a",
                        "        0       1       1",
                        "        1       2       0");
        int[] many = IntStream.range(0, 30).toArray();
        assertThat(CrossTable.of(many, many, List.of()).lines())
                .hasSize(CrossTable.MOST + 3)
                .endsWith("  not shown: 18 smaller clusters, 18 rarer labels");
        assertThat(CrossTable.of(new int[] {0, 0, 1}, new int[] {0, 1, 1}, List.of("short", "Reinforcement_Learning"))
                        .lines())
                .containsExactly(
                        "nodes of each label (columns) in each cluster (rows)",
                        "          Reinforcement_..   short",
                        "        0                1       1",
                        "        1                1       0");
    }
}
