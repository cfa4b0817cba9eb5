package dev.kindred.tables;

import dev.kindred.graph.Graph.Direction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tables become a graph. {@link #defaults()} guesses the names of columns and the kinds of features.
 *
 * @param names of the columns that are no features
 * @param ignored columns of the nodes that are no features
 * @param kinds by column, where the guess would be wrong
 * @param features from columns, or from the structure of the graph
 * @param direction SYMMETRIC makes an edge count both ways
 * @param irregularities whether they end the reading
 * @param badRows what becomes of malformed rows
 * @param limits of categories and vocabularies
 * @param resources of DuckDB
 * @param encoding to encode the nodes with; null fits one to them
 */
public record TableOptions(
        Names names,
        List<String> ignored,
        Map<String, ColumnKind> kinds,
        FeatureSource features,
        Direction direction,
        Irregularities irregularities,
        BadRows badRows,
        Limits limits,
        Resources resources,
        @Nullable FeatureEncoding encoding) {
    /** What features are made of. */
    public enum FeatureSource {
        /** The columns of the nodes. */
        COLUMNS,
        /** Degree and position in the graph ({@link StructureFeatures}). */
        STRUCTURE
    }

    /** What becomes of self-loops, duplicates, isolated nodes, unknown ids, useless columns, missing or non-finite numbers. */
    public enum Irregularities {
        /** Mended, counted and reported. */
        REPORT,
        /** An error that lists them. */
        REFUSE
    }

    /**
     * Names of columns; null is guessed, and the guess is reported.
     *
     * @param id of the nodes' ids
     * @param source of the edges' first end
     * @param target of the edges' second end
     * @param weight of the edges; null guesses {@code weight}, where there is such a column
     * @param label of the nodes' known classes, which are never features and never trained on; null has none
     */
    public record Names(
            @Nullable String id,
            @Nullable String source,
            @Nullable String target,
            @Nullable String weight,
            @Nullable String label) {}

    /**
     * Malformed rows: too few or too many fields, unbalanced quotes, bytes that are not UTF-8, text among numbers.
     *
     * @param rejects where they are written to, as CSV, so that the others can be read; null makes them an error
     */
    public record BadRows(@Nullable Path rejects) {}

    /**
     * Bounds of what one column becomes.
     *
     * @param categories most categories kept of a column, the most frequent; the others become one
     * @param terms most terms kept of a column, those in most rows
     * @param leastRows rows that a term must be in to be kept
     */
    public record Limits(int categories, int terms, int leastRows) {
        public Limits {
            atLeastOne("categories", categories);
            atLeastOne("terms", terms);
            atLeastOne("rows of a term", leastRows);
        }
    }

    /**
     * What DuckDB may use.
     *
     * @param memoryMegabytes on top of the Java heap; beyond it DuckDB spills
     * @param temporaryFolder where it spills to, in a folder of its own that is removed afterwards
     * @param threads of DuckDB
     */
    public record Resources(int memoryMegabytes, Path temporaryFolder, int threads) {
        public Resources {
            atLeastOne("table memory (MB)", memoryMegabytes);
            atLeastOne("threads", threads);
        }
    }

    public TableOptions {
        ignored = List.copyOf(ignored);
        kinds = Map.copyOf(kinds);
    }

    /** Guessed names, features from columns, an undirected graph; 2 GB for DuckDB. */
    public static TableOptions defaults() {
        return new TableOptions(
                new Names(null, null, null, null, null),
                List.of(),
                Map.of(),
                FeatureSource.COLUMNS,
                Direction.SYMMETRIC,
                Irregularities.REPORT,
                new BadRows(null),
                new Limits(64, 10_000, 1),
                new Resources(
                        2048,
                        Path.of(System.getProperty("java.io.tmpdir")),
                        Runtime.getRuntime().availableProcessors()),
                null);
    }

    public TableOptions withNames(Names chosen) {
        return new TableOptions(
                chosen, ignored, kinds, features, direction, irregularities, badRows, limits, resources, encoding);
    }

    /** Leaves columns out of the features. */
    public TableOptions ignoring(String... columns) {
        return withIgnored(List.of(columns));
    }

    public TableOptions withIgnored(List<String> columns) {
        return new TableOptions(
                names, columns, kinds, features, direction, irregularities, badRows, limits, resources, encoding);
    }

    /** Sets the kind of one more column. */
    public TableOptions withKind(String column, ColumnKind kind) {
        Map<String, ColumnKind> more = new HashMap<>(kinds);
        more.put(column, kind);
        return new TableOptions(
                names, ignored, more, features, direction, irregularities, badRows, limits, resources, encoding);
    }

    public TableOptions withFeatures(FeatureSource chosen) {
        return new TableOptions(
                names, ignored, kinds, chosen, direction, irregularities, badRows, limits, resources, encoding);
    }

    public TableOptions withDirection(Direction chosen) {
        return new TableOptions(
                names, ignored, kinds, features, chosen, irregularities, badRows, limits, resources, encoding);
    }

    public TableOptions withIrregularities(Irregularities chosen) {
        return new TableOptions(
                names, ignored, kinds, features, direction, chosen, badRows, limits, resources, encoding);
    }

    /** Writes malformed rows to a file and reads on. */
    public TableOptions skippingBadRows(Path rejects) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                new BadRows(rejects),
                limits,
                resources,
                encoding);
    }

    public TableOptions withLimits(Limits chosen) {
        return new TableOptions(
                names, ignored, kinds, features, direction, irregularities, badRows, chosen, resources, encoding);
    }

    public TableOptions withResources(Resources chosen) {
        return new TableOptions(
                names, ignored, kinds, features, direction, irregularities, badRows, limits, chosen, encoding);
    }

    /** Encodes the nodes as those were that the encoding was fitted to. */
    public TableOptions encodedBy(FeatureEncoding fitted) {
        return new TableOptions(
                names, ignored, kinds, features, direction, irregularities, badRows, limits, resources, fitted);
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": expected 1 or more, got " + value);
        }
    }
}
