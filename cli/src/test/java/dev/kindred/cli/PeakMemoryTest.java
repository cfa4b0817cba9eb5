package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.Daegc;
import dev.kindred.io.NpzGraph;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import dev.kindred.train.GraphSize;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate against the peak that Linux counted for the whole process, started with the launcher's flags. */
@Tag("slow")
class PeakMemoryTest {
    @TempDir
    Path folder;

    private void assertWithinAFifth(Path data, int clusters, List<Integer> hidden, int seeds) throws Exception {
        long peak = peakOf(List.of("--data", data.toString(), "--seeds", String.valueOf(seeds)), clusters, hidden);
        assertWithinAFifth(data, estimated(GraphSize.of(NpzGraph.size(data)), clusters, hidden, seeds), peak);
    }

    private static long estimated(GraphSize size, int clusters, List<Integer> hidden, int seeds) {
        ModelConfig config = Daegc.defaults(clusters);
        return new RunMemory(
                        size, config.withEncoder(((GatConfig) config.encoder()).withSizes(hidden)), seeds, Method.AUTO)
                .peak();
    }

    private static void assertWithinAFifth(Path data, long estimated, long peak) {
        System.out.printf("%s: estimated %,d, peak %,d%n", data.getFileName(), estimated, peak);
        assertThat((double) estimated / peak)
                .as("estimated %,d bytes, peak %,d", estimated, peak)
                .isBetween(.8, 1.2);
    }

    private long peakOf(List<String> input, int clusters, List<Integer> hidden) throws Exception {
        Path out = folder.resolve("out");
        Path peakFile = folder.resolve("peak");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
                "-XX:+UseSerialGC",
                "-Xmn64m",
                "-XX:-UsePerfData"));
        String sizes = String.join(",", hidden.stream().map(String::valueOf).toList());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), MeasuredMain.class.getName(), peakFile.toString()));
        command.addAll(List.of("cluster", "--out", out.toString(), "--quiet"));
        command.addAll(input);
        command.addAll(List.of("-k", String.valueOf(clusters), "--hidden", sizes, "--kmeans-restarts", "1"));
        command.addAll(List.of("--pretrain-epochs", "6", "--finetune-epochs", "6"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(Files.readString(peakFile));
    }

    @ParameterizedTest
    @CsvSource({"cora,7,1", "photo,8,1", "physics,5,1", "cora,7,5", "physics,5,3"})
    void ofRealGraphs(String name, int clusters, int seeds) throws Exception {
        Path data = Path.of("").toAbsolutePath();
        while (data.getParent() != null && !Files.exists(data.resolve("mvnw"))) {
            data = data.getParent();
        }
        String named = System.getenv("KINDRED_SHARED");
        Path file = (named == null ? data.resolveSibling("shared") : Path.of(named)).resolve("data/" + name + ".npz");
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real graphs are not on this machine (" + file + ")");
        assertWithinAFifth(file, clusters, List.of(64, 64), seeds);
    }

    @Test
    void ofAMillionNodes() throws Exception {
        int[] steps = {1, 2, 7, 1_000, 5_003};
        int nodes = 1_000_000;
        int[] offsets = IntStream.rangeClosed(0, nodes).map(i -> 10 * i).toArray();
        int[] columns = new int[10 * nodes];
        for (int i = 0; i < nodes; i++) {
            for (int s = 0; s < steps.length; s++) {
                columns[10 * i + s] = (i + steps[s]) % nodes;
                columns[10 * i + 5 + s] = (i - steps[s] + nodes) % nodes;
            }
            Arrays.sort(columns, 10 * i, 10 * i + 10);
        }
        // Five words a node, ascending, about evenly spread.
        int[] words = IntStream.range(0, 5 * nodes)
                .map(e -> 40 * (e % 5) + e / 5 % 37)
                .toArray();
        Path file = folder.resolve("million.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "adj_indptr", offsets);
            put(zip, "adj_indices", columns);
            put(zip, "adj_data", ones(columns.length));
            put(zip, "adj_shape", nodes, nodes);
            put(
                    zip,
                    "attr_indptr",
                    IntStream.rangeClosed(0, nodes).map(i -> 5 * i).toArray());
            put(zip, "attr_indices", words);
            put(zip, "attr_data", ones(words.length));
            put(zip, "attr_shape", nodes, 200);
        }
        assertWithinAFifth(file, 10, List.of(16, 16), 1);
    }

    /** Training takes more here than reading. */
    @Test
    void ofTables() throws Exception {
        int nodes = 200_000;
        Random random = new Random(3);
        Path nodeFile = folder.resolve("nodes.csv");
        Path edgeFile = folder.resolve("edges.csv");
        try (BufferedWriter rows = Files.newBufferedWriter(nodeFile);
                BufferedWriter edges = Files.newBufferedWriter(edgeFile)) {
            rows.write("id,colour,words,size\n");
            edges.write("source,target\n");
            for (int i = 0; i < nodes; i++) {
                rows.write("customer-%d,c%d,w%d w%d w%d,%d\n"
                        .formatted(
                                i,
                                i % 7,
                                random.nextInt(100),
                                100 + random.nextInt(100),
                                200 + random.nextInt(100),
                                random.nextInt(1000)));
                for (int e = 0; e < 5; e++) {
                    edges.write("customer-%d,customer-%d\n".formatted(i, (i + 1 + random.nextInt(5000)) % nodes));
                }
            }
        }
        List<Integer> hidden = List.of(32, 32);
        TableGraph table = GraphTables.read(
                TableSource.files(nodeFile.toString()),
                TableSource.files(edgeFile.toString()),
                TableOptions.defaults());
        long peak = peakOf(List.of("--nodes", nodeFile.toString(), "--edges", edgeFile.toString()), 10, hidden);
        assertWithinAFifth(
                nodeFile, estimated(GraphSize.of(table.graph()), 10, hidden, 1) + MemoryLimits.LEFT_BY_TABLES, peak);
    }

    /** The command, which tells its peak when it ends: that of run.json is read before the report is made. */
    static final class MeasuredMain {
        private MeasuredMain() {}

        public static void main(String[] args) {
            Path peak = Path.of(args[0]);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                try {
                                    Files.writeString(peak, String.valueOf(RunReport.peakResidentBytes()));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            "peak"));
            Main.main(Arrays.copyOfRange(args, 1, args.length));
        }
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void put(ZipOutputStream zip, String name, int... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        zip.setLevel(1);
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(CommandsTest.array("<i4", values.length + ",", data));
    }
}
