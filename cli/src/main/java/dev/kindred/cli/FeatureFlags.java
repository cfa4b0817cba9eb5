package dev.kindred.cli;

import dev.kindred.tables.ColumnKind;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of how columns become features. */
@Section(Section.COLUMNS)
final class FeatureFlags {
    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "column of known classes: never used as a feature, in training or in selection; only compared with the result at the end")
    private @Nullable String label;

    @Option(
            names = "--ignore",
            paramLabel = "COLUMNS",
            split = ",",
            description = "columns of the node table that are not used as features")
    private @Nullable List<String> ignore;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=KIND",
            split = ",",
            description =
                    "what a column means: number, robust, boolean, category, words, tfidf, tokens, values, date, vector or ignore (default: guessed from its values)")
    private @Nullable List<String> columns;

    @Option(
            names = "--features",
            paramLabel = "FROM",
            description =
                    "columns: from the columns of the node table; none: from degree and position in the graph alone (default: columns)")
    private @Nullable String features;

    @Option(
            names = "--encoding",
            paramLabel = "FILE",
            description = "encode the columns as an earlier run did: its encoding.json (default: fitted to this table)")
    private @Nullable Path encoding;

    @Option(
            names = "--max-categories",
            paramLabel = "N",
            description = "most categories kept of a column; the others become one (default: 64)")
    private @Nullable Integer maxCategories;

    @Option(
            names = "--max-terms",
            paramLabel = "N",
            description = "most terms kept of a column of text (default: 10000)")
    private @Nullable Integer maxTerms;

    @Option(
            names = "--min-rows",
            paramLabel = "N",
            description = "least number of rows that a term must occur in (default: 1)")
    private @Nullable Integer minRows;

    @Nullable
    String label() {
        return label;
    }

    /** As it was given; a number where {@code kindred estimate} plans a graph. */
    @Nullable
    String features() {
        return features;
    }

    List<String> ignored() {
        return ignore == null ? List.of() : ignore;
    }

    FeatureSource source() {
        return switch (features == null ? "columns" : features.toLowerCase(Locale.ROOT)) {
            case "columns" -> FeatureSource.COLUMNS;
            case "none" -> FeatureSource.STRUCTURE;
            default -> throw UsageException.of("--features", "expected columns or none, got " + features);
        };
    }

    Map<String, ColumnKind> kinds() {
        Map<String, ColumnKind> kinds = new HashMap<>();
        for (String column : columns == null ? List.<String>of() : columns) {
            int equals = column.lastIndexOf('=');
            if (equals < 1) {
                throw UsageException.of("--column", "expected COLUMN=KIND, got " + column);
            }
            try {
                kinds.put(column.substring(0, equals), ColumnKind.of(column.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw UsageException.of(
                        "--column", String.valueOf(e.getMessage()).replaceFirst("^kind of column: ", ""), e);
            }
        }
        return kinds;
    }

    Limits limits(Limits defaults) {
        return new Limits(
                atLeastOne("--max-categories", maxCategories, defaults.categories()),
                atLeastOne("--max-terms", maxTerms, defaults.terms()),
                atLeastOne("--min-rows", minRows, defaults.leastRows()));
    }

    private static int atLeastOne(String flag, @Nullable Integer given, int otherwise) {
        if (given != null && given < 1) {
            throw UsageException.of(flag, "expected 1 or more, got " + given);
        }
        return given == null ? otherwise : given;
    }

    @Nullable
    FeatureEncoding encoding() throws IOException {
        return encoding == null ? null : FeatureEncoding.read(encoding);
    }
}
