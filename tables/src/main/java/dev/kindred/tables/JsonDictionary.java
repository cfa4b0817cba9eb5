package dev.kindred.tables;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** A JSON file that is one object of lists by the ids of nodes, {@code {"0": [1, 5], ..}}: the features of the nodes, as public graphs come. */
final class JsonDictionary {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonDictionary() {}

    /**
     * Writes such a file as an object a line, with {@code id} and {@code features}.
     *
     * @return whether it is such a file
     */
    static boolean convert(Path file, Path lines) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".json")) {
            return false;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !isFirstList(parser)) {
                return false;
            }
            try (BufferedWriter out = Files.newBufferedWriter(lines)) {
                if (copy(parser, out) && parser.nextToken() == null) {
                    return true;
                }
            }
        } catch (JacksonException e) {
            // What is no JSON is reported with its line by the reader of lines.
        }
        Files.deleteIfExists(lines);
        return false;
    }

    private static boolean isFirstList(JsonParser parser) {
        return parser.nextToken() == JsonToken.PROPERTY_NAME && parser.currentName() != null;
    }

    /** Copies lists until the object ends; false where a value is no list of numbers or texts. The parser stands at the first name. */
    private static boolean copy(JsonParser parser, BufferedWriter out) throws IOException {
        int copied = 0;
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String id = parser.currentName();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            StringBuilder line = new StringBuilder();
            try (StringWriter text = new StringWriter();
                    JsonGenerator generator = JSON.createGenerator(text)) {
                generator.writeStartObject();
                generator.writeStringProperty("id", id);
                generator.writeArrayPropertyStart("features");
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    if (item == null || !item.isScalarValue() || item == JsonToken.VALUE_NULL) {
                        return false;
                    }
                    generator.writeString(parser.getString());
                }
                generator.writeEndArray();
                generator.writeEndObject();
                generator.flush();
                line.append(text);
            }
            out.append(line).append('\n');
            copied++;
        }
        return copied > 1;
    }
}
