package dev.kindred.io;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.io.Pickle.Global;
import dev.kindred.io.Pickle.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graphs of Planetoid (Yang, Cohen, Salakhutdinov: Revisiting Semi-Supervised Learning with Graph Embeddings, ICML 2016) from their
 * publishers' files {@code ind.NAME.PART}: Cora, CiteSeer, PubMed.
 *
 * <p>{@code allx [a x d]} and {@code ally [a x c]} hold attributes and one-hot classes of the first nodes, {@code tx [t x d]} and
 * {@code ty [t x c]} those of the test nodes, whose numbers are the lines of {@code test.index}; {@code graph} maps a node to its
 * neighbors. {@code x} and {@code y}, the training split, repeat the first rows of {@code allx} and {@code ally} and are not needed. Nodes
 * that no file describes (CiteSeer has 15) get no attributes and class 0, as in PyTorch Geometric and DGL.
 */
public final class PlanetoidGraph {
    /** Names of the parts that are read. */
    public static final List<String> PARTS = List.of("allx", "tx", "ally", "ty", "test.index", "graph");

    /** Gives the parts. */
    @FunctionalInterface
    public interface Source {
        /** All bytes of a part. */
        byte[] part(String name) throws IOException;
    }

    private PlanetoidGraph() {}

    /**
     * Reads a graph. Edges are made two-way; self-loops and duplicate edges are left out.
     *
     * @param where prefix of a part's name in messages: {@code folder/ind.cora.}
     * @throws InvalidInputException where a part is malformed
     */
    public static NpzGraph read(String where, Source source) throws IOException {
        Rows all = Rows.read(where, source, "allx", "ally");
        Rows test = Rows.read(where, source, "tx", "ty");
        if (test.columnCount != all.columnCount) {
            throw new InvalidInputException(
                    where + "tx: expected " + all.columnCount + " columns (of allx), got " + test.columnCount);
        }
        int[] testNodes = testNodes(where + "test.index", source.part("test.index"), all.size(), test.size());
        int nodes = Math.max(all.size(), 1 + Arrays.stream(testNodes).max().orElse(-1));
        Graph graph = graph(where + "graph", source.part("graph"), nodes);

        // The rows of both, and an empty row for nodes without a description.
        Rows rows = all.above(test);
        int[] rowOf = new int[nodes];
        Arrays.setAll(rowOf, node -> node < all.size() ? node : rows.size() - 1);
        for (int i = 0; i < testNodes.length; i++) {
            rowOf[testNodes[i]] = all.size() + i;
        }
        Rows byNode = rows.inOrder(rowOf);
        SparseFeatures features =
                new SparseFeatures(all.columnCount, byNode.csr.offsets(), byNode.csr.columns(), byNode.csr.values());
        return new NpzGraph(new AttributedGraph(graph, features), byNode.labels, List.of());
    }

    /** Attributes and classes of some nodes. */
    private record Rows(int columnCount, Csr csr, int[] labels) {
        static Rows read(String where, Source source, String attributes, String classes) throws IOException {
            String file = where + attributes;
            Map<?, ?> state = dictionary(Pickle.read(source.part(attributes), file), file);
            int[] shape = PickledArrays.shape(state.get("_shape"), file);
            if (shape.length != 2) {
                throw new InvalidInputException(file + ": expected two dimensions, got " + shape.length);
            }
            Csr csr = Csr.of(
                    file,
                    "",
                    PickledArrays.array(state.get("indptr"), file + " (indptr)"),
                    PickledArrays.array(state.get("indices"), file + " (indices)"),
                    PickledArrays.array(state.get("data"), file + " (data)"),
                    shape[0],
                    shape[1]);
            for (float value : csr.values()) {
                if (!Float.isFinite(value)) {
                    throw new InvalidInputException(file + " (data): expected finite numbers, got " + value);
                }
            }
            String labelFile = where + classes;
            Npy oneHot = PickledArrays.array(Pickle.read(source.part(classes), labelFile), labelFile);
            int[] labelShape = oneHot.shape();
            if (labelShape.length != 2 || labelShape[0] != shape[0]) {
                throw new InvalidInputException(labelFile + ": expected " + shape[0] + " rows (of " + attributes
                        + ") and two dimensions, got shape " + Arrays.toString(labelShape));
            }
            int[] cells = oneHot.ints();
            int[] labels = new int[shape[0]];
            for (int i = 0; i < labels.length; i++) {
                for (int c = 1; c < labelShape[1]; c++) {
                    if (cells[i * labelShape[1] + c] > cells[i * labelShape[1] + labels[i]]) {
                        labels[i] = c;
                    }
                }
            }
            return new Rows(shape[1], csr, labels);
        }

