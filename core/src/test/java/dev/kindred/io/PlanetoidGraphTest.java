package dev.kindred.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planetoid's pickles: what they mean, and that nothing but data comes out of them. The files were written by {@code planetoid/make.py}. */
class PlanetoidGraphTest {
    private static final Path PARTS = Path.of("src/test/resources/planetoid");

    @TempDir
    Path folder;

    private static byte[] part(String name) throws IOException {
        return Files.readAllBytes(PARTS.resolve("ind.tiny." + name));
    }

    /** The tiny graph with one part another. */
    private static NpzGraph with(String changed, byte[] bytes) throws IOException {
        return PlanetoidGraph.read("ind.tiny.", name -> name.equals(changed) ? bytes : part(name));
    }

    private static void assertRefused(String changed, byte[] bytes, String message) {
        assertThatThrownBy(() -> with(changed, bytes))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("ind.tiny." + changed + message);
    }

    /** A pickle of bytes in hexadecimal, text between quotes. */
    private static byte[] pickle(String instructions) {
        StringBuilder hex = new StringBuilder("8002");
        String[] pieces = instructions.split("'", -1);
        for (int i = 0; i < pieces.length; i++) {
            hex.append(
                    i % 2 == 0
                            ? pieces[i].replace(" ", "")
                            : HexFormat.of().formatHex(pieces[i].getBytes(StandardCharsets.ISO_8859_1)));
        }
        return HexFormat.of().parseHex(hex);
    }

