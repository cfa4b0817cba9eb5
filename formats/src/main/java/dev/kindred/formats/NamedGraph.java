package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A graph from arrays by the names that the field gives them: edges as pairs or as an adjacency matrix, features, labels. Where no name says
 * which matrix holds the edges, the only square one does.
 */
final class NamedGraph {
    private static final List<String> PAIRS = List.of("edge_index", "edges", "edge_list", "edgelist");
    private static final List<String> WEIGHTS =
            List.of("edge_weight", "edge_weights", "weights", "weight", "edge_attr");
    private static final List<String> MATRICES = List.of(
            "adj", "adj_matrix", "adjacency", "adjacency_matrix", "a", "network", "net", "homo", "graph", "w", "adj_t");
    private static final List<String> FEATURES = List.of(
            "attr_matrix",
            "attr",
            "x",
            "feat",
            "feats",
            "features",
            "feature",
            "attributes",
            "attribute",
            "attrs",
            "attrb",
            "node_attr",
            "node_feat",
            "node_feats",
            "node_features",
            "feature_matrix");
    private static final List<String> LABELS = List.of(
            "labels",
            "class",
            "classes",
            "label",
            "y",
            "node_label",
            "node_labels",
            "gnd",
            "truth",
            "target",
            "targets",
            "group");
    private static final List<String> COUNTS = List.of("num_nodes");

    /** More arrays than these are not named one by one. */
    private static final int MOST_NAMED = 8;

    private final NamedArrays arrays;
    private final TableOptions options;
    private final Findings findings = new Findings();
    private final Set<String> used = new TreeSet<>();

    private NamedGraph(NamedArrays arrays, TableOptions options) {
        this.arrays = arrays;
        this.options = options;
    }

    /**
     * Reads the graph.
     *
     * @throws InvalidInputException where the arrays are no graph
     */
    static OpenedGraph read(NamedArrays arrays, Recognized file, TableOptions options) throws IOException {
        return new NamedGraph(arrays, options).read(file);
    }

    private OpenedGraph read(Recognized file) throws IOException {
        Features features = features();
        String labelName = labelName();
        Value labelValue = labelName == null ? null : arrays.get(labelName);
        Edges edges = edges(features, labelValue);
        int[] labels = null;
        if (labelName != null && labelValue != null) {
            used.add(labelName);
            labels = labels(labelName, labelValue, edges.nodes());
        }
        String count = arrays.first(COUNTS);
        if (count != null) {
            used.add(count);
        }
        List<String> others = new ArrayList<>(arrays.names());
        others.removeAll(used);
        if (!others.isEmpty()) {
            findings.notice("arrays not read: "
                    + String.join(", ", others.subList(0, Math.min(MOST_NAMED, others.size())))
                    + (others.size() > MOST_NAMED ? " and " + (others.size() - MOST_NAMED) + " more" : ""));
        }
        return new ArrayGraph(edges, features, labels, labelNames(labelValue), null).opened(file, options, findings);
    }

    /** The array that the user names, or the usual one. */
    private @Nullable String labelName() throws IOException {
        String named = options.names().label();
        if (named == null) {
            for (String usual : LABELS) {
                String found = arrays.first(List.of(usual));
                if (found != null && !isSingle(found)) {
                    return found;
                }
            }
            return null;
        }
        return named(named, "; " + Setting.LABEL + " names the array of known classes");
    }

    /** Whether an array is a single number, as where it counts the classes. */
    private boolean isSingle(String name) throws IOException {
        int[] shape = shapeOf(name);
        return Arrays.stream(shape).allMatch(size -> size == 1) && arrays.get(name) instanceof Value.Dense;
    }

    private String named(String named, String hint) {
        String found = arrays.first(List.of(named.toLowerCase(Locale.ROOT)));
        if (found == null) {
            throw new InvalidInputException(arrays.where() + ": expected an array " + named + ", got "
                    + String.join(", ", arrays.names().stream().limit(30).toList()) + hint);
        }
        return found;
    }