        int size() {
            return labels.length;
        }

        /** These rows, then the others, then a row without attributes and of class 0. */
        Rows above(Rows others) {
            int entries = csr.columns().length;
            long[] offsets = Arrays.copyOf(csr.offsets(), size() + others.size() + 2);
            for (int i = 0; i <= others.size(); i++) {
                offsets[size() + i] = entries + others.csr.offsets()[i];
            }
            offsets[offsets.length - 1] = offsets[offsets.length - 2];
            int[] columns = Arrays.copyOf(csr.columns(), Math.addExact(entries, others.csr.columns().length));
            System.arraycopy(others.csr.columns(), 0, columns, entries, columns.length - entries);
            float[] values = Arrays.copyOf(csr.values(), columns.length);
            System.arraycopy(others.csr.values(), 0, values, entries, columns.length - entries);
            int[] classes = Arrays.copyOf(labels, offsets.length - 1);
            System.arraycopy(others.labels, 0, classes, size(), others.size());
            return new Rows(columnCount, new Csr(offsets, columns, values), classes);
        }

        /**
         * @param rows numbers of the rows that become row 0, 1, ..; only the empty row may occur more than once
         */
        Rows inOrder(int[] rows) {
            long[] offsets = new long[rows.length + 1];
            int[] columns = new int[csr.columns().length];
            float[] values = new float[columns.length];
            int[] classes = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                int from = (int) csr.offsets()[rows[i]];
                int count = (int) csr.offsets()[rows[i] + 1] - from;
                System.arraycopy(csr.columns(), from, columns, (int) offsets[i], count);
                System.arraycopy(csr.values(), from, values, (int) offsets[i], count);
                offsets[i + 1] = offsets[i] + count;
                classes[i] = labels[rows[i]];
            }
            return new Rows(columnCount, new Csr(offsets, columns, values), classes);
        }
    }

    /** The nodes that the rows of tx describe, in the order of these rows. */
    private static int[] testNodes(String file, byte[] bytes, int first, int count) {
        List<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() != count) {
            throw new InvalidInputException(file + ": expected " + count + " lines (rows of tx), got " + lines.size());
        }
        // Gaps are nodes without a row. Numbers far beyond the end are refused, because they would only take memory.
        long end = first + 2L * count;
        int[] nodes = new int[count];
        Set<Integer> met = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String line = lines.get(i).strip();
            nodes[i] = line.matches("\\d{1,9}") ? Integer.parseInt(line) : -1;
            if (nodes[i] < first || nodes[i] >= end || !met.add(nodes[i])) {
                throw new InvalidInputException(file + ", line " + (i + 1) + ": expected a node from " + first + " to "
                        + (end - 1) + ", each once, got " + line);
            }
        }
        return nodes;
    }

    private static Graph graph(String file, byte[] bytes, int nodes) {
        if (!(Pickle.read(bytes, file) instanceof Map<?, ?> neighbors)) {
            throw new InvalidInputException(file + ": expected a dictionary of neighbors, got another value");
        }
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (Map.Entry<?, ?> entry : neighbors.entrySet()) {
            int from = PickledArrays.number(entry.getKey(), nodes - 1, file);
            if (!(entry.getValue() instanceof List<?> list)) {
                throw new InvalidInputException(
                        file + ": expected a list of neighbors of " + from + ", got another value");
            }
            for (Object to : list) {
                builder.add(from, PickledArrays.number(to, nodes - 1, file));
            }
        }
        return builder.build();
    }

    private static Map<?, ?> dictionary(Object value, String file) {
        if (value instanceof Instance matrix
                && matrix.type() == Global.CSR_MATRIX
                && matrix.state() instanceof Map<?, ?> state) {
            return state;
        }
        throw new InvalidInputException(file + ": expected a scipy.sparse.csr_matrix, got another value");
    }
}
