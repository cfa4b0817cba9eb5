package dev.kindred.formats;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.NodeIds;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.TableReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph out of files of another program.
 *
 * @param format of the files
 * @param files that were read
 * @param graph {@code n} nodes in the order of the file
 * @param ids {@code [n]} as they came; the numbers of the nodes where the format has none
 * @param labels {@code [n]} for judging only: 0 .. classes-1, -1 where a node has none; null where the files have none
 * @param labelNames names of the known classes, by their numbers in {@code labels}; empty where they have none but numbers
 * @param encoding of the features where they came from columns, or null
 * @param report of guesses and irregularities
 */
public record OpenedGraph(
        GraphFormat format,
        List<Path> files,
        AttributedGraph graph,
        NodeIds ids,
        int @Nullable [] labels,
        List<String> labelNames,
        @Nullable FeatureEncoding encoding,
        TableReport report) {
    public OpenedGraph {
        files = List.copyOf(files);
        labelNames = List.copyOf(labelNames);
    }
}
