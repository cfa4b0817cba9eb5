package dev.kindred.formats;

import dev.kindred.StructureFeatures;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableReport;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a format of arrays gives.
 *
 * @param edges between node numbers
 * @param features {@code [n x d]}, or null where there are none
 * @param labels {@code [n]}, or null
 * @param labelNames by the numbers of the labels, or empty
 * @param ids {@code [n]}, or null: the numbers of the nodes
 */
record ArrayGraph(
        Edges edges,
        @Nullable Features features,
        int @Nullable [] labels,
        List<String> labelNames,
        @Nullable NodeIds ids) {
    /** A graph whose labels have no names. */
    ArrayGraph(Edges edges, @Nullable Features features, int @Nullable [] labels) {
        this(edges, features, labels, List.of(), null);
    }

    OpenedGraph opened(Recognized file, TableOptions options, Findings findings) {
        Graph graph = edges.graph(findings);
        if (labels != null && labels.length != graph.nodes()) {
            throw new InvalidInputException(
                    file.path() + " (labels): expected " + graph.nodes() + " (nodes), got " + labels.length);
        }
        Features kept = features;
        if (options.source() == FeatureSource.STRUCTURE) {
            kept = null;
        } else if (kept == null || kept.columns() == 0) {
            kept = null;
            findings.notice("no attributes of nodes in the file: degree and position in the graph are the features");
        } else if (kept.rows() != graph.nodes()) {
            throw new InvalidInputException(
                    file.path() + " (features): expected " + graph.nodes() + " rows (nodes), got " + kept.rows());
        }
        AttributedGraph whole = new AttributedGraph(graph, kept == null ? StructureFeatures.of(graph) : kept);
        findings.nothingToFind(whole, kept != null);
        return new OpenedGraph(
                file.format(),
                file.files(),
                whole,
                ids == null ? NodeIds.of(LongStream.range(0, graph.nodes()).toArray()) : ids,
                labels,
                labelNames,
                null,
                new TableReport(
                        graph.nodes(), edges.given(), List.of(), findings.notices(), findings.irregularities()));
    }
}
