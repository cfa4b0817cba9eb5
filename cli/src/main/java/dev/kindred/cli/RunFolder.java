package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.OutputFolder;
import dev.kindred.run.ClustersFile;
import dev.kindred.run.RunFiles;
import dev.kindred.run.SavedRun;
import dev.kindred.select.Selected;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.ModelFile;
import dev.kindred.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A folder of results: clusters.csv, embedding.npy, model.safetensors, run.json and, of a run on tables, encoding.json. {@link SavedRun}
 * writes them, {@link RunReport} makes what run.json says.
 */
final class RunFolder {
    /**
     * What run.json says, as far as commands need it.
     *
     * @param id of the run
     * @param version of Kindred
     * @param commandLine as it was typed, without passwords
     * @param seed of the run
     * @param judged whether metrics and verdict are in it: a process may have ended before
     * @param warnings of reading, training and judging
     * @param json all of it
     */
    record Report(
            String id,
            String version,
            List<String> commandLine,
            long seed,
            boolean judged,
            List<String> warnings,
            JsonNode json) {}

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The results of a run.
     *
     * @throws InvalidInputException where there are none
     */
    static RunFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + ": expected a folder of results, got "
                    + (Files.exists(folder) ? "a file" : "nothing there"));
        }
        if (!Files.isRegularFile(folder.resolve(RunFiles.CLUSTERS))
                || !Files.isRegularFile(folder.resolve(RunFiles.RUN))) {
            throw new InvalidInputException(folder + ": expected a folder of results, got one without "
                    + RunFiles.CLUSTERS + " and " + RunFiles.RUN);
        }
        return new RunFolder(folder);
    }

    /** Writes all files but the report, and no model where none was trained. */
    static void write(OutputFolder output, ClusterInput input, Selected selected) throws IOException {
        FeatureEncoding encoding = input.encoding();
        SavedRun.of(input.ids(), selected)
                .withEncoding(encoding == null ? null : encoding.text())
                .writeFiles(output);
        if (input.columns() != null) {
            ClustersFile.write(output.file(RunFiles.CLUSTERS), input.ids(), selected.clustering(), input.columns());
        }
    }

    /** The clusters by id, in the order of the file. */
    ClustersFile.Rows clusters() throws IOException {
        return ClustersFile.rows(folder);
    }

    /** Whether the ids were whole numbers and not text that looks like it. */
    boolean hasNumbersAsIds() throws IOException {
        return Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
                .contains(report().json().path("graph").path("idType").asString(""));
    }

    /** The embedding, {@code [n x h]}. */
    Matrix embedding() throws IOException {
        Path file = file(RunFiles.EMBEDDING, "the embedding of a run");
        Npy array = Npy.parse(Files.readAllBytes(file), file.toString());
        if (array.shape().length != 2) {
            throw new InvalidInputException(file + ": expected an array of 2 dimensions, got " + array.shape().length);
        }
        return new Matrix(array.shape()[0], array.shape()[1], array.floats());
    }

    TrainedModel model() throws IOException {
        return ModelFile.read(file(RunFiles.MODEL, "the model of a run"));
    }

    /** How columns became features; null where the run had no tables. */
    @Nullable
    FeatureEncoding encoding() throws IOException {
        Path file = folder.resolve(RunFiles.ENCODING);
        return Files.isRegularFile(file) ? FeatureEncoding.read(file) : null;
    }

    Report report() throws IOException {
        Path file = file(RunFiles.RUN, "the report of a run");
        try {
            JsonNode json = RunReport.JSON.readTree(Files.readString(file));
            if (!json.path("run").isString()) {
                throw new InvalidInputException(file + ": expected the report of a run, got JSON without the key run");
            }
            return new Report(
                    json.path("run").asString(),
                    json.path("kindred").asString(""),
                    texts(json.path("commandLine")),
                    json.path("seed").asLong(0),
                    json.has("metrics"),
                    texts(json.path("warnings")),
                    json);
        } catch (JacksonException e) {
            throw new InvalidInputException(file + ": expected the report of a run, got " + e.getOriginalMessage(), e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.asString(""))
                .toList();
    }

    private Path file(String name, String what) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected " + what + ", got nothing there");
        }
        return file;
    }
}
