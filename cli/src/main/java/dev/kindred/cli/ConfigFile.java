package dev.kindred.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A YAML file of settings: {@code key: value} lines whose keys are the names of flags, without dashes.
 *
 * @param file where it was read from
 * @param settings by key, in the file's order
 */
record ConfigFile(Path file, Map<String, Setting> settings) {
    /** Keys whose value may be written as pairs of a name and a value. */
    private static final Set<String> PAIRS = Set.of("column");

    /**
     * One line.
     *
     * @param value as a flag would give it; lists joined by commas
     * @param line from 1
     */
    record Setting(String value, int line) {}

    /**
     * Reads the settings.
     *
     * @param known names that are allowed
     * @throws UsageException with file, line and the fix, where the file is not such
     */
    static ConfigFile read(Path file, Collection<String> known) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    file + ": expected a config file, got " + (Files.isDirectory(file) ? "a folder" : "nothing there"));
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = yaml.createParser(Files.readString(file))) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return new ConfigFile(file, settings);
            }
            if (token != JsonToken.START_OBJECT) {
                throw new UsageException(file + ", line 1: expected lines of key: value, got "
                        + (token == JsonToken.START_ARRAY ? "a list" : Messages.cut(parser.getString())));
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                if (!known.contains(key)) {
                    throw new UsageException(file + ", line " + line + ": expected a known key, got "
                            + Messages.cut(key) + "; did you mean " + nearest(key, known) + "?");
                }
                settings.put(key, new Setting(value(parser, file, key, line), line));
            }
            return new ConfigFile(file, settings);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + ": expected UTF-8 text, got other bytes", e);
        } catch (JacksonException e) {
            throw new UsageException(
                    file + ", line " + e.getLocation().getLineNr() + ": expected YAML, got "
                            + Messages.cut(String.valueOf(e.getOriginalMessage())),
                    e);
        }
    }

    private static String value(JsonParser parser, Path file, String key, int line) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL
                || (token == JsonToken.VALUE_STRING && parser.getString().isEmpty())) {
            throw new UsageException(file + ", line " + line + ": expected a value for " + key + ", got none");
        }
        if (token != null && token.isScalarValue()) {
            return parser.getString();
        }
        if (token == JsonToken.START_ARRAY) {
            List<String> items = new ArrayList<>();
            for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                if (item == null || !item.isScalarValue()) {
                    throw new UsageException(
                            file + ", line " + line + ": expected plain values in the list of " + key + ", got more");
                }
                items.add(parser.getString());
            }
            return String.join(",", items);
        }
        if (token == JsonToken.START_OBJECT && PAIRS.contains(key)) {
            return pairs(parser, file, key, line);
        }
        throw new UsageException(file + ", line " + line + ": expected a value for " + key + ", got nested keys");
    }

    /** {@code column: {age: robust, notes: tfidf}} means {@code --column age=robust,notes=tfidf}. */
    private static String pairs(JsonParser parser, Path file, String key, int line) {
        List<String> items = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == null || !value.isScalarValue()) {
                throw new UsageException(
                        file + ", line " + line + ": expected a plain value for " + name + " of " + key + ", got more");
            }
            items.add(name + "=" + parser.getString());
        }
        return String.join(",", items);
    }

    /** The value of the first of some names that the file has, or null. */
    @Nullable
    Setting get(Collection<String> names) {
        return names.stream()
                .map(settings::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The shortest known name that begins with what was given; failing that, the one with the fewest edits (Levenshtein) from it. */
    static String nearest(String given, Collection<String> known) {
        String begun = given.startsWith("-") && !given.startsWith("--") ? "-" + given : given;
        String best = known.stream()
                .filter(name -> name.startsWith(begun))
                .min(Comparator.comparingInt(String::length))
                .orElse("");
        if (!best.isEmpty()) {
            return best;
        }
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = edits(given, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** The value of {@code --config} among raw arguments, or null. */
    static @Nullable Path named(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                return Path.of(args[i].substring("--config=".length()));
            }
            if (args[i].equals("--config") && i + 1 < args.length) {
                return Path.of(args[i + 1]);
            }
        }
        return null;
    }
}
