package dev.kindred.tables;

import dev.kindred.explain.FeatureColumns;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.FeatureBlock.Kind;
import dev.kindred.graph.NodeIds;
import dev.kindred.run.SavedRun;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A graph read from tables: what is trained on, and what leads back to the user's nodes.
 *
 * @param graph {@code n} nodes in the order of the nodes' table
 * @param ids {@code [n]} as they came
 * @param idColumn the column that they came from
 * @param labels {@code [n]} for judging only: 0 .. classes-1, -1 where a node has none; null where no column was named
 * @param labelNames names of the known classes, by their numbers in {@code labels}; empty where there are none
 * @param encoding of the features, to be kept with the model
 * @param report of guesses and irregularities
 */
public record TableGraph(
        AttributedGraph graph,
        NodeIds ids,
        String idColumn,
        int @Nullable [] labels,
        List<String> labelNames,
        FeatureEncoding encoding,
        TableReport report) {
    public TableGraph {
        labelNames = List.copyOf(labelNames);
    }

    /** Which columns of the features belong together, and of which kind they are; they fill all columns in order. */
    public List<FeatureBlock> blocks() {
        int columns = graph.features().columns();
        return FeatureBlock.filling(
                columns,
                encoding.columns().isEmpty()
                        ? List.of(new FeatureBlock("structure", Kind.STRUCTURE, 0, columns))
                        : encoding.blocks());
    }

    /** The same with another report. */
    public TableGraph withReport(TableReport other) {
        return new TableGraph(graph, ids, idColumn, labels, labelNames, encoding, other);
    }

    /** The attributes in the user's words and units. */
    public FeatureColumns columns() {
        return InputColumns.of(graph.features(), encoding);
    }

    /**
     * A result on this graph with all that leads back to the user's nodes, to be saved: ids, encoding, and what explains it.
     *
     * @param result of clustering {@link #graph()}
     */
    public SavedRun run(Clustering result) {
        return explained(SavedRun.of(ids, result));
    }

    /** As {@link #run(Clustering)}, of a method that was taken. */
    public SavedRun run(Selected selected) {
        return explained(SavedRun.of(ids, selected));
    }

    private SavedRun explained(SavedRun run) {
        SavedRun known = run.withEncoding(encoding.text()).explainedBy(graph, columns());
        return labels == null ? known : known.withGiven(labelNames, labels);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableGraph that
                && graph.equals(that.graph)
                && ids.equals(that.ids)
                && Arrays.equals(labels, that.labels)
                && labelNames.equals(that.labelNames)
                && encoding.equals(that.encoding)
                && report.equals(that.report);
    }

    @Override
    public int hashCode() {
        return Objects.hash(graph, ids);
    }

    /** As in {@code TableGraph[200 nodes, 614 entries, 12 features, ids of VARCHAR]}. */
    @Override
    public String toString() {
        return "TableGraph[" + graph.nodes() + " nodes, " + graph.graph().edges() + " entries, "
                + graph.features().columns() + " features, ids of " + ids.type()
                + (labels == null ? "" : ", labels") + "]";
    }
}
