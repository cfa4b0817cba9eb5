package dev.kindred.cli;

import dev.kindred.cli.report.ReportData;
import dev.kindred.cli.report.ReportFiles;
import dev.kindred.cli.report.ReportPage.Ids;
import dev.kindred.cluster.SeedRun;
import dev.kindred.explain.Given;
import dev.kindred.run.Explained;
import dev.kindred.run.ExplanationFiles;
import dev.kindred.train.Repetition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
     * @return clusters.json as the report was made of it; null where there is no report
     */
    @Nullable
    JsonNode write(int threads, Consumer<String> warned) {
        try {
            explain(threads);
            ReportData data = ReportInput.of(folder);
            ReportFiles.writeReport(folder.resolve(ExplanationFiles.REPORT), data, Ids.KEPT);
            return data.summary();
        } catch (IOException | RuntimeException e) {
            warned.accept(
                    ExplanationFiles.REPORT + " could not be made: " + FlagNames.in(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            warned.accept(ExplanationFiles.REPORT
                    + " could not be made: not enough memory; the results are complete without it");
        }
        return null;
    }

    private void explain(int threads) throws IOException {
        List<int[]> others = runs.runs().stream().skip(1).map(SeedRun::labels).toList();
        new Explained(input.graph(), names.columns(), given(), others).write(folder, runs.first(), threads);
    }

    private @Nullable Given given() {
        int[] labels = input.labels();
        return labels == null || Arrays.stream(labels).allMatch(label -> label < 0)
                ? null
                : new Given(names.labels(), labels);
    }
}
