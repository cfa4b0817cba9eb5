package dev.kindred.tables;

import dev.kindred.StructureFeatures;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.notice.Notice;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How tables become a graph. {@link #defaults()} guesses the names of columns and the kinds of features; each {@code with} gives a copy with one choice
 * made:
 *
 * <pre>{@code
 * TableOptions.defaults().withId("customer").withLabel("segment").ignoring("phone")
 * }</pre>
 *
 * @param columns what the columns are
 * @param features how nodes get their features
 * @param edges how edges join nodes
 * @param reading how tables are read
 */
public record TableOptions(ColumnOptions columns, FeatureOptions features, EdgeOptions edges, ReadingOptions reading) {
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
            @Nullable String label) {
        /** All guessed, no labels. */
        public static final Names GUESSED = new Names(null, null, null, null, null);

        public Names withId(@Nullable String column) {
            return new Names(column, source, target, weight, label);
        }

        public Names withSource(@Nullable String column) {
            return new Names(id, column, target, weight, label);
        }

        public Names withTarget(@Nullable String column) {
            return new Names(id, source, column, weight, label);
        }

        public Names withWeight(@Nullable String column) {
            return new Names(id, source, target, column, label);
        }

        public Names withLabel(@Nullable String column) {
            return new Names(id, source, target, weight, column);
        }
    }

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
    public record TextFormat(Header header, @Nullable Charset charset) {
        public TextFormat withHeader(Header chosen) {
            return new TextFormat(chosen, charset);
        }

        public TextFormat withCharset(@Nullable Charset chosen) {
            return new TextFormat(header, chosen);
        }
    }

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
    public record Matching(IdRule rule, UnknownNodes unknownNodes, LostEdges lostEdges) {
        public Matching withRule(IdRule chosen) {
            return new Matching(chosen, unknownNodes, lostEdges);
        }

        public Matching withUnknownNodes(UnknownNodes chosen) {
            return new Matching(rule, chosen, lostEdges);
        }

        public Matching withLostEdges(LostEdges chosen) {
            return new Matching(rule, unknownNodes, chosen);
        }
    }

    /** Guessed names, features from columns, an undirected graph; 2 GB for DuckDB. */
    public static TableOptions defaults() {
        return new TableOptions(
                new ColumnOptions(Names.GUESSED, List.of(), Map.of()),
                new FeatureOptions(FeatureSource.COLUMNS, new Limits(64, 10_000, 1), null, null),
                new EdgeOptions(
                        Direction.SYMMETRIC, new Matching(IdRule.AUTO, UnknownNodes.LEAVE_OUT, LostEdges.REFUSE)),
                new ReadingOptions(
                        new TextFormat(Header.AUTO, null),
                        new BadRows(null),
                        Irregularities.REPORT,
                        new Resources(
                                2048,
                                Path.of(System.getProperty("java.io.tmpdir")),
                                Runtime.getRuntime().availableProcessors()),
                        null));
    }

    public Names names() {
        return columns.names();
    }

    public List<String> ignored() {
        return columns.ignored();
    }

    public Map<String, ColumnKind> kinds() {
        return columns.kinds();
    }

    public FeatureSource source() {
        return features.source();
    }

    public Limits limits() {
        return features.limits();
    }

    public @Nullable FeatureEncoding encoding() {
        return features.encoding();
    }

    public @Nullable TableSource more() {
        return features.more();
    }

    public Direction direction() {
        return edges.direction();
    }

    public Matching matching() {
        return edges.matching();
    }

    public TextFormat text() {
        return reading.text();
    }

    public BadRows badRows() {
        return reading.badRows();
    }

    public Irregularities irregularities() {
        return reading.irregularities();
    }

    public Resources resources() {
        return reading.resources();
    }

    public TableOptions withNames(Names chosen) {
        return new TableOptions(columns.withNames(chosen), features, edges, reading);
    }

    /** Names the column of the nodes' ids. */
    public TableOptions withId(String column) {
        return new TableOptions(columns.withNames(columns.names().withId(column)), features, edges, reading);
    }

    /** Names the column of the edges' first end. */
    public TableOptions withSource(String column) {
        return new TableOptions(columns.withNames(columns.names().withSource(column)), features, edges, reading);
    }

    /** Names the column of the edges' second end. */
    public TableOptions withTarget(String column) {
        return new TableOptions(columns.withNames(columns.names().withTarget(column)), features, edges, reading);
    }

    /** Names the column of the edges' weights. */
    public TableOptions withWeight(String column) {
        return new TableOptions(columns.withNames(columns.names().withWeight(column)), features, edges, reading);
    }

    /** Names the column of the nodes' known classes, which are never features and never trained on. */
    public TableOptions withLabel(String column) {
        return new TableOptions(columns.withNames(columns.names().withLabel(column)), features, edges, reading);
    }

    /** Leaves columns out of the features. */
    public TableOptions ignoring(String... ignored) {
        return new TableOptions(columns.withIgnored(List.of(ignored)), features, edges, reading);
    }

    public TableOptions withIgnored(List<String> ignored) {
        return new TableOptions(columns.withIgnored(ignored), features, edges, reading);
    }

    /** Sets the kind of one more column. */
    public TableOptions withKind(String column, ColumnKind kind) {
        Map<String, ColumnKind> extended = new HashMap<>(columns.kinds());
        extended.put(column, kind);
        return new TableOptions(columns.withKinds(extended), features, edges, reading);
    }

    public TableOptions withFeatures(FeatureSource chosen) {
        return new TableOptions(columns, features.withSource(chosen), edges, reading);
    }

    public TableOptions withLimits(Limits chosen) {
        return new TableOptions(columns, features.withLimits(chosen), edges, reading);
    }

    /** Encodes the nodes as those were that the encoding was fitted to. */
    public TableOptions encodedBy(FeatureEncoding fitted) {
        return new TableOptions(columns, features.withFitted(fitted), edges, reading);
    }

    /**
     * Adds features from a further table: a row names a node, a feature and, where there is a third column, a number. The columns of the nodes come first.
     */
    public TableOptions withMoreFeatures(@Nullable TableSource table) {
        return new TableOptions(columns, features.withMore(table), edges, reading);
    }

    public TableOptions withDirection(Direction chosen) {
        return new TableOptions(columns, features, new EdgeOptions(chosen, edges.matching()), reading);
    }

    public TableOptions withMatching(Matching chosen) {
        return new TableOptions(columns, features, new EdgeOptions(edges.direction(), chosen), reading);
    }

    /** Says when an id of the edges is that of a node. */
    public TableOptions withIdRule(IdRule chosen) {
        return withMatching(matching().withRule(chosen));
    }

    /** Makes nodes without attributes of ids that only edges name. */
    public TableOptions keepingUnknownNodes() {
        return withMatching(matching().withUnknownNodes(UnknownNodes.KEEP));
    }

    /** Goes on where fewer than half of the edges find both ends. */
    public TableOptions allowingLostEdges() {
        return withMatching(matching().withLostEdges(LostEdges.ALLOW));
    }

    public TableOptions withText(TextFormat chosen) {
        return new TableOptions(columns, features, edges, reading.withText(chosen));
    }

    /** Says whether the first row of text files names the columns. */
    public TableOptions withHeader(Header chosen) {
        return withText(text().withHeader(chosen));
    }

    /** Says in which character encoding text files are. */
    public TableOptions withCharset(Charset chosen) {
        return withText(text().withCharset(chosen));
    }

    /** Writes malformed rows to a file and reads on. */
    public TableOptions skippingBadRows(Path rejects) {
        return new TableOptions(columns, features, edges, reading.withBadRows(new BadRows(rejects)));
    }

    public TableOptions withIrregularities(Irregularities chosen) {
        return new TableOptions(columns, features, edges, reading.withIrregularities(chosen));
    }

    /** Makes irregularities an error. */
    public TableOptions refusingIrregularities() {
        return withIrregularities(Irregularities.REFUSE);
    }

    public TableOptions withResources(Resources chosen) {
        return new TableOptions(columns, features, edges, reading.withResources(chosen));
    }

    /** Tells a listener of guesses and irregularities once the tables are read; without one, irregularities go to the log. */
    public TableOptions withListener(Consumer<Notice> told) {
        return new TableOptions(columns, features, edges, reading.withListener(told));
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": expected 1 or more, got " + value);
        }
    }
}
