package dev.kindred.tables;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.FeatureBlock.Kind;
import dev.kindred.graph.NodeIds;
import java.util.List;
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
}
