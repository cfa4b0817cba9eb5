package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * AnnData in HDF5 (anndata.readthedocs.io, on-disk format 0.1.0, and what older versions wrote): {@code X} as features, {@code obsp/connectivities} as weighted edges,
 * {@code obs} as ids and, by {@code --label}, known classes. Its columns are what others found about the cells, clusters among them, and no features.
 */
final class AnnData {
    private final Path path;
    private final Hdf5 hdf;
    private final Findings findings = new Findings();

    private AnnData(Path path, Hdf5 hdf) {
        this.path = path;
        this.hdf = hdf;
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        return Hdf5.read(file.path(), hdf -> new AnnData(file.path(), hdf).opened(file, options));
    }

    private OpenedGraph opened(Recognized file, TableOptions options) {
        Sparse adjacency = adjacency();
        if (adjacency.rows() != adjacency.columns()) {
            throw new InvalidInputException(path + " (obsp/connectivities): expected as many rows as columns, got "
                    + adjacency.rows() + " x " + adjacency.columns());
        }
        int nodes = Edges.checkedNodes(path.toString(), adjacency.rows(), Long.MAX_VALUE);
        Edges edges = new Edges(path + " (obsp/connectivities)", nodes, options.direction());
        adjacency.forEach(edges::add);
        Features features = features();
        String label = options.names().label();
        Node obs = hdf.child(hdf.root(), "obs");
        List<@Nullable String> classes = null;
        NodeIds ids = null;
        if (obs instanceof Group table) {
            ids = ids(table, nodes);
            classes = label == null ? null : classes(table, label, nodes);
            tellColumns(table, label);
        }
        int[] labels = classes == null ? null : Labels.ofTexts(classes);
        List<String> names = classes == null ? List.of() : Labels.names(classes);
        return new ArrayGraph(edges, features, labels, names, ids).opened(file, options, findings);
    }

    private Sparse adjacency() {
        Group pairs = hdf.group(hdf.root(), "obsp");
        if (pairs == null) {
            Group more = hdf.group(hdf.root(), "uns");
            pairs = more == null ? null : hdf.group(more, "neighbors"); // before version 0.7
        }
        Group matrix = pairs == null ? null : hdf.group(pairs, "connectivities");
        if (matrix == null) {
            throw new InvalidInputException(
                    path + ": expected a graph of the cells (obsp/connectivities), got none; make it with\n"
                            + "  import scanpy\n  scanpy.pp.neighbors(adata)\n  adata.write('graph.h5ad')");
        }
        return sparse(matrix, "obsp/connectivities");
    }

    private @Nullable Features features() {
        Node x = hdf.child(hdf.root(), "X");
        String where = path + " (X)";
        if (x instanceof Group group) {
            return FeatureMatrix.sparse(where, sparse(group, "X"));
        }
        if (x instanceof Dataset dataset) {
            int[] shape = dataset.getDimensions();
            if (shape.length != 2) {
                throw new InvalidInputException(where + ": expected two dimensions, got " + Arrays.toString(shape));
            }
            return FeatureMatrix.dense(
                    where, shape[0], shape[1], hdf.array(dataset, where).floats());
        }
        return null;
    }

    private Sparse sparse(Group group, String name) {
        String where = path + " (" + name + ")";
        String format = text(group, "encoding-type");
        if (format == null) {
            format = text(group, "h5sparse_format");
        }
        int[] shape = shape(group, where);
        return Value.compressed(
                where,
                format != null && format.startsWith("csc"),
                shape,
                hdf.array(hdf.dataset(group, "indptr"), where),
                hdf.array(hdf.dataset(group, "indices"), where),
                hdf.array(hdf.dataset(group, "data"), where));
    }

    private static @Nullable String text(Node node, String name) {
        Attribute attribute = node.getAttribute(name);
        return attribute != null && attribute.getData() instanceof String text ? text : null;
    }

    private int[] shape(Group group, String where) {
        Attribute attribute = group.getAttribute("shape");
        if (attribute == null) {
            attribute = group.getAttribute("h5sparse_shape");
        }
        long[] sizes = attribute == null ? new long[0] : Hdf5.longs(attribute.getData());
        if (sizes.length != 2 || sizes[0] < 0 || sizes[1] < 0 || Math.max(sizes[0], sizes[1]) > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    where + ": expected a shape of two numbers from 0 to 2147483639, got " + Arrays.toString(sizes));
        }
        return new int[] {(int) sizes[0], (int) sizes[1]};
    }

    private @Nullable NodeIds ids(Group obs, int nodes) {
        String index = text(obs, "_index");
        List<@Nullable String> names = hdf.texts(obs, index == null ? "index" : index);
        if (names == null || names.size() != nodes || new HashSet<>(names).size() != nodes || names.contains(null)) {
            findings.notice("ids of nodes: their numbers; the index of obs does not tell them apart");
            return null;
        }
        return NodeIds.of(names.stream().map(String::valueOf).toList());
    }

    private List<@Nullable String> classes(Group obs, String label, int nodes) {
        String column = obs.getChildren().keySet().stream()
                .filter(label::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        path + " (obs): expected a column " + label + ", got " + String.join(", ", columns(obs)) + "; "
                                + Setting.LABEL + " names the column of known classes"));
        List<@Nullable String> names = hdf.texts(obs, column);
        if (names == null || names.size() != nodes) {
            throw new InvalidInputException(path + " (obs/" + column + "): expected " + nodes
                    + " texts, numbers or categories (nodes), got " + (names == null ? "another kind" : names.size()));
        }
        findings.classes("obs/" + column, Labels.ofTexts(names));
        return names;
    }

    private static List<String> columns(Group obs) {
        String index = text(obs, "_index");
        List<String> columns = new ArrayList<>(obs.getChildren().keySet());
        columns.remove(index == null ? "index" : index);
        columns.remove("__categories");
        return columns;
    }

    private void tellColumns(Group obs, @Nullable String label) {
        List<String> columns = columns(obs);
        columns.removeIf(column -> column.equalsIgnoreCase(label));
        if (!columns.isEmpty()) {
            findings.notice(String.format(
                    Locale.ROOT,
                    "columns of obs, no features: %s (" + Setting.LABEL + " names one to judge the result by)",
                    String.join(", ", columns.stream().limit(12).toList())));
        }
    }
}
