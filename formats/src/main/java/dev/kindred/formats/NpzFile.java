package dev.kindred.formats;

import dev.kindred.graph.NodeIds;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader;
import dev.kindred.io.Npz;
import dev.kindred.io.NpzGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Graphs in .npz files: the layout of {@link NpzGraph} by that class, every other by the names of its arrays. */
final class NpzFile {
    private NpzFile() {}

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path path = file.path();
        try (Npz npz = Npz.open(path)) {
            boolean asIs =
                    options.source() == FeatureSource.COLUMNS && options.names().label() == null;
            if (asIs && isUsual(npz, path)) {
                return opened(file, NpzGraph.read(path, options.direction()));
            }
            return NamedGraph.read(new NpzArrays(path, npz), file, options);
        }
    }

    /** Whether the file has the layout of {@link NpzGraph}, one number a label included. */
    static boolean isUsual(Npz npz, Path path) throws IOException {
        boolean arrays = npz.has("adj_indptr") && (npz.has("attr_matrix") || npz.has("attr_indptr"));
        if (!arrays || !npz.has("labels")) {
            return arrays;
        }
        byte[] bytes = npz.bytes("labels");
        String where = path + " (labels)";
        NpyHeader header = NpyHeader.parseAny(bytes, where);
        if (header.holdsObjects() || header.shape().length != 1) {
            return false;
        }
        Npy labels = Npy.parse(bytes, where);
        return !labels.isText() && !labels.isReal();
    }

    private static OpenedGraph opened(Recognized file, NpzGraph read) {
        int nodes = read.graph().nodes();
        Findings findings = new Findings();
        findings.nothingToFind(read.graph(), true);
        List<String> irregularities = new ArrayList<>(findings.irregularities());
        irregularities.addAll(read.warnings());
        return new OpenedGraph(
                file.format(),
                file.files(),
                read.graph(),
                NodeIds.of(LongStream.range(0, nodes).toArray()),
                read.labels(),
                List.of(),
                null,
                new TableReport(nodes, read.graph().graph().edges(), List.of(), List.of(), irregularities));
    }
}
