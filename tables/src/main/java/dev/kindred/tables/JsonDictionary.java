package dev.kindred.tables;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON file that is one object by the ids of nodes: of lists, {@code {"0": [1, 5], ..}}, which are the features of nodes as public graphs come, or as edges
 * the neighbors; or of objects, {@code {"a": {"b": 2.5}}} or {@code {"a": {"b": {"weight": 2.5}}}}, which are weighted edges, as NetworkX writes them.
 */
final class JsonDictionary {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonDictionary() {}

    /**
     * Writes such a file as an object a line: of nodes with {@code id} and {@code features}, of edges with {@code source}, {@code target} and, where there are any,
     * {@code weight}.
     *
     * @param edges whether it is to be read as edges
     * @return whether it is such a file
     */
    static boolean convert(Path file, Path lines, boolean edges) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".json") && !name.endsWith(".jsonl")) {
            return false;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.PROPERTY_NAME) {
                return false;
            }
            try (BufferedWriter out = Files.newBufferedWriter(lines)) {
                if ((edges ? copyEdges(parser, out) : copyFeatures(parser, out)) && parser.nextToken() == null) {
                    return true;
                }
            }
        } catch (JacksonException e) {
            // What is no JSON is reported with its line by the reader of lines.
        }
        Files.deleteIfExists(lines);
        return false;
    }

    /** Takes what stands by an id; false where it is neither list nor object of the form wanted. */
    private interface Entry {
        boolean copy(String id) throws IOException;
    }

    /** Goes through the object until it ends. The parser stands at the first name. */
    private static boolean each(JsonParser parser, Entry entry) throws IOException {
        int copied = 0;
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.PROPERTY_NAME || !entry.copy(parser.currentName())) {
                return false;
            }
            copied++;
        }
        return copied > 1;
    }

    private static boolean copyFeatures(JsonParser parser, BufferedWriter out) throws IOException {
        return each(parser, id -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            boolean[] scalar = {true};
            out.append(line(generator -> {
                generator.writeStringProperty("id", id);
                generator.writeArrayPropertyStart("features");
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    scalar[0] &= isName(item);
                    if (!scalar[0]) {
                        break;
                    }
                    generator.writeString(parser.getString());
                }
                generator.writeEndArray();
            }));
            return scalar[0];
        });
    }

    private static boolean copyEdges(JsonParser parser, BufferedWriter out) throws IOException {
        return each(parser, id -> {
            JsonToken begun = parser.nextToken();
            if (begun == JsonToken.START_ARRAY) {
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    if (!isName(item)) {
                        return false;
                    }
                    edge(out, id, parser.getString(), null);
                }
                return true;
            }
            if (begun != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String other = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.START_OBJECT) {
                    edge(out, id, other, weight(parser));
                } else if (value != null && value.isNumeric()) {
                    edge(out, id, other, parser.getString());
                } else {
                    return false;
                }
            }
            return true;
        });
    }

    /** The weight among the attributes of an edge, or null; the parser ends behind them. */
    private static @Nullable String weight(JsonParser parser) {
        String weight = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean named = parser.currentName().equals("weight");
            JsonToken value = parser.nextToken();
            if (named && value.isNumeric()) {
                weight = parser.getString();
            }
            parser.skipChildren();
        }
        return weight;
    }

    private static void edge(BufferedWriter out, String from, String to, @Nullable String weight) throws IOException {
        out.append(line(generator -> {
            generator.writeStringProperty("source", from);
            generator.writeStringProperty("target", to);
            if (weight != null) {
                generator.writeName("weight");
                generator.writeNumber(weight);
            }
        }));
    }

    private static boolean isName(@Nullable JsonToken token) {
        return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL;
    }

    private static String line(Consumer<JsonGenerator> members) throws IOException {
        try (StringWriter text = new StringWriter()) {
            try (JsonGenerator generator = JSON.createGenerator(text)) {
                generator.writeStartObject();
                members.accept(generator);
                generator.writeEndObject();
            }
            return text + "\n";
        }
    }
}
