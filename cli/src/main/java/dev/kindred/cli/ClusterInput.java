package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.NodeIds;
import dev.kindred.tables.TableGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    static ClusterInput ofNpz(Path file, Direction direction) throws IOException {
        NpzGraph npz = NpzGraph.read(file, direction);
        long[] numbers = LongStream.range(0, npz.graph().nodes()).toArray();
        return new ClusterInput(
                npz.graph(), NodeIds.of(numbers), npz.labels(), null, InputFacts.ofFile("npz", file), npz.warnings());
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
