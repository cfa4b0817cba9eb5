package dev.kindred.tables;

import dev.kindred.graph.Graph.Direction;
import java.nio.charset.Charset;
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
 * @param text how text files are written
 * @param matching how edges find their nodes
 * @param more a further table with features of the nodes, or null
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
        @Nullable FeatureEncoding encoding,
        TextFormat text,
        Matching matching,
        @Nullable TableSource more) {
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

    /** Whether the first row of text files names the columns. */
    public enum Header {
        /** It does, unless it looks like the other rows. */
        AUTO,
        /** It does. */
        PRESENT,
        /** It is a row like the others. */
        ABSENT
    }

    /**
     * How text files are written.
     *
     * @param header whether the first row names the columns
     * @param charset character encoding; null finds it: by a byte order mark, UTF-8 where the bytes are valid, else windows-1252, of which Latin-1 is a
     *     part
     */
    public record TextFormat(Header header, @Nullable Charset charset) {}

    /** When an id of the edges is that of a node. */
    public enum IdRule {
        /** EXACT; where that finds fewer than half of the edges' ends, the first of TRIM, WHOLE and UUID that finds more. */
        AUTO,
        /** The texts are equal. */
        EXACT,
        /** Likewise without blanks around them. */
        TRIM,
        /** Likewise, and {@code 12.0} is {@code 12}. */
        WHOLE,
        /** UUIDs in any case, with or without braces. */
        UUID,
        /** As WHOLE, and {@code 007} is {@code 7}. */
        NUMBER,
        /** Likewise without blanks around them, in any case. */
        IGNORE_CASE
    }

    /** What becomes of ids that only edges name. */
    public enum UnknownNodes {
        /** They and their edges are left out and counted. */
        LEAVE_OUT,
        /** They become nodes without attributes, behind those of the table. */
        KEEP
    }

    /** What becomes of a graph of which fewer than half of the edges find both ends. */
    public enum LostEdges {
        /** An error that says why they may be lost. */
        REFUSE,
        /** The others are the graph. */
        ALLOW
    }

    /**
     * How edges find their nodes.
     *
     * @param rule when ids are the same
     * @param unknownNodes what becomes of ids that the nodes lack
     * @param lostEdges what becomes of a graph that lost most of its edges
     */
    public record Matching(IdRule rule, UnknownNodes unknownNodes, LostEdges lostEdges) {}

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
                null,
                new TextFormat(Header.AUTO, null),
                new Matching(IdRule.AUTO, UnknownNodes.LEAVE_OUT, LostEdges.REFUSE),
                null);
    }

    public TableOptions withNames(Names chosen) {
        return new TableOptions(
                chosen,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    /** Leaves columns out of the features. */
    public TableOptions ignoring(String... columns) {
        return withIgnored(List.of(columns));
    }

    public TableOptions withIgnored(List<String> columns) {
        return new TableOptions(
                names,
                columns,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    /** Sets the kind of one more column. */
    public TableOptions withKind(String column, ColumnKind kind) {
        Map<String, ColumnKind> extended = new HashMap<>(kinds);
        extended.put(column, kind);
        return new TableOptions(
                names,
                ignored,
                extended,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    public TableOptions withFeatures(FeatureSource chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                chosen,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    public TableOptions withDirection(Direction chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                chosen,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    public TableOptions withIrregularities(Irregularities chosen) {
        return new TableOptions(
                names, ignored, kinds, features, direction, chosen, badRows, limits, resources, encoding, text,
                matching, more);
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
                encoding,
                text,
                matching,
                more);
    }

    public TableOptions withLimits(Limits chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                chosen,
                resources,
                encoding,
                text,
                matching,
                more);
    }

    public TableOptions withResources(Resources chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                chosen,
                encoding,
                text,
                matching,
                more);
    }

    /** Encodes the nodes as those were that the encoding was fitted to. */
    public TableOptions encodedBy(FeatureEncoding fitted) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                fitted,
                text,
                matching,
                more);
    }

    public TableOptions withText(TextFormat chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                chosen,
                matching,
                more);
    }

    public TableOptions withMatching(Matching chosen) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                chosen,
                more);
    }

    /**
     * Adds features from a further table: a row names a node, a feature and, where there is a third column, a number. The columns of the nodes come first.
     */
    public TableOptions withMoreFeatures(@Nullable TableSource table) {
        return new TableOptions(
                names,
                ignored,
                kinds,
                features,
                direction,
                irregularities,
                badRows,
                limits,
                resources,
                encoding,
                text,
                matching,
                table);
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": expected 1 or more, got " + value);
        }
    }
}
