package dev.kindred.store;

import dev.kindred.graph.Features.Layout;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of {@code store.json}: the sizes of the graph, and size and checksum of each file. The sizes are checked against the files
 * before anything is allocated.
 *
 * @param format {@link #FORMAT}
 * @param nodes n, number of nodes
 * @param entries e, number of stored edges
 * @param features d, number of features
 * @param storedValues s, stored feature values: {@code n d} if dense
 * @param direction whether edges are directed
 * @param layout whether features are dense or sparse
 * @param idType SQL type of the ids; null if they are the numbers of the nodes
 * @param warnings what was corrected when the graph was read
 * @param files the files by name
 */
record Manifest(
        String format,
        int nodes,
        int entries,
        int features,
        long storedValues,
        Direction direction,
        Layout layout,
        @Nullable String idType,
        List<String> warnings,
        Map<String, FileFacts> files) {
    static final String NAME = "store.json";
    static final String FORMAT = "kindred-store-1";

    private static final long MOST_BYTES = 1 << 24;
    private static final long MOST_VALUES = 1L << 60;

    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A file of the store.
     *
     * @param bytes size in bytes
     * @param crc32c CRC-32C of all bytes, 8 hexadecimal digits
     */
    record FileFacts(long bytes, String crc32c) {}

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads the manifest of a store.
     *
     * @throws InvalidInputException where there is none, or it has another version or impossible values
     */
    static Manifest read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    folder + ": expected a folder of kindred import, with a file " + NAME + ", got one without");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new InvalidInputException(
                    file + ": expected at most " + MOST_BYTES + " bytes, got " + Files.size(file));
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            JsonNode tree = JSON.readTree(text);
            String format = tree.path("format").asString("none");
            if (!format.equals(FORMAT)) {
                throw new InvalidInputException(file + ": expected format " + FORMAT + ", got " + format
                        + "; import the graph again with this version");
            }
            return JSON.treeToValue(tree, Manifest.class).checked(file);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ": expected the description of a store, got "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "; import the graph again",
                    e);
        }
    }

    /** Checks the values. Jackson sets properties to null that the file does not have. */
    private Manifest checked(Path file) {
        String wrong = null;
        if (direction == null || layout == null || warnings == null || files == null || files.containsValue(null)) {
            wrong = "direction, layout, warnings and files, got one of them missing";
        } else if (warnings.stream().anyMatch(Objects::isNull)) {
            wrong = "texts as warnings, got null";
        } else if (nodes < 1 || entries < 0 || features < 0 || storedValues < 0) {
            wrong = "1 node or more and no negative number, got " + nodes + " nodes, " + entries + " entries, "
                    + features + " features, " + storedValues + " values";
        } else if (layout == Layout.DENSE && storedValues != (long) nodes * features) {
            wrong = (long) nodes * features + " values (nodes x features), got " + storedValues;
        } else if (storedValues > MOST_VALUES) {
            wrong = "fewer than 2^60 values, got " + storedValues;
        } else if (layout == Layout.SPARSE && storedValues > Integer.MAX_VALUE) {
            wrong = "fewer than 2^31 values of sparse features, got " + storedValues;
        }
        if (wrong != null) {
            throw new InvalidInputException(file + ": expected " + wrong + "; import the graph again");
        }
        return this;
    }
}
