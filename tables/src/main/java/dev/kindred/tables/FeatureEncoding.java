package dev.kindred.tables;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.FeatureBlock.Kind;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.run.RunFiles;
import dev.kindred.run.SavedRun;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the columns of a table of nodes become features: centers and scales, categories, terms. Fitted once, to the nodes of a run, and kept
 * with the model as {@code encoding.json}, so that other nodes can be encoded in the same way.
 *
 * @param columns in the order of their features; none where the features come from the graph's structure
 * @param forms in which the text of columns is written, where SQL would not read it by itself
 */
public record FeatureEncoding(
        List<ColumnEncoding> columns,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, TextForm> forms) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public FeatureEncoding {
        if (columns == null || columns.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("columns: expected a list of encodings, got " + columns);
        }
        columns = List.copyOf(columns);
        forms = forms == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(forms));
    }

    /** An encoding of columns whose text SQL reads by itself. */
    public FeatureEncoding(List<ColumnEncoding> columns) {
        this(columns, Map.of());
    }

    /** The number of features, {@code d}. */
    public int width() {
        return columns.stream().mapToInt(column -> column.features().size()).sum();
    }

    /** {@code [d]} a name for each feature. */
    public List<String> features() {
        return columns.stream().flatMap(column -> column.features().stream()).toList();
    }

    /** The blocks that the columns become, in order; none where the features come from the graph's structure. */
    public List<FeatureBlock> blocks() {
        List<FeatureBlock> blocks = new ArrayList<>();
        int next = 0;
        for (ColumnEncoding column : columns) {
            int width = column.features().size();
            // That a category is missing is one more category; a number, flag or date that is missing is told apart.
            boolean apart = column.missing() && !(column instanceof ColumnEncoding.Categories);
            int own = apart ? width - 1 : width;
            if (own > 0) {
                blocks.add(new FeatureBlock(column.column(), kind(column.kind()), next, own));
            }
            if (apart) {
                blocks.add(new FeatureBlock(column.column() + " missing", Kind.BOOLEAN, next + own, 1));
            }
            next += width;
        }
        return FeatureBlock.filling(next, blocks);
    }

    private static Kind kind(ColumnKind kind) {
        return switch (kind) {
            case NUMBER, ROBUST -> Kind.NUMBER;
            case BOOLEAN -> Kind.BOOLEAN;
            case CATEGORY -> Kind.CATEGORY;
            case WORDS, TFIDF, TOKENS, VALUES -> Kind.TEXT;
            case DATE -> Kind.DATE;
            case VECTOR -> Kind.VECTOR;
            case IGNORE -> throw new IllegalArgumentException("kind of column: expected one with features, got ignore");
        };
    }

    /** Writes JSON. */
    public void write(Path file) throws IOException {
        Files.writeString(file, text());
    }

    /** What {@link #write} writes. */
    public String text() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /**
     * That of a run that was loaded.
     *
     * @throws InvalidInputException where the run had no columns, or its encoding is something else
     */
    public static FeatureEncoding of(SavedRun run) {
        String text = run.encoding();
        if (text == null) {
            throw new InvalidInputException("encoding: expected a run on tables, got one without columns");
        }
        return parse(text, Path.of(RunFiles.ENCODING));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidInputException where the file is something else
     */
    public static FeatureEncoding read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file + ": expected the encoding of a run (encoding.json), got nothing there");
        }
        try {
            return parse(Files.readString(file), file);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(
                    file + ": expected the encoding of a run (encoding.json) in UTF-8, got other bytes", e);
        }
    }

    /**
     * Reads a text that {@link #text} gave.
     *
     * @param file that messages name
     * @throws InvalidInputException where it is something else
     */
    public static FeatureEncoding parse(String text, Path file) {
        try {
            return JSON.readValue(text, FeatureEncoding.class);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ": expected the encoding of a run (encoding.json), got "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