    private static void assertTiny(NpzGraph read) {
        Graph graph = read.graph().graph();
        // 0-1 stood there three times, 2-2 is a loop, 5 has no edges.
        assertThat(graph.rowOffsets()).containsExactly(0, 3, 4, 5, 7, 8, 8, 9, 10);
        assertThat(graph.columns()).containsExactly(1, 2, 6, 0, 0, 4, 7, 3, 0, 3);
        assertThat(graph.weights()).isNull();
        SparseFeatures features = (SparseFeatures) read.graph().features();
        assertThat(features.columns()).isEqualTo(301);
        assertThat(features.rowOffsets()).containsExactly(0, 1, 3, 3, 4, 5, 5, 6, 7);
        // Each test node's word is its number.
        assertThat(features.columnIndices()).containsExactly(0, 1, 300, 2, 4, 6, 7);
        assertThat(features.values()).containsExactly(1, 1, .5f, 1, 4, 6, 7);
        assertThat(read.labels()).containsExactly(0, 1, 2, 1, 1, 0, 2, 0);
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void testRowsGoToTheirNodesAndMissingOnesAreZero() throws Exception {
        assertTiny(PlanetoidGraph.read("ind.tiny.", PlanetoidGraphTest::part));
    }

    @Test
    void theGraphComesBackFromItsNpz() throws Exception {
        NpzGraph read = PlanetoidGraph.read("ind.tiny.", PlanetoidGraphTest::part);
        Path file = folder.resolve("tiny.npz");
        read.write(file);
        assertTiny(NpzGraph.read(file, Direction.SYMMETRIC));
        byte[] first = Files.readAllBytes(file);
        read.write(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void nothingIsCalled() throws Exception {
        String known =
                ": expected one of collections.defaultdict, collections.OrderedDict, __builtin__.list, _codecs.encode, "
                        + "numpy.core.multiarray._reconstruct, numpy.core.numeric._frombuffer, numpy.core.multiarray.scalar, "
                        + "numpy.ndarray, numpy.dtype, scipy.sparse.csr.csr_matrix, scipy.sparse.csc.csc_matrix, "
                        + "scipy.sparse.coo.coo_matrix, got ";
        String refused = "; a pickle that calls anything else could run any code, and is not read";
        assertRefused(
                "allx",
                Files.readAllBytes(PARTS.resolve("hostile.call")),
                ", byte 2" + known + "posix.system" + refused);
        assertRefused(
                "graph", pickle("'c__builtin__' 0a 'eval' 0a '.'"), ", byte 2" + known + "__builtin__.eval" + refused);
        // A known function with a harmless name, called all the same.
        assertRefused(
                "graph",
                pickle("'c__builtin__' 0a 'list' 0a ')R.'"),
                ", byte 21: expected a global that is called, got __builtin__.list");
        // INST and the extension registry name globals by other ways.
        assertRefused(
                "graph",
                pickle("'(ios' 0a 'system' 0a '.'"),
                ", byte 3: expected an instruction that data need, got 69; what is not known to be harmless is not read");
        assertRefused(
                "graph",
                pickle("82 01 '.'"),
                ", byte 2: expected an instruction that data need, got 82; what is not known to be harmless is not read");
    }

    @Test
    void damagedPicklesAreRefused() throws Exception {
        assertRefused(
                "graph",
                "<html>".getBytes(StandardCharsets.US_ASCII),
                ", byte 0: expected a pickle of protocol 2 to 5 (first byte 80, then 02 to 05), got other data");
        assertRefused(
                "tx",
                Arrays.copyOf(part("tx"), 300),
                ", byte 298: expected 2 bytes more, got 0; the file is cut short or damaged");
        assertRefused(
                "graph",
                pickle("'T' ffffff7f '.'"),
                ", byte 2: expected 2147483647 bytes more, got 1; the file is cut short or damaged");
        assertRefused(
                "graph",
                pickle("'T' ffffffff '.'"),
                ", byte 2: expected 4294967295 bytes more, got 1; the file is cut short or damaged");
        assertRefused("graph", pickle("8a 09"), ", byte 2: expected whole numbers of up to 8 bytes, got 9 bytes");
        assertRefused("graph", pickle("'.'"), ", byte 2: expected a value on the stack, got none");
        assertRefused("graph", pickle("'K' 01 '(' 85"), ", byte 5: expected a value on the stack, got none");
        assertRefused("graph", pickle("'}t.'"), ", byte 3: expected a mark on the stack, got none");
        assertRefused("graph", pickle("'h' 07 '.'"), ", byte 2: expected a value remembered as 7, got none");
        assertRefused("graph", pickle("'NNa.'"), ", byte 4: expected a list to add to, got another value");
        assertRefused(
                "graph",
                pickle("'}(Nu.'"),
                ", byte 5: expected a dictionary, and a value for each key, got other values");
        assertRefused(
                "graph",
                pickle("'}]Ns.'"),
                ", byte 5: expected keys that are whole numbers or strings, got another value");
        assertRefused(
                "graph", pickle("'NNR.'"), ", byte 4: expected a global and a tuple of arguments, got other values");
        assertRefused("graph", pickle("']Nb.'"), ", byte 4: expected an object without a state yet, got another value");
    }

    @Test
    void otherDataThanAGraphAreRefused() throws Exception {
        assertRefused("graph", pickle("'N.'"), ": expected a dictionary of neighbors, got another value");
        assertRefused("graph", pickle("'}K' 01 'Ns.'"), ": expected a list of neighbors of 1, got another value");
        assertRefused("graph", pickle("'}K' 08 ']s.'"), ": expected whole numbers from 0 to 7, got 8");
        assertRefused("graph", pickle("'}K' 01 ']J' ffffffff 'as.'"), ": expected whole numbers from 0 to 7, got -1");
        // A list that is its own neighbor.
        assertRefused(
                "graph",
                pickle("'}K' 01 ']q' 00 'h' 00 'as.'"),
                ": expected whole numbers from 0 to 7, got another value");
        assertRefused("allx", part("ally"), ": expected a scipy.sparse.csr_matrix, got another value");
        assertRefused("ally", part("allx"), ": expected a NumPy array, got another value");
        assertRefused("ty", part("ally"), ": expected 3 rows (of tx) and two dimensions, got shape [4, 3]");
        byte[] huge = part("tx");
        // The shape's BININT1 3 becomes 255 rows.
        int shape = new String(huge, StandardCharsets.ISO_8859_1).indexOf("_shape");
        huge[shape + 9] = (byte) 255;
        assertRefused("tx", huge, " (indptr): expected 256 (rows + 1), got 4");
    }

    @Test
    void testNodesAreNumberedOnceAndNearby() throws Exception {
        assertRefused(
                "test.index", "6\n4\n".getBytes(StandardCharsets.US_ASCII), ": expected 3 lines (rows of tx), got 2");
        for (String wrong : new String[] {"6", "3", "10", "999999999", "99999999999", "x", ""}) {
            assertRefused(
                    "test.index",
                    ("6\n4\n" + wrong + "\n").getBytes(StandardCharsets.US_ASCII),
                    ", line 3: expected a node from 4 to 9, each once, got " + wrong);
        }
    }
}
