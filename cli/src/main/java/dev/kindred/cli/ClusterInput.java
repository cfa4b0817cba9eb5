package dev.kindred.cli;

import dev.kindred.formats.GraphFiles;
import dev.kindred.formats.GraphFormat;
import dev.kindred.formats.OpenedGraph;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.NpzGraph;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.NodeIds;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.train.GraphSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph to be clustered, wherever it came from.
 *
 * @param graph that is clustered
 * @param ids of its nodes; their numbers where it came from a .npz file
 * @param labels for judging, -1 where a node has none, or null
 * @param encoding of the features where they came from tables, or null
 * @param facts for run.json; taken as the files are read, not as they are hours later
 * @param warnings what was mended in reading
 */
record ClusterInput(
        AttributedGraph graph,
        NodeIds ids,
        int @Nullable [] labels,
        @Nullable FeatureEncoding encoding,
        Map<String, Object> facts,
        List<String> warnings) {

    /**
     * What {@code --data} names: a folder of {@code kindred import}, whose features are mapped, or files that {@link GraphFiles} reads.
     *
     * @param options of columns, where the files have them; direction
     * @param told of what the files were read as and what was guessed, a line each
     */
    static ClusterInput ofData(Path data, TableOptions options, Consumer<String> told) throws IOException {
        return isStore(data) ? ofStore(data, options.direction()) : ofFiles(data, options, told);
    }

    /** As it is with the usual options, nobody told. */
    static ClusterInput ofData(Path data, Direction direction) throws IOException {
        return ofData(data, TableOptions.defaults().withDirection(direction), line -> {});
    }

    private static boolean isStore(Path data) {
        return Files.isRegularFile(data.resolve(GraphStore.MANIFEST));
    }

    /** The sizes of what {@code --data} names: from headers alone where the format has them, else from the graph. */
    static GraphSize size(Path data, Direction direction) throws IOException {
        if (isStore(data)) {
            return GraphSize.of(storeSize(data, direction));
        }
        if (GraphFiles.recognize(data).format() == GraphFormat.NPZ) {
            try {
                return GraphSize.of(NpzGraph.size(data));
            } catch (InvalidInputException e) {
                // Arrays of other names, or damaged ones: reading them will tell.
                return GraphSize.of(ofData(data, direction).graph());
            }
        }
        return GraphSize.of(ofData(data, direction).graph());
    }

    private static ClusterInput ofStore(Path folder, Direction direction) throws IOException {
        storeSize(folder, direction);
        StoredGraph stored = GraphStore.read(folder);
        AttributedGraph graph = stored.graph();
        String encoding = stored.encoding();
        return new ClusterInput(
                graph,
                stored.ids() == null ? rowNumbers(graph.nodes()) : NodeIds.of(stored.ids()),
                stored.labels(),
                encoding == null ? null : FeatureEncoding.parse(encoding, folder.resolve(RunFiles.ENCODING)),
                InputFacts.ofStore(folder),
                stored.warnings());
    }

    /**
     * The sizes of a store.
     *
     * @throws UsageException where directed edges are asked for and its own run both ways
     */
    static GraphStore.Size storeSize(Path folder, Direction direction) throws IOException {
        GraphStore.Size size = GraphStore.size(folder);
        if (direction == Direction.DIRECTED && size.direction() == Direction.SYMMETRIC) {
            throw new UsageException("directed: expected a store of directed edges, got " + folder
                    + ", whose edges run both ways; kindred import --directed keeps one-way edges one-way");
        }
        return size;
    }

    private static NodeIds rowNumbers(int nodes) {
        return NodeIds.of(LongStream.range(0, nodes).toArray());
    }

    /** The graph as a store keeps it. */
    StoredGraph stored() {
        return new StoredGraph(
                graph,
                ids.areRowNumbers() && ids.type().equals("BIGINT") ? null : ids.stored(),
                labels,
                encoding == null ? null : encoding.text(),
                warnings);
    }

    private static ClusterInput ofFiles(Path data, TableOptions options, Consumer<String> told) throws IOException {
        OpenedGraph opened = GraphFiles.read(data, options);
        told.accept("format: " + opened.format().title());
        opened.report().notices().forEach(told);
        return new ClusterInput(
                opened.graph(),
                opened.ids(),
                opened.labels(),
                opened.encoding(),
                InputFacts.ofOpened(data, opened),
                opened.report().irregularities());
    }

    static ClusterInput ofTables(TableGraph table, Map<String, Object> facts) {
        return new ClusterInput(
                table.graph(),
                table.ids(),
                table.labels(),
                table.encoding(),
                facts,
                table.report().irregularities());
    }
}