    private @Nullable Features features() throws IOException {
        String name = arrays.first(FEATURES);
        if (name == null) {
            return null;
        }
        used.add(name);
        String where = arrays.where(name);
        return switch (arrays.get(name)) {
            case Value.Matrix matrix -> FeatureMatrix.sparse(where, matrix.sparse());
            case Value.Dense dense -> {
                int[] shape = dense.array().shape();
                if (shape.length < 1 || shape.length > 2) {
                    throw new InvalidInputException(
                            where + ": expected nodes x features, got shape " + Arrays.toString(shape));
                }
                yield FeatureMatrix.dense(
                        where,
                        shape[0],
                        shape.length == 2 ? shape[1] : 1,
                        dense.array().floats());
            }
            case Value.Texts texts ->
                throw new InvalidInputException(where + ": expected features that are numbers, got text; give nodes"
                        + " with text as a table (" + Setting.TABLES + ")");
        };
    }

    private int @Nullable [] labels(String name, Value value, int nodes) {
        String where = arrays.where(name);
        int[] labels = switch (value) {
            case Value.Dense dense -> Labels.of(dense.array(), nodes, where);
            case Value.Matrix matrix -> {
                Sparse sparse = matrix.sparse();
                // MATLAB has a list of numbers as one row or one column.
                yield Labels.of(sparse.rows() == 1 && nodes != 1 ? sparse.transposed() : sparse);
            }
            case Value.Texts texts -> Labels.ofTexts(texts.texts());
        };
        if (labels == null) {
            findings.notice("labels: " + name + " gives nodes several classes, or none by 0 and 1; not read");
        } else {
            findings.classes(name, labels);
        }
        return labels;
    }

    private static List<String> labelNames(@Nullable Value value) {
        if (value instanceof Value.Texts texts) {
            return Labels.names(texts.texts());
        }
        return value instanceof Value.Dense dense && dense.array().isText()
                ? Labels.names(Arrays.asList(dense.array().texts()))
                : List.of();
    }

    private Edges edges(@Nullable Features features, @Nullable Value labels) throws IOException {
        String pairs = arrays.first(PAIRS);
        if (pairs != null && arrays.get(pairs) instanceof Value.Dense dense) {
            used.add(pairs);
            return pairs(pairs, dense.array(), features, labels);
        }
        String matrix = arrays.first(MATRICES);
        if (matrix == null) {
            matrix = pairs != null ? pairs : onlySquare();
            findings.notice("edges: array " + matrix + ", the only square matrix");
        }
        used.add(matrix);
        Value value = arrays.get(matrix);
        int[] shape = value.shape();
        if (shape.length == 2
                && (shape[0] == 2 || shape[1] == 2)
                && shape[0] != shape[1]
                && value instanceof Value.Dense dense) {
            return pairs(matrix, dense.array(), features, labels);
        }
        if (shape.length != 2 || shape[0] != shape[1]) {
            throw new InvalidInputException(arrays.where(matrix)
                    + ": expected an adjacency matrix, as many rows as columns, got shape " + Arrays.toString(shape));
        }
        int nodes = Edges.checkedNodes(arrays.where(matrix), shape[0], Long.MAX_VALUE);
        Edges edges = new Edges(arrays.where(matrix), nodes, options.direction());
        switch (value) {
            case Value.Matrix sparse -> {
                // PyTorch Geometric keeps an adj_t by its columns: from and to are exchanged.
                boolean transposed = matrix.equals("adj_t");
                sparse.sparse()
                        .forEach((row, column, weight) ->
                                edges.add(transposed ? column : row, transposed ? row : column, weight));
            }
            case Value.Dense dense -> {
                float[] cells = dense.array().floats();
                for (int i = 0; i < nodes; i++) {
                    for (int j = 0; j < nodes; j++) {
                        if (cells[i * nodes + j] != 0) {
                            edges.add(i, j, cells[i * nodes + j]);
                        }
                    }
                }
            }
            case Value.Texts texts ->
                throw new InvalidInputException(
                        arrays.where(matrix) + ": expected an adjacency matrix of numbers, got text");
        }
        return edges;
    }

