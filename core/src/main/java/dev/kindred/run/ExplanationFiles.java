package dev.kindred.run;

import dev.kindred.explain.NodeTable;
import dev.kindred.explain.Summary;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.AtomicFile;
import dev.kindred.io.Npy;
import dev.kindred.notice.Setting;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files in a folder of results that explain them, of which the report is made. Each is written whole or not at all. */
public final class ExplanationFiles {
    public static final String CLUSTERS = "clusters.json";
    public static final String LAYOUT = "layout.npy";
    public static final String NODES = "nodes.safetensors";
    /** The report itself, which the command makes of the others. */
    public static final String REPORT = "report.html";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * What the files hold.
     *
     * @param summary clusters.json
     * @param layout {@code [n x 2]}
     * @param nodes nodes.safetensors
     */
    public record Read(JsonNode summary, float[] layout, NodeArrays nodes) {}

    private ExplanationFiles() {}

    /** Names of all files, also those there for a moment. */
    public static List<String> names() {
        return List.of(CLUSTERS, LAYOUT, NODES, REPORT).stream()
                .flatMap(name -> List.of(name, name + AtomicFile.PARTIAL).stream())
                .toList();
    }

    /**
     * Writes what the report is made of.
     *
     * @param layout {@code [n x 2]}
     * @param labels {@code [n]} the given ones, -1 where a node has none; null where there are none
     */
    public static void write(Path folder, Summary summary, Matrix layout, NodeTable nodes, int @Nullable [] labels)
            throws IOException {
        AtomicFile.write(
                folder.resolve(LAYOUT), file -> Npy.write(file, layout.data(), layout.rows(), layout.columns()));
        AtomicFile.write(
                folder.resolve(NODES), file -> NodeArrays.of(nodes, labels).write(file));
        AtomicFile.write(
                folder.resolve(CLUSTERS), file -> Files.writeString(file, JSON.writeValueAsString(summary) + "\n"));
    }

    /**
     * Reads what the report is made of.
     *
     * @param nodes in the folder's clusters.csv
     * @throws InvalidInputException where a file is not there or speaks of other nodes
     */
    public static Read read(Path folder, int nodes) throws IOException {
        JsonNode summary = summary(folder);
        if (summary.path("nodes").asInt(-1) != nodes) {
            throw new InvalidInputException(folder.resolve(CLUSTERS) + ": expected " + nodes
                    + " nodes (those of clusters.csv), got " + summary.path("nodes"));
        }
        Path layoutFile = there(folder, LAYOUT);
        Npy layout = Npy.parse(Files.readAllBytes(layoutFile), layoutFile.toString());
        int[] shape = layout.shape();
        if (shape.length != 2 || shape[0] != nodes || shape[1] != 2) {
            throw new InvalidInputException(layoutFile + ": expected an array of " + nodes + " x 2, got "
                    + (shape.length == 0 ? "a number" : shape[0] + " rows"));
        }
        return new Read(summary, layout.floats(), NodeArrays.read(there(folder, NODES), nodes));
    }

    /** clusters.json. */
    public static JsonNode summary(Path folder) throws IOException {
        Path file = there(folder, CLUSTERS);
        JsonNode summary;
        try {
            summary = JSON.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new InvalidInputException(file + ": expected JSON, got " + e.getOriginalMessage(), e);
        }
        if (!summary.path("format").asString("").equals(Summary.FORMAT)) {
            throw new InvalidInputException(
                    file + ": expected the format " + Summary.FORMAT + ", got " + summary.path("format"));
        }
        return summary;
    }

    private static Path there(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected what cluster writes for the report, got nothing there; "
                    + "runs of older versions, and those saved without explanation (" + Setting.EXPLANATION
                    + "), have none: run again");
        }
        return file;
    }
}
