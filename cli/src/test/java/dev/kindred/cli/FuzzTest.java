package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.kindred.Daegc;
import dev.kindred.cli.demo.ClassGraph;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.Checksums;
import dev.kindred.io.Npy;
import dev.kindred.io.NpzGraph;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.io.PlanetoidGraph;
import dev.kindred.io.SafeTensors;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.run.ClustersFile;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import dev.kindred.train.Checkpoints;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import dev.kindred.train.ModelFile;
import dev.kindred.train.TrainingCancelledException;
import dev.kindred.train.TrainingListener;
import dev.kindred.train.TrainingOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged and hostile inputs to every reader, from seeds: only documented exceptions come out, soon, without memory that a header dictated,
 * and nothing is written outside the folder. A failure names reader and seed, which give the input again.
 */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class FuzzTest {
    /** Of one read; the originals have a few kilobytes. */
    private static final long MOST_ALLOCATED = 64L << 20;

    private static final double MOST_SECONDS = 10;

    private static final int NODES = 24;

    private static final int TARGETS = 26;

    /** Readers that open a database for each input, 50 ms or so: fewer inputs are tried on them. */
    private static final Set<String> SLOW =
            Set.of("nodes.csv", "edges.csv", "prices.csv", "graph.txt", "features.csv", "features.json");

    /** Readers to which nearly all that is damaged is another input: broken classes are left out, and any text may be an id. */
    private static final Set<String> LENIENT = Set.of("class", "graph.txt");

    private static final int MOST_OF_SLOW = 1_000;

    private static final int[] EDGES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 255, 65_536, 1 << 30};

    @TempDir
    Path folder;

    /** Reads an input, which also stands in a file. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] input, Path file) throws Exception;
    }

    record Target(String name, byte[] original, Reader reader) {}

    static byte[] mutated(byte[] original, long seed) {
        Random random = new Random(seed);
        byte[] bytes = original.clone();
        // Often one change alone: of several in a text one nearly always breaks its syntax, and hides the others.
        int changes = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        for (int change = 0; change < changes && bytes.length > 9; change++) {
            // Headers stand first and directories last: most of what decides sizes.
            int range = random.nextInt(3) == 0 ? Math.min(bytes.length, 200) : bytes.length;
            int at = random.nextInt(range);
            switch (random.nextInt(9)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
                case 3 -> {
                    int value = EDGES[random.nextInt(EDGES.length)];
                    for (int b = 0; b < 4 && at + b < bytes.length; b++) {
                        bytes[at + b] = (byte) (value >>> (8 * b));
                    }
                }
                case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 5 -> {
                    // A run of bytes copied to another place.
                    int from = random.nextInt(bytes.length);
                    int size = Math.min(random.nextInt(64), bytes.length - Math.max(from, at));
                    System.arraycopy(bytes, from, bytes, at, size);
                }
                case 6 -> {
                    // Another number, in texts.
                    int digit = next(bytes, at, '0', '9');
                    bytes[digit] = (byte) ('0' + random.nextInt(10));
                }
                case 7 -> {
                    // A field, an item or a row left out, in texts.
                    int from = next(bytes, at, ',', ',');
                    int to = next(bytes, from + 1, ',', ',');
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
                    System.arraycopy(bytes, to, shorter, from, bytes.length - to);
                    bytes = shorter;
                }
                default -> {
                    // Bytes put in between.
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
                    System.arraycopy(bytes, at, longer, at + longer.length - bytes.length, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    /** The first byte of a range from a place on; the last of all where there is none. */
    private static int next(byte[] bytes, int from, char least, char most) {
        int at = Math.min(from, bytes.length - 1);
        while (at < bytes.length - 1 && (bytes[at] < least || bytes[at] > most)) {
            at++;
        }
        return at;
    }

    private static boolean isDocumented(Exception e) {
        return e instanceof InvalidInputException || e instanceof UsageException || e instanceof IOException;
    }

    private void fuzz(Target target, int rounds) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = folder.resolve(target.name());
        // Whole, it is read: what is refused below is refused for its damage.
        target.reader().read(target.original(), Files.write(file, target.original()));
        int refused = 0;
        long started = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            long seed = 31L * round + target.name().hashCode();
            byte[] input = mutated(target.original(), seed);
            Files.write(file, input);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begun = System.nanoTime();
            try {
                target.reader().read(input, file);
            } catch (Exception e) {
                if (!isDocumented(e) || e.getMessage() == null) {
                    fail(
                            target.name() + ", seed " + seed + ": expected a documented exception with a message, got "
                                    + e,
                            e);
                }
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                    .as("%s, seed %d: bytes allocated", target.name(), seed)
                    .isLessThan(MOST_ALLOCATED);
            assertThat((System.nanoTime() - begun) * 1e-9)
                    .as("%s, seed %d: seconds", target.name(), seed)
                    .isLessThan(MOST_SECONDS);
        }
        // A mutation that nobody notices is none: a reader that takes all of them reads nothing.
        assertThat(refused).as(target.name()).isGreaterThan(LENIENT.contains(target.name()) ? -1 : rounds / 20);
        Files.delete(file);
        System.out.printf(
                Locale.ROOT,
                "fuzz: %,d mutations of %s, %,d refused, %.1f s%n",
                rounds,
                target.name(),
                refused,
                (System.nanoTime() - started) * 1e-9);
    }

    private List<Target> targets() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 12, 5);
        byte[] npz = Files.readAllBytes(data);
        AttributedGraph graph = NpzGraph.read(data, Direction.SYMMETRIC).graph();
        Files.delete(data);
        ModelConfig defaults = Daegc.defaults(2);
        ModelConfig config = defaults.withEncoder(GatConfig.ofSizes(4, 4))
                .withStages(new StageConfig(3, .01, 0), new StageConfig(3, .001, 0));
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        TrainingOptions training = TrainingOptions.defaults().withThreads(1);
        int[] epochs = new int[1];
        TrainingListener counting = new TrainingListener() {
            @Override
            public void epochFinished(Epoch epoch) {
                epochs[0]++;
            }
        };
        try {
            Daegc.fit(
                    graph,
                    config,
                    training.withListener(counting)
                            .withCancellation(() -> epochs[0] == 5)
                            .withCheckpoints(Checkpoints.in(checkpoints, new Schedule(0, 0), Begin.ANEW)));
            fail("cancelled run: expected it to stop after epoch 5");
        } catch (TrainingCancelledException e) {
            assertThat(epochs[0]).isEqualTo(5);
        }
        Path checkpoint;
        try (Stream<Path> files = Files.list(checkpoints)) {
            checkpoint = files.findFirst().orElseThrow();
        }
        byte[] kept = Files.readAllBytes(checkpoint);
        Path model = folder.resolve("model");
        ModelFile.write(
                model, Daegc.fit(graph, config, 1, TrainingListener.SILENT).model());
        byte[] weights = Files.readAllBytes(model);
        Files.delete(model);
        byte[] type;
        try (InputStream in = Objects.requireNonNull(Main.class.getResourceAsStream("RunFolder.class"))) {
            type = in.readAllBytes();
        }
        byte[] jar = jar(type);
        byte[] array = CommandsTest.floats(40, 1);
        Path tables = Files.createDirectory(folder.resolve("tables"));
        Path nodes = Files.writeString(tables.resolve("nodes.csv"), nodes());
        Path edges = Files.writeString(tables.resolve("edges.csv"), edges());
        TableOptions options = TableOptions.defaults().withResources(new TableOptions.Resources(64, tables, 1));
        Path encoding = tables.resolve("encoding.json");
        GraphTables.read(source(nodes), source(edges), options).encoding().write(encoding);
        return List.of(
                new Target("npz", npz, (input, file) -> NpzGraph.read(file, Direction.SYMMETRIC)),
                new Target("npz-headers", npz, (input, file) -> NpzGraph.size(file)),
                new Target(
                        "npy", array, (input, file) -> Npy.parse(input, "npy").floats()),
                planetoid("allx"),
                planetoid("ty"),
                planetoid("graph"),
                new Target("safetensors", weights, (input, file) -> SafeTensors.read(file)),
                new Target("model", weights, (input, file) -> ModelFile.read(file)),
                new Target("checkpoint", kept, (input, file) -> {
                    Files.write(checkpoint, input);
                    try {
                        Daegc.fit(
                                graph,
                                config,
                                training.withCancellation(() -> true)
                                        .withCheckpoints(
                                                Checkpoints.in(checkpoints, new Schedule(0, 0), Begin.RESUME)));
                    } catch (TrainingCancelledException e) {
                        // Read and gone on with: only where the mutation left the bytes as they were.
                        assertThat(Arrays.mismatch(input, kept))
                                .as("first byte that differs")
                                .isEqualTo(-1);
                    }
                }),
                new Target("clusters.csv", csv(), (input, file) -> ClustersFile.read(file, 40)),
                new Target(
                        "config.yaml",
                        yaml(),
                        (input, file) ->
                                ConfigFile.read(file, List.of("clusters", "hidden", "seed", "preset", "quiet"))),
                new Target(
                        "class",
                        type,
                        (input, file) ->
                                ClassGraph.ofJars(List.of(Files.write(folder.resolve("one.jar"), jar(input))))),
                new Target("jar", jar, (input, file) -> ClassGraph.ofJars(List.of(file))),
                new Target(
                        "nodes.csv",
                        Files.readAllBytes(nodes),
                        (input, file) -> GraphTables.read(source(file), source(edges), options)),
                new Target(
                        "edges.csv",
                        Files.readAllBytes(edges),
                        (input, file) -> GraphTables.read(source(nodes), source(file), options)),
                // As spreadsheets and programs of the field write them: forms, layouts and guesses are found anew each
                // time.
                new Target(
                        "prices.csv",
                        prices(),
                        (input, file) -> GraphTables.read(source(file), source(edges), options)),
                new Target("graph.txt", graphOfSnap(), (input, file) -> GraphTables.readEdges(source(file), options)),
                new Target(
                        "features.csv",
                        triples(),
                        (input, file) -> GraphTables.readEdges(source(edges), options.withMoreFeatures(source(file)))),
                new Target(
                        "features.json",
                        dictionary(),
                        (input, file) -> GraphTables.read(
                                source(file),
                                source(edges),
                                options.withResources(new TableOptions.Resources(1024, tables, 1)))),
                new Target(
                        "encoding.json",
                        Files.readAllBytes(encoding),
                        (input, file) -> GraphTables.read(
                                source(nodes), source(edges), options.encodedBy(FeatureEncoding.read(file)))),
                stored("store.json"),
                stored("edge_columns.npy"),
                stored("feature_offsets.npy"),
                stored("feature_values.npy"),
                stored("id_ends.npy"),
                new Target("run.json", begun(), (input, file) -> {
                    Path unfinished = Files.createDirectories(folder.resolve(".out.unfinished"));
                    Files.write(unfinished.resolve("run.json"), input);
                    UnfinishedRun.read(folder.resolve("out"));
                }));
    }

    /** A store with one file damaged: its manifest, or an array that is sealed again, as whoever wants it read would. */
    private Target stored(String name) throws IOException {
        Path store = folder.resolve("store");
        if (!Files.exists(store)) {
            AttributedGraph graph = NpzGraph.read(
                            PlantedFile.write(folder.resolve("small.npz"), 12, 5), Direction.SYMMETRIC)
                    .graph();
            Files.delete(folder.resolve("small.npz"));
            List<String> ids = IntStream.range(0, 12).mapToObj(i -> "n" + i).toList();
            GraphStore.write(
                    store,
                    Existing.REFUSE,
                    new StoredGraph(graph, NodeIds.of(ids), new int[12], "{\"columns\": []}", List.of()));
        }
        Path manifest = store.resolve(GraphStore.MANIFEST);
        String described = Files.readString(manifest);
        byte[] original = Files.readAllBytes(store.resolve(name));
        String facts = "\"bytes\" : %d,\n      \"crc32c\" : \"%s\"";
        String before = facts.formatted(original.length, Checksums.crc32c(store.resolve(name)));
        assertThat(described.contains(before)).isEqualTo(!name.equals(GraphStore.MANIFEST));
        return new Target(name, original, (input, file) -> {
            Path damaged = Files.write(store.resolve(name), input);
            if (!damaged.equals(manifest)) {
                Files.writeString(
                        manifest, described.replace(before, facts.formatted(input.length, Checksums.crc32c(damaged))));
            }
            try {
                StoredGraph read = GraphStore.read(store);
                Objects.requireNonNull(read.ids()).text(11);
            } finally {
                Files.write(damaged, original);
                Files.writeString(manifest, described);
            }
        });
    }

    private static TableSource source(Path file) {
        return TableSource.files(file.toString());
    }

    /** A column of each kind that is guessed. */
    private static String nodes() {
        StringBuilder text = new StringBuilder("id,age,paid,city,notes,joined,place\n");
        for (int i = 0; i < NODES; i++) {
            text.append("n%d,%d.5,%s,%s,\"red w%d, old w%d\",2024-03-%02d,\"[%d, 0.5]\"\n"
                    .formatted(
                            i,
                            20 + i,
                            i % 2 == 0 ? "yes" : "no",
                            i % 3 == 0 ? "Oslo" : "Rome",
                            i % 4,
                            i % 5,
                            i + 1,
                            i));
        }
        return text.toString();
    }

    /** Latin-1, semicolons, decimal commas, days, lists and markers of missing values. */
    private static byte[] prices() {
        StringBuilder text = new StringBuilder("sep=;\r\nKonto;Betrag;Tag;Ja;Liste;Ort;\r\n");
        for (int i = 0; i < NODES; i++) {
            text.append("n%d;1.%03d,5;%02d.02.2024;%s;[%d, 2.5 3.];%s;\r\n"
                    .formatted(i, i, i + 1, i % 2 == 0 ? "ja" : "nein", i, i % 5 == 0 ? "#N/A" : "K\u00f6ln"));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] graphOfSnap() {
        StringBuilder text = new StringBuilder("# Nodes: 24\n# FromNodeId\tToNodeId\n");
        for (int i = 0; i < NODES; i++) {
            text.append("%d  %d\n".formatted(i, (i + 1) % NODES));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] triples() {
        StringBuilder text = new StringBuilder("node,feature,value\n");
        for (int i = 0; i < NODES; i++) {
            text.append("n%d,f%d,%d.5\nn%d,f9,1\n".formatted(i, i % 4, i, i));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] dictionary() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < NODES; i++) {
            text.append(i == 0 ? "" : ", ").append("\"n%d\": [%d, 1%d]".formatted(i, i % 4, i % 2));
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String edges() {
        StringBuilder text = new StringBuilder("source,target,weight\n");
        for (int i = 0; i < NODES; i++) {
            text.append("n%d,n%d,%d\n".formatted(i, (i + 1) % NODES, 1 + i % 3));
        }
        return text.toString();
    }

    /** Planetoid's pickles: core's test graph with one part damaged. */
    private static Target planetoid(String damaged) throws IOException {
        Path parts = Path.of("../core/src/test/resources/planetoid");
        return new Target(
                "planetoid-" + damaged,
                Files.readAllBytes(parts.resolve("ind.tiny." + damaged)),
                (input, file) -> PlanetoidGraph.read(
                        "ind.tiny.",
                        part -> part.equals(damaged) ? input : Files.readAllBytes(parts.resolve("ind.tiny." + part))));
    }

    private static byte[] csv() {
        StringBuilder text = new StringBuilder("id,cluster,confidence,second,margin\n");
        for (int i = 0; i < 40; i++) {
            text.append(i).append(',').append(i % 3).append(",0.5,1,0.25\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] yaml() {
        return "clusters: 7\nhidden: [64, 64]\nseed: 3\npreset: \"default\"\nquiet: true\n"
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] begun() {
        return RunReport.JSON
                .writeValueAsString(new UnfinishedRun.Begun(
                        "id", "cluster", List.of("--data=/tmp/a.npz", "-k=3"), List.of("cluster", "--data", "a.npz")))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] jar(byte[] type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream zip = new JarOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("dev/kindred/cli/RunFolder.class"));
            zip.write(type);
            // Two others, so that one that is damaged is left out and the jar still read.
            for (Class<?> other : List.of(Progress.class, Settings.class)) {
                String name = other.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(name));
                try (InputStream in = Objects.requireNonNull(other.getResourceAsStream("/" + name))) {
                    in.transferTo(zip);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void all(int rounds) throws Exception {
        Path here = Path.of("").toAbsolutePath();
        List<String> before = names(here);
        for (Target target : targets()) {
            fuzz(target, SLOW.contains(target.name()) ? Math.min(rounds, MOST_OF_SLOW) : rounds);
        }
        // Nothing but what the test itself keeps, neither here nor where the process runs.
        assertThat(names(folder)).containsExactly(".out.unfinished", "checkpoints", "one.jar", "store", "tables");
        assertThat(names(folder.resolve("tables"))).containsExactly("edges.csv", "encoding.json", "nodes.csv");
        assertThat(names(here)).isEqualTo(before);
    }

    @Test
    void thousandsOfMutations() throws Exception {
        all(2_000 / TARGETS + 1);
    }

    @Test
    @Tag("slow")
    void aHundredThousandMutations() throws Exception {
        all(100_000 / (TARGETS - SLOW.size()) + 1);
    }

    private void graphFiles(int rounds, int ofSlow) throws Exception {
        for (Target target : GraphFilesFuzz.targets(Files.createDirectory(folder.resolve("files")))) {
            fuzz(target, GraphFilesFuzz.isSlow(target) ? ofSlow : rounds);
        }
        assertThat(names(folder)).containsExactly("files");
    }

    @Test
    void mutationsOfGraphFiles() throws Exception {
        graphFiles(80, 30);
    }

    @Test
    @Tag("slow")
    void manyMutationsOfGraphFiles() throws Exception {
        graphFiles(5_000, 500);
    }
}
