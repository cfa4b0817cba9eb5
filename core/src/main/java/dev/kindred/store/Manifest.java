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
 * What {@code store.json} says: sizes, and bytes and checksum of each file. Nothing is allocated by its claims before they are held against the
 * files' sizes.
 *
 * @param format {@link #FORMAT}
 * @param nodes n
 * @param entries e: stored edges
 * @param features d
 * @param storedValues s: {@code n d} where features are dense
 * @param direction of the edges
 * @param layout of the features
 * @param idType SQL's name of the type of the ids; null where they are the numbers of the nodes
 * @param warnings what was mended when the graph was read
 * @param files by name
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

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A file of the store.
     *
     * @param bytes that it has
     * @param crc32c of them all, 8 hexadecimal digits
     */
    record FileFacts(long bytes, String crc32c) {}

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads the manifest of a store.
     *
     * @throws InvalidInputException where there is none, or one of another version, or one that makes no sense
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

    /** Jackson leaves null what a file does not have. */
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
