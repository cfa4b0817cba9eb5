package dev.kindred.cli;

import dev.kindred.cli.report.ReportFiles;
import dev.kindred.cli.report.ReportPage;
import dev.kindred.cli.report.ReportPage.Ids;
import dev.kindred.cluster.SeedRun;
import dev.kindred.explain.Answer;
import dev.kindred.explain.Explanation;
import dev.kindred.explain.Given;
import dev.kindred.explain.Subject;
import dev.kindred.explain.TrainedNetwork;
import dev.kindred.layout.ClusterSample;
import dev.kindred.layout.Layout2d;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import dev.kindred.train.Repetition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Explains results that are in place and makes their report. That never costs a run: what cannot be made is missing, and a warning says why.
 *
 * @param folder of results
 * @param input that was clustered
 * @param names of what the input holds
 * @param runs what was trained, that of the result first
 */
record RunExplanation(Path folder, ClusterInput input, InputNames names, Repetition.Result runs) {
    /**
     * Writes the files of the report and the report.
     *
     * @param warned of what could not be made
     * @return whether there is a report
     */
    boolean write(int threads, Consumer<String> warned) {
        try {
            explain(threads);
            ReportFiles.writeReport(folder.resolve(ReportFiles.REPORT), ReportInput.of(folder), Ids.KEPT);
            return true;
        } catch (IOException | RuntimeException e) {
            warned.accept(ReportFiles.REPORT + " could not be made: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            warned.accept(
                    ReportFiles.REPORT + " could not be made: not enough memory; the results are complete without it");
        }
        return false;
    }

    private void explain(int threads) throws IOException {
        Clustering result = runs.first();
        try (Compute compute = Compute.create(threads)) {
            Explanation explanation = Explanation.of(compute, subject(compute, result));
            Matrix layout = layout(compute, result);
            ReportFiles.write(
                    folder,
                    explanation.summary(),
                    layout,
                    explanation.nodes(compute, ReportFiles.NEIGHBORS),
                    input.labels());
        }
    }

    /** Where nodes stand; a large graph shows a sample, and the others stand nowhere: not a number. */
    private static Matrix layout(Compute compute, Clustering result) {
        Matrix embedding = result.embedding();
        long seed = result.provenance().config().seed();
        int[] drawn = ClusterSample.of(result.labels(), result.centers().rows(), ReportPage.MOST_NODES, seed);
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

    private Subject subject(Compute compute, Clustering result) {
        Answer answer = new Answer(
                result.labels(),
                result.confidence(),
                result.second(),
                result.margin(),
                result.embedding(),
                result.centers());
        List<int[]> others = runs.runs().stream().skip(1).map(SeedRun::labels).toList();
        Subject subject = Subject.of(input.graph().graph(), names.columns(), answer)
                .withOtherSeeds(others)
                .withGiven(given());
        // A simple method trained nothing: its network would attend at random.
        return result.history().isEmpty()
                ? subject
                : subject.withWeights(new TrainedNetwork(
                                compute, input.graph(), result.model().model())
                        .weights());
    }

    private @Nullable Given given() {
        int[] labels = input.labels();
        return labels == null || Arrays.stream(labels).allMatch(label -> label < 0)
                ? null
                : new Given(names.labels(), labels);
    }
}