    private String onlySquare() throws IOException {
        String found = null;
        for (String name : arrays.names()) {
            if (!used.contains(name) && !LABELS.contains(name)) {
                int[] shape = shapeOf(name);
                if (shape.length == 2 && shape[0] == shape[1] && shape[0] > 1) {
                    if (found != null) {
                        throw noEdges(" and more than one square matrix (" + found + ", " + name
                                + "); save the one to be used as adj");
                    }
                    found = name;
                }
            }
        }
        if (found == null) {
            throw noEdges("");
        }
        return found;
    }

    private int[] shapeOf(String name) throws IOException {
        try {
            return arrays.get(name).shape();
        } catch (InvalidInputException e) {
            return new int[0]; // no array of numbers or text: not what is looked for
        }
    }

    private InvalidInputException noEdges(String more) {
        return new InvalidInputException(
                arrays.where() + ": expected edges, as edge_index (2 x edges) or adj (nodes x nodes), got the arrays "
                        + String.join(", ", arrays.names().stream().limit(30).toList()) + more);
    }

    private Edges pairs(String name, Npy array, @Nullable Features features, @Nullable Value labels)
            throws IOException {
        String where = arrays.where(name);
        int[] shape = array.shape();
        boolean byColumns = shape.length == 2 && shape[0] == 2 && (shape[1] != 2 || name.equals("edge_index"));
        if (!byColumns && (shape.length != 2 || shape[1] != 2)) {
            throw new InvalidInputException(
                    where + ": expected edges as 2 x edges or edges x 2, got shape " + Arrays.toString(shape));
        }
        long[] ends = array.isReal() ? whole(array.doubles(), where) : array.longs();
        int count = ends.length / 2;
        long nodes = nodes(ends, features, labels);
        Edges edges = new Edges(where, Edges.checkedNodes(where, nodes, arrays.bytes()), options.direction());
        float[] weights = weights(count);
        for (int e = 0; e < count; e++) {
            edges.add(
                    byColumns ? ends[e] : ends[2 * e],
                    byColumns ? ends[count + e] : ends[2 * e + 1],
                    weights == null ? 1 : weights[e]);
        }
        return edges;
    }

    private static long[] whole(double[] values, String where) {
        for (double value : values) {
            if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
                throw new InvalidInputException(where + ": expected numbers of nodes, got " + value);
            }
        }
        return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
    }

    /** As many as there are rows of features, or labels, or as the file says, or as the edges name. */
    private long nodes(long[] ends, @Nullable Features features, @Nullable Value labels) throws IOException {
        if (features != null) {
            return features.rows();
        }
        if (labels != null && labels.shape().length > 0) {
            return labels.shape()[0];
        }
        String name = arrays.first(COUNTS);
        if (name != null
                && arrays.get(name) instanceof Value.Dense dense
                && dense.array().size() == 1) {
            return dense.array().longs()[0];
        }
        return 1 + Arrays.stream(ends).max().orElse(-1);
    }

    private float @Nullable [] weights(int count) throws IOException {
        String named = options.names().weight();
        String name = named == null
                ? arrays.first(WEIGHTS)
                : named(named, "; " + Setting.WEIGHT + " names the array of weights");
        if (name == null || !(arrays.get(name) instanceof Value.Dense dense)) {
            return null;
        }
        if (dense.array().size() != count || dense.array().isText()) {
            findings.notice("edges: " + name + " is not one number an edge; not taken as weights");
            return null;
        }
        used.add(name);
        return dense.array().floats();
    }
}
