package dev.kindred.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.SharedData;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.io.OutputFolder.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    Path folder;

    static byte[] npy(String type, String shape, ByteBuffer data) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out =
                ByteBuffer.allocate(10 + header.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        out.put(data.rewind());
        return out.array();
    }

    static byte[] ints(int... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        return npy("<i4", values.length + ",", data);
    }

    static byte[] floats(float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return npy("<f4", values.length + ",", data);
    }

    /** Three nodes in a path with two features. */
    static Map<String, byte[]> smallGraph() {
        Map<String, byte[]> arrays = new TreeMap<>();
        arrays.put("adj_indptr", ints(0, 1, 3, 4));
        arrays.put("adj_indices", ints(1, 0, 2, 1));
        arrays.put("adj_data", floats(1, 1, 1, 1));
        arrays.put("adj_shape", ints(3, 3));
        arrays.put("attr_indptr", ints(0, 1, 1, 1));
        arrays.put("attr_indices", ints(4));
        arrays.put("attr_data", floats(1));
        arrays.put("attr_shape", ints(3, 8));
        arrays.put("labels", ints(0, 1, 1));
        return arrays;
    }

    Path write(Map<String, byte[]> arrays) throws IOException {
        Path file = folder.resolve("graph.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private void assertRefused(String array, byte[] bytes, String message) throws IOException {
        Map<String, byte[]> arrays = smallGraph();
        arrays.put(array, bytes);
        Path file = write(arrays);
        assertThatThrownBy(() -> NpzGraph.read(file, Direction.SYMMETRIC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void aGraphIsRead() throws Exception {
        NpzGraph read = NpzGraph.read(write(smallGraph()), Direction.SYMMETRIC);
        assertThat(read.graph().graph().edges()).isEqualTo(4);
        assertThat(read.graph().graph().weights()).isNull();
        assertThat(read.graph().features()).isInstanceOf(SparseFeatures.class);
        assertThat(read.labels()).containsExactly(0, 1, 1);
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void irregularitiesAreMendedAndCounted() throws Exception {
        Map<String, byte[]> arrays = smallGraph();
        arrays.put("adj_indptr", ints(0, 3, 4, 6));
        arrays.put("adj_indices", ints(0, 1, 2, 2, 1, 1));
        arrays.put("adj_data", floats(1, 2, 0, 1, 1, 1));
        arrays.remove("labels");
        NpzGraph read = NpzGraph.read(write(arrays), Direction.SYMMETRIC);
        assertThat(read.labels()).isNull();
        assertThat(read.graph().graph().weights()).containsExactly(2, 2, 2, 2);
        assertThat(read.warnings())
                .containsExactly(
                        "edges of weight 0 left out: 1",
                        "self-loops left out: 1",
                        "duplicate edges merged: 1",
                        "one-way edges made two-way (TableOptions.withDirection(DIRECTED) keeps them): 1");
        assertThat(NpzGraph.read(write(arrays), Direction.DIRECTED)
                        .graph()
                        .graph()
                        .edges())
                .isEqualTo(3);
    }

    @Test
    void denseFeaturesAreKeptDense() throws Exception {
        Map<String, byte[]> arrays = smallGraph();
        ByteBuffer doubles = ByteBuffer.allocate(48).order(ByteOrder.BIG_ENDIAN);
        doubles.asDoubleBuffer().put(new double[] {1, 2, 3, 4, 5, 6});
        arrays.put("attr_matrix", npy(">f8", "3, 2", doubles));
        NpzGraph read = NpzGraph.read(write(arrays), Direction.SYMMETRIC);
        assertThat(((DenseFeatures) read.graph().features()).values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void badGraphsAreRefusedWithTheReason() throws Exception {
        assertRefused(
                "attr_data", floats(Float.NaN), "FILE: feature at row 0, column 4: expected a finite number, got NaN");
        assertRefused(
                "attr_data",
                floats(Float.NEGATIVE_INFINITY),
                "FILE: feature at row 0, column 4: expected a finite number, got -Infinity");
        assertRefused("adj_shape", ints(0, 0), "FILE (adj_shape): expected 1 node or more, got 0");
        assertRefused("adj_shape", ints(3, 4), "FILE (adj_shape): expected as many rows as columns, got 3 x 4");
        assertRefused("adj_indices", ints(1, 0, 3, 1), "FILE (adj_indices): expected 0 to 2, got 3 at 2");
        assertRefused("adj_indptr", ints(0, 1, 3), "FILE (adj_indptr): expected 4 (rows + 1), got 3");
        assertRefused(
                "adj_indptr",
                ints(0, 3, 1, 4),
                "FILE (adj_indptr): expected ascending offsets, got 3 before 1 at row 1");
        assertRefused(
                "adj_data",
                floats(1, -1, 1, 1),
                "FILE (adj_data): expected weights finite and 0 or more, got -1.0 at edge 1 -> 0");
        assertRefused("attr_shape", ints(2, 8), "FILE (attr_shape): expected 3 rows (nodes), got 2");
        assertRefused("labels", ints(1, 2), "FILE (labels): expected 3 (nodes), got 2");
        assertRefused("adj_indices", floats(1, 0, 2, 1), "FILE (adj_indices): expected whole numbers, got floats");
        assertRefused(
                "labels",
                npy("|O", "3,", ByteBuffer.allocate(24)),
                "FILE (labels): expected an array of numbers, got pickled Python objects, which would run code when read; save it with"
                        + " numpy.savez and a numeric dtype");
        assertRefused(
                "labels",
                npy("<i4", "3,", ByteBuffer.allocate(8)),
                "FILE (labels): expected 12 bytes of data for shape [3], got 8; it is cut short");
        assertRefused(
                "labels",
                npy("<c8", "3,", ByteBuffer.allocate(24)),
                "FILE (labels): expected booleans, integers, floats or text, got dtype <c8");
        assertRefused(
                "labels",
                "no array".getBytes(StandardCharsets.US_ASCII),
                "FILE (labels): expected a .npy array (first bytes \\x93NUMPY), got other data");
        assertRefused(
                "labels",
                npy("<i8", "99999999, 99999999", ByteBuffer.allocate(8)),
                "FILE (labels): expected fewer than 2^31 bytes, got more");
    }

    @Test
    void badFilesAreRefusedWithTheReason() throws Exception {
        Path missing = folder.resolve("none.npz");
        assertThatThrownBy(() -> NpzGraph.read(missing, Direction.SYMMETRIC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(missing + ": expected a .npz file, got nothing there");
        Path text = Files.writeString(folder.resolve("text.npz"), "hello");
        assertThatThrownBy(() -> NpzGraph.read(text, Direction.SYMMETRIC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(text + ": expected a .npz file (a zip archive, first bytes PK), got other data");
        Path whole = write(smallGraph());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> NpzGraph.read(cut, Direction.SYMMETRIC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        cut + ": expected a whole zip archive, got one that is cut short or damaged; copy it again");
        Map<String, byte[]> arrays = smallGraph();
        arrays.remove("adj_data");
        Path lacking = write(arrays);
        assertThatThrownBy(() -> NpzGraph.read(lacking, Direction.SYMMETRIC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(lacking
                        + ": expected an array adj_data, got adj_indices, adj_indptr, adj_shape, attr_data, attr_indices,"
                        + " attr_indptr, attr_shape, labels");
    }

    @Test
    void matricesComeBackFromNpy() throws Exception {
        Path file = folder.resolve("m.npy");
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 7f;
        }
        Npy.write(file, values, 8_000, 5);
        Npy read = Npy.parse(Files.readAllBytes(file), "m");
        assertThat(read.shape()).containsExactly(8_000, 5);
        assertThat(read.floats()).isEqualTo(values);
        assertThat(Files.size(file) % 64).isZero();
    }

    @Test
    void tensorsComeBack() throws Exception {
        Path file = folder.resolve("t.safetensors");
        SafeTensors.empty()
                .put("a", new int[] {2, 2}, new float[] {1, 2, 3, 4})
                .put("n", new int[0], new long[] {-5})
                .put("key", "value \" with quotes")
                .write(file);
        SafeTensors read = SafeTensors.read(file);
        assertThat(read.floats("a")).containsExactly(1, 2, 3, 4);
        assertThat(read.shape("a")).containsExactly(2, 2);
        assertThat(read.longs("n")).containsExactly(-5);
        assertThat(read.metadata()).containsEntry("key", "value \" with quotes");
        assertThatThrownBy(() -> read.floats("n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " (n): expected F32, got I64");
        assertThatThrownBy(() -> read.floats("b"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ": expected a tensor b, got a, n");
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> SafeTensors.read(cut))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("(n): expected data");
        bytes[7] = 1;
        Path huge = Files.write(folder.resolve("huge.safetensors"), bytes);
        assertThatThrownBy(() -> SafeTensors.read(huge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(", byte 0: expected a header length from 2 to ");
    }

    @Test
    void tensorsLargerThanTheirBufferComeBack() throws Exception {
        float[] floats = new float[200_003];
        double[] doubles = new double[70_001];
        int[] ints = new int[65_536];
        Arrays.setAll(ints, i -> i * 31);
        Arrays.setAll(doubles, i -> i * .1);
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i * .5f;
        }
        Path file = folder.resolve("large.safetensors");
        SafeTensors.empty()
                .put("f", new int[] {floats.length}, floats)
                .put("d", new int[] {doubles.length}, doubles)
                .put("i", new int[] {256, 256}, ints)
                .put("none", new int[] {0}, new float[0])
                .writeSealed(file);
        SafeTensors read = SafeTensors.readSealed(file);
        assertThat(read.floats("f")).isEqualTo(floats);
        assertThat(read.doubles("d")).isEqualTo(doubles);
        assertThat(read.ints("i")).isEqualTo(ints);
        assertThat(read.floats("none")).isEmpty();
        assertThat(read.bytes()).isEqualTo(4L * floats.length + 8L * doubles.length + 4L * ints.length);
    }

    /** A buffer of the JVM holds fewer than 2^31 bytes; a tensor of more must not be counted in int. */
    @Test
    void tensorsOfMoreThanTwoGigabytesAreCountedInLong() {
        assertThat(new TensorData(TensorData.Type.F32, new float[0], 1 << 29).bytes())
                .isEqualTo(1L << 31);
        assertThat(new TensorData(TensorData.Type.I64, new long[0], 1 << 29).bytes())
                .isEqualTo(1L << 32);
    }

    /** Two thousand damaged files: only documented exceptions come out, and none takes long. */
    @Test
    void damagedFilesNeverDoMoreThanFail() throws Exception {
        Path golden = Path.of(Objects.requireNonNull(FilesTest.class.getResource("/golden/daegc-1x1.safetensors"))
                .toURI());
        List<byte[]> originals = List.of(
                Files.readAllBytes(write(smallGraph())), Files.readAllBytes(golden), ints(1, 2, 3), floats(1, 2));
        Random random = new Random(11);
        Path file = folder.resolve("damaged");
        long begun = System.nanoTime();
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = originals.get(round % originals.size()).clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(5) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            Files.write(file, bytes);
            try {
                switch (round % originals.size()) {
                    case 0 -> NpzGraph.read(file, Direction.SYMMETRIC);
                    case 1 -> SafeTensors.read(file);
                    default -> Npy.parse(bytes, "damaged").floats();
                }
            } catch (InvalidInputException | IOException expected) {
                assertThat(expected.getMessage())
                        .as(() -> Arrays.toString(expected.getStackTrace()))
                        .isNotNull();
            }
        }
        assertThat((System.nanoTime() - begun) * 1e-9).isLessThan(60);
    }

    @Test
    void aFolderIsThereCompleteOrNotAtAll() throws Exception {
        Path target = folder.resolve("out");
        OutputFolder.Contents own = new OutputFolder.Contents("the results of a run", List.of("a.txt"));
        try (OutputFolder output = OutputFolder.create(target, Existing.REFUSE, own)) {
            Files.writeString(output.file("a.txt"), "one");
        }
        assertThat(target).doesNotExist();
        try (OutputFolder output = OutputFolder.create(target, Existing.REFUSE, own)) {
            Files.writeString(output.file("a.txt"), "two");
            output.commit();
        }
        assertThatThrownBy(() -> OutputFolder.create(target, Existing.REFUSE, own))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(target + ": already exists; pass Existing.OVERWRITE to replace the results of a run");
        try (OutputFolder output = OutputFolder.create(target, Existing.OVERWRITE, own)) {
            Files.writeString(output.file("a.txt"), "three");
            output.commit();
        }
        assertThat(target.resolve("a.txt")).hasContent("three");
        Files.writeString(target.resolve("mine.txt"), "precious");
        assertThatThrownBy(() -> OutputFolder.create(target, Existing.OVERWRITE, own))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        target
                                + ": expected the results of a run, got mine.txt too; a folder with other files is never replaced");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> OutputFolder.create(file, Existing.OVERWRITE, own))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ": expected a folder or nothing, got a file");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("out", "file");
        }
    }

    /** Hours may lie between the check at the beginning of a run and its results. */
    @Test
    void whatCameIntoAFolderMeanwhileIsNeverReplaced() throws Exception {
        OutputFolder.Contents own = new OutputFolder.Contents("the results of a run", List.of("a.txt"));
        Path target = folder.resolve("out");
        try (OutputFolder output = OutputFolder.create(target, Existing.REFUSE, own)) {
            Files.writeString(output.file("a.txt"), "ours");
            Files.writeString(Files.createDirectory(target).resolve("a.txt"), "theirs");
            assertThatThrownBy(output::commit)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(target + ": already exists; pass Existing.OVERWRITE to replace the results of a run");
        }
        assertThat(target.resolve("a.txt")).hasContent("theirs");
        try (OutputFolder output = OutputFolder.create(target, Existing.OVERWRITE, own)) {
            Files.writeString(output.file("a.txt"), "ours");
            Files.writeString(target.resolve("mine.txt"), "precious");
            assertThatThrownBy(output::commit)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            target
                                    + ": expected the results of a run, got mine.txt too; a folder with other files is never replaced");
        }
        assertThat(target.resolve("mine.txt")).hasContent("precious");
        Files.delete(target.resolve("mine.txt"));
        Files.delete(target.resolve("a.txt"));
        Files.writeString(Files.createDirectory(target.resolve("a.txt")).resolve("mine.txt"), "precious");
        assertThatThrownBy(() -> OutputFolder.create(target, Existing.OVERWRITE, own))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        target
                                + ": expected the results of a run, got a.txt too; a folder with other files is never replaced");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("out");
        }
    }

    @Test
    void realGraphsAreRead() throws Exception {
        NpzGraph photo = NpzGraph.read(SharedData.require("photo.npz"), Direction.SYMMETRIC);
        assertThat(photo.graph().nodes()).isEqualTo(7_650);
        assertThat(photo.graph().graph().edges()).isEqualTo(238_162);
        assertThat(photo.graph().features()).isInstanceOf(DenseFeatures.class);
        assertThat(photo.warnings()).isEmpty();
        NpzGraph physics = NpzGraph.read(SharedData.require("physics.npz"), Direction.SYMMETRIC);
        assertThat(physics.graph().nodes()).isEqualTo(34_493);
        assertThat(physics.graph().features()).isInstanceOf(SparseFeatures.class);
        assertThat(physics.graph().features().columns()).isEqualTo(8_415);
    }
}
