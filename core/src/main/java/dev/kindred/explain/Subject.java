package dev.kindred.explain;

import dev.kindred.graph.Graph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an explanation is made from.
 *
 * @param graph the edges
 * @param columns the attributes, in the user's units
 * @param answer the clustering
 * @param otherSeeds {@code [n]} each: labels of the same run with other seeds; none where there was one seed
 * @param given labels known beforehand; null where there are none
 * @param weights how much each node heeds its neighbors
 * @param probe asks the trained model again; null where there is none at hand
 */
public record Subject(
        Graph graph,
        ColumnValues columns,
        Answer answer,
        List<int[]> otherSeeds,
        @Nullable Given given,
        NeighborWeights weights,
        @Nullable NodeProbe probe) {
    public Subject {
        otherSeeds = List.copyOf(otherSeeds);
        int nodes = graph.nodes();
        check("labels", answer.nodes(), nodes);
        check("rows of the columns", columns.nodes(), nodes);
        for (int[] labels : otherSeeds) {
            check("labels of another seed", labels.length, nodes);
        }
        if (given != null) {
            check("given labels", given.labels().length, nodes);
        }
    }

    private static void check(String what, int got, int nodes) {
        if (got != nodes) {
            throw new IllegalArgumentException(what + ": expected " + nodes + " (nodes), got " + got);
        }
    }

    /** A clustering of a graph and nothing more; edge weights stand for attention. */
    public static Subject of(Graph graph, ColumnValues columns, Answer answer) {
        return new Subject(graph, columns, answer, List.of(), null, NeighborWeights.ofEdges(graph), null);
    }

    public Subject withOtherSeeds(List<int[]> labels) {
        return new Subject(graph, columns, answer, labels, given, weights, probe);
    }

    public Subject withGiven(@Nullable Given labels) {
        return new Subject(graph, columns, answer, otherSeeds, labels, weights, probe);
    }

    public Subject withWeights(NeighborWeights attention) {
        return new Subject(graph, columns, answer, otherSeeds, given, attention, probe);
    }

    public Subject withProbe(@Nullable NodeProbe model) {
        return new Subject(graph, columns, answer, otherSeeds, given, weights, model);
    }

    /** Attention and answers of a trained model. */
    public Subject withNetwork(TrainedNetwork network) {
        return withWeights(network.weights()).withProbe(network.probe());
    }
}
