package dev.kindred.method;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph made ready for simple methods, once for all of them.
 *
 * @param edges as counts
 * @param attributes by what they mean
 * @param points {@code [n x d]} the attributes as points; without columns where there are none
 */
public record Prepared(EdgeCounts edges, AttributeColumns attributes, Matrix points) {
    /**
     * Prepares a graph.
     *
     * @param blocks what the columns of the features mean, or null where nobody knows
     */
    public static Prepared of(AttributedGraph graph, @Nullable List<FeatureBlock> blocks) {
        AttributeColumns attributes =
                blocks == null ? AttributeColumns.of(graph.features()) : AttributeColumns.of(graph.features(), blocks);
        return new Prepared(EdgeCounts.of(graph.graph()), attributes, AttributePoints.of(attributes));
    }

    public int nodes() {
        return edges.nodes();
    }

    public boolean hasEdges() {
        return edges.total() > 0;
    }

    public boolean hasAttributes() {
        return points.columns() > 0;
    }

    /** Attributes alone. */
    public Prepared withoutEdges() {
        return new Prepared(EdgeCounts.none(nodes()), attributes, points);
    }

    /** Edges alone. */
    public Prepared withoutAttributes() {
        AttributeColumns none = AttributeColumns.of(new dev.kindred.graph.DenseFeatures(nodes(), 0, new float[0]));
        return new Prepared(edges, none, Matrix.zeros(nodes(), 0));
    }
}
