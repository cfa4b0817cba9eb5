package dev.kindred.cli;

import dev.kindred.formats.GraphFiles;
import dev.kindred.formats.GraphFormat;
import dev.kindred.formats.OpenedGraph;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.NpzGraph;
import dev.kindred.run.RunFiles;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.NodeColumns;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableReport;
import dev.kindred.train.GraphSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph to be clustered, wherever it came from.
 *
 * @param graph that is clustered
 * @param ids of its nodes; their numbers where its format has none
 * @param labels for judging, -1 where a node has none, or null
 * @param labelNames by the numbers of the labels; empty where they have none
 * @param encoding of the features where they came from columns, or null
 * @param facts for run.json; taken as the files are read, not as they are hours later
 * @param warnings what was mended in reading
 * @param columns of the nodes to be written beside the clusters, or null
 */
record ClusterInput(
        AttributedGraph graph,
        NodeIds ids,
        int @Nullable [] labels,
        List<String> labelNames,
        @Nullable FeatureEncoding encoding,
        Map<String, Object> facts,
        List<String> warnings,
        @Nullable NodeColumns columns) {

    ClusterInput {
        labelNames = List.copyOf(labelNames);
        warnings = List.copyOf(warnings);
    }

    /** An input whose columns are not written. */
    ClusterInput(
            AttributedGraph graph,
            NodeIds ids,
            int @Nullable [] labels,
            List<String> labelNames,
            @Nullable FeatureEncoding encoding,
            Map<String, Object> facts,
            List<String> warnings) {
        this(graph, ids, labels, labelNames, encoding, facts, warnings, null);
    }

    ClusterInput withColumns(NodeColumns chosen) {
        return new ClusterInput(graph, ids, labels, labelNames, encoding, facts, warnings, chosen);
    }

    /** The same with other edges. */
    ClusterInput withGraph(AttributedGraph other) {
        return new ClusterInput(other, ids, labels, labelNames, encoding, facts, warnings, columns);
    }

    /** The same without labels that nothing could be compared with, which is a warning. */
    private ClusterInput checked() {
        if (labels == null || labels.length == 0 || Arrays.stream(labels).anyMatch(label -> label >= 0)) {
            return this;
        }
        List<String> more = new ArrayList<>(warnings);
        more.add("labels: no node has one, the result will not be compared with them");
        return new ClusterInput(graph, ids, null, List.of(), encoding, facts, more);
    }

    /**
     * What {@code --data} names: a folder of {@code kindred import}, whose features are mapped, or files that {@link GraphFiles} reads.
     *
     * @param options of columns, where the files have them; direction
     * @param told of what the files were read as and what was guessed, a line each
     */
    static ClusterInput ofData(Path data, TableOptions options, Consumer<String> told) throws IOException {
        return (isStore(data) ? ofStore(data, options.direction()) : ofFiles(data, options, told)).checked();
    }

    /** Whether a path is a folder made by {@code kindred import}. */
    static boolean isStore(Path data) {
        return Files.isRegularFile(data.resolve(GraphStore.MANIFEST));
    }

    /** The sizes of what {@code --data} names, where headers alone tell them: of a store and of the usual .npz file; else null. */
    static @Nullable GraphSize size(Path data, Direction direction) throws IOException {
        if (isStore(data)) {
            return GraphSize.of(storeSize(data, direction));
        }
        if (GraphFiles.recognize(data).format() != GraphFormat.NPZ) {
            return null;
        }
        try {
            return GraphSize.of(NpzGraph.size(data)).withDirection(direction);
        } catch (InvalidInputException e) {
            return null; // arrays of other names, or damaged ones: reading them will tell
        }
    }

    private static ClusterInput ofStore(Path folder, Direction direction) throws IOException {
        storeSize(folder, direction);
        StoredGraph stored = GraphStore.read(folder);
        NodeIds ids = stored.ids();
        AttributedGraph graph = stored.graph();
        String encoding = stored.encoding();
        return new ClusterInput(
                graph,
                ids == null ? rowNumbers(graph.nodes()) : ids,
                stored.labels(),
                stored.labelNames(),
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
            throw UsageException.of(
                    "--directed",
                    "expected a folder of directed edges, got " + folder
                            + ", whose edges run both ways; kindred import --directed keeps their direction");
        }
        return size;
    }

    private static NodeIds rowNumbers(int nodes) {
        return NodeIds.of(LongStream.range(0, nodes).toArray());
    }

    /** What the columns of the features mean, or null where nobody knows. */
    @Nullable
    List<FeatureBlock> blocks() {
        if (encoding == null) {
            return null;
        }
        int columns = graph.features().columns();
        return encoding.columns().isEmpty()
                ? List.of(new FeatureBlock("structure", FeatureBlock.Kind.STRUCTURE, 0, columns))
                : encoding.blocks();
    }

    /** The graph as a store keeps it. */
    StoredGraph stored() {
        return new StoredGraph(
                graph,
                ids.areRowNumbers() && ids.type().equals("BIGINT") ? null : ids,
                labels,
                labelNames,
                encoding == null ? null : encoding.text(),
                warnings);
    }

    private static ClusterInput ofFiles(Path data, TableOptions options, Consumer<String> told) throws IOException {
        OpenedGraph opened = GraphFiles.read(data, options);
        TableReport report = opened.report().inWords(FlagNames::in);
        told.accept("format: " + opened.format().title());
        report.lines().stream()
                .skip(1) // counts, which are those of the graph
                .filter(line -> !line.startsWith(TableReport.IRREGULAR))
                .forEach(told);
        return new ClusterInput(
                opened.graph(),
                opened.ids(),
                opened.labels(),
                opened.labelNames(),
                opened.encoding(),
                InputFacts.ofOpened(data, opened),
                report.irregularities());
    }

    static ClusterInput ofTables(TableGraph table, Map<String, Object> facts) {
        ClusterInput input = new ClusterInput(
                table.graph(),
                table.ids(),
                table.labels(),
                table.labelNames(),
                table.encoding(),
                facts,
                table.report().irregularities());
        return input.checked();
    }
}
