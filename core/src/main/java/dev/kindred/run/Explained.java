package dev.kindred.run;

import dev.kindred.explain.Answer;
import dev.kindred.explain.ColumnValues;
import dev.kindred.explain.Explanation;
import dev.kindred.explain.Given;
import dev.kindred.explain.Subject;
import dev.kindred.explain.TrainedNetwork;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.layout.ClusterSample;
import dev.kindred.layout.Layout2d;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What explains a result: the graph that was clustered, and what is known of it besides.
 *
 * @param graph that was clustered
 * @param columns its attributes, in the user's units
 * @param given labels known beforehand, counted beside the clusters; null where there are none
 * @param otherSeeds {@code [n]} each: labels of the same run with other seeds
 */
public record Explained(
        AttributedGraph graph,
        ColumnValues columns,
        @Nullable Given given,
        List<int[]> otherSeeds) {
    /** A larger graph's map shows a sample of the nodes. */
    public static final int MOST_PLACED = 100_000;

    public Explained {
        otherSeeds = List.copyOf(otherSeeds);
    }

    /**
     * Explains a result and writes the files of the explanation.
     *
     * @param folder of results
     * @param result of clustering the graph
     * @param threads that work; the files are the same for any number
     */
    public void write(Path folder, Clustering result, int threads) throws IOException {
        try (Compute compute = Compute.create(threads)) {
            Explanation explanation = Explanation.of(compute, subject(compute, result));
            ExplanationFiles.write(
                    folder,
                    explanation.summary(),
                    layout(compute, result),
                    explanation.nodes(compute, NodeArrays.NEIGHBORS),
                    given == null ? null : given.labels());
        }
    }

    private Subject subject(Compute compute, Clustering result) {
        Answer answer = new Answer(
                result.labels(),
                result.confidence(),
                result.second(),
                result.margin(),
                result.embedding(),
                result.centers());
        Subject subject = Subject.of(graph.graph(), columns, answer)
                .withOtherSeeds(otherSeeds)
                .withGiven(given);
        // A simple method trained nothing: its network would attend at random.
        return result.history().isEmpty()
                ? subject
                : subject.withWeights(
                        new TrainedNetwork(compute, graph, result.model().model()).weights());
    }

    /** Where nodes stand; a large graph shows a sample, and the others stand nowhere: not a number. */
    private static Matrix layout(Compute compute, Clustering result) {
        Matrix embedding = result.embedding();
        long seed = result.provenance().config().seed();
        int[] drawn = ClusterSample.of(result.labels(), result.centers().rows(), MOST_PLACED, seed);
        if (drawn.length == embedding.rows()) {
            return Layout2d.defaults(seed).of(compute, embedding);
        }
        Matrix part = Matrix.zeros(drawn.length, embedding.columns());
        for (int i = 0; i < drawn.length; i++) {
            System.arraycopy(
                    embedding.data(),
                    drawn[i] * embedding.columns(),
                    part.data(),
                    i * embedding.columns(),
                    embedding.columns());
        }
        Matrix points = Layout2d.defaults(seed).of(compute, part);
        Matrix layout = Matrix.zeros(embedding.rows(), 2);
        Arrays.fill(layout.data(), Float.NaN);
        for (int i = 0; i < drawn.length; i++) {
            layout.set(drawn[i], 0, points.get(i, 0));
            layout.set(drawn[i], 1, points.get(i, 1));
        }
        return layout;
    }
}
