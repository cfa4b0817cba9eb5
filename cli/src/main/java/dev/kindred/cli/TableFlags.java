package dev.kindred.cli;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.tables.ColumnKind;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.JdbcDrivers;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.BadRows;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Header;
import dev.kindred.tables.TableOptions.IdRule;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableOptions.Limits;
import dev.kindred.tables.TableOptions.LostEdges;
import dev.kindred.tables.TableOptions.Matching;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.tables.TableOptions.Resources;
import dev.kindred.tables.TableOptions.TextFormat;
import dev.kindred.tables.TableOptions.UnknownNodes;
import dev.kindred.tables.TableReport;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of a graph that is given as tables. */
final class TableFlags {
    /** A graph that is only planned: {@code kindred estimate} takes numbers where files are given elsewhere. */
    record Planned(
            String nodes, @Nullable String edges, @Nullable String features) {}

    @Option(
            names = "--nodes",
            paramLabel = "FILE",
            description = "nodes: .csv, .tsv, .txt, .jsonl, .json or .parquet, globs too; text also .gz or .zst")
    private @Nullable String nodes;

    @Option(names = "--edges", paramLabel = "FILE", description = "edges: likewise")
    private @Nullable String edges;

    @Option(names = "--id", paramLabel = "COLUMN", description = "ids of the nodes (guessed where left out)")
    private @Nullable String id;

    @Option(names = "--source", paramLabel = "COLUMN", description = "first ends of the edges (guessed where left out)")
    private @Nullable String source;

    @Option(names = "--target", paramLabel = "COLUMN", description = "other ends of the edges (guessed where left out)")
    private @Nullable String target;

    @Option(names = "--weight", paramLabel = "COLUMN", description = "weights of the edges (weight, if there is one)")
    private @Nullable String weight;

    @Option(
            names = "--ignore",
            paramLabel = "COLUMNS",
            split = ",",
            description = "columns of the nodes that are no features")
    private @Nullable List<String> ignore;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=KIND",
            split = ",",
            description =
                    "what a column means: number, robust, boolean, category, words, tfidf, tokens, values, date, vector, ignore")
    private @Nullable List<String> columns;

    @Option(
            names = "--features",
            paramLabel = "FROM",
            description = "columns of the nodes, or none: degree and position in the graph (default: columns)")
    private @Nullable String features;

    @Option(
            names = "--encoding",
            paramLabel = "FILE",
            description = "encode the nodes as an earlier run did (its encoding.json)")
    private @Nullable Path encoding;

    @Option(
            names = "--features-table",
            paramLabel = "FILE",
            description = "more features: rows of a node, a feature and, perhaps, a number; or of a node and further columns")
    private @Nullable String featuresTable;

    @Option(names = "--header", description = "the first row of text files names the columns (found where left out)")
    private boolean header;

    @Option(names = "--no-header", description = "the first row of text files is data (found where left out)")
    private boolean noHeader;

    @Option(
            names = "--encoding-of-text",
            paramLabel = "NAME",
            description = "character encoding of text files: utf-8, utf-16, latin1, windows-1252, .. (found where left out)")
    private @Nullable String charset;

    @Option(
            names = "--match-ids",
            paramLabel = "RULE",
            description = "when ids of edges and nodes are the same: exact, trim (without blanks), whole (12.0 is 12), number (and 007 is 7), "
                    + "uuid, ignore-case (exact; where few match, trim, whole or uuid)")
    private @Nullable String matchIds;

    @Option(
            names = "--keep-unknown-nodes",
            description = "keep nodes that only edges name, without attributes (default: left out with their edges)")
    private boolean keepUnknown;

    @Option(
            names = "--allow-lost-edges",
            description = "go on where fewer than half of the edges find both ends (default: an error)")
    private boolean allowLost;

    @Option(names = "--strict", description = "anything irregular in the tables is an error")
    private boolean strict;

    @Option(
            names = "--skip-bad-rows",
            paramLabel = "FILE",
            description = "write malformed rows to a file and read on without them")
    private @Nullable Path rejects;

    @Option(names = "--max-categories", paramLabel = "N", description = "categories kept of a column (default: 64)")
    private @Nullable Integer maxCategories;

    @Option(names = "--max-terms", paramLabel = "N", description = "terms kept of a column (default: 10000)")
    private @Nullable Integer maxTerms;

    @Option(names = "--min-rows", paramLabel = "N", description = "rows that a term must be in (default: 1)")
    private @Nullable Integer minRows;

    @Option(
            names = "--table-memory",
            paramLabel = "MB",
            description = "memory for reading tables, on top of Java's heap (default: 2048)")
    private @Nullable Integer memory;

    @Option(
            names = "--temp-folder",
            paramLabel = "DIR",
            description = "where tables are spilled to that do not fit; cleaned up afterwards")
    private @Nullable Path temporary;

    @Option(names = "--jdbc", paramLabel = "URL", description = "database that the queries go to")
    private @Nullable String jdbc;

    @Option(names = "--nodes-query", paramLabel = "SQL", description = "nodes, from the database")
    private @Nullable String nodesQuery;

    @Option(names = "--edges-query", paramLabel = "SQL", description = "edges, from the database")
    private @Nullable String edgesQuery;

    @Option(names = "--driver", paramLabel = "JAR", description = "the database's JDBC driver")
    private @Nullable Path driver;

    private boolean driverLoaded;

    /** Whether tables are given, and no .npz file. */
    boolean given() {
        return nodes != null || edges != null || nodesQuery != null || edgesQuery != null;
    }

    /** Numbers instead of files, where {@code --nodes} is one; null where it is none. */
    @Nullable
    Planned planned() {
        return nodes != null && nodes.matches("[0-9]+") ? new Planned(nodes, edges, features) : null;
    }

    /**
     * Reads the graph.
     *
     * @param label column of known classes, or null
     * @param told of what was met and guessed, a line each; what is irregular is the caller's to warn of
     */
    TableGraph read(@Nullable String label, Direction direction, Consumer<String> told) throws IOException {
        loadDriver();
        TableSource nodeSource = source("nodes", nodes, nodesQuery);
        TableSource edgeSource = source("edges", edges, edgesQuery);
        if (edgeSource == null) {
            throw new UsageException("edges: expected --edges FILE or --edges-query SQL beside --nodes, got none");
        }
        TableOptions chosen = options(label, direction);
        TableGraph table = nodeSource == null
                ? GraphTables.readEdges(edgeSource, chosen)
                : GraphTables.read(nodeSource, edgeSource, chosen);
        table.report().lines().stream()
                .filter(line -> !line.startsWith(TableReport.IRREGULAR))
                .forEach(told);
        return table;
    }

    /** Before anything but {@link #read} speaks to a database. */
    void loadDriver() throws IOException {
        if (driver != null && !driverLoaded) {
            JdbcDrivers.load(driver);
            driverLoaded = true;
        }
    }

    private @Nullable TableSource source(String what, @Nullable String file, @Nullable String query) {
        if (file != null && query != null) {
            throw new UsageException(what + ": expected one of --" + what + " and --" + what + "-query, got both");
        }
        if (query == null) {
            return file == null ? null : TableSource.files(file);
        }
        if (jdbc == null) {
            throw new UsageException(what + ": expected --jdbc URL beside --" + what + "-query, got none");
        }
        return TableSource.query(jdbc, query);
    }

    private TableOptions options(@Nullable String label, Direction direction) throws IOException {
        TableOptions defaults = TableOptions.defaults();
        Limits limits = defaults.limits();
        Resources resources = defaults.resources();
        try {
            return new TableOptions(
                    new Names(id, source, target, weight, label),
                    ignore == null ? List.of() : ignore,
                    kinds(),
                    featureSource(),
                    direction,
                    strict ? Irregularities.REFUSE : Irregularities.REPORT,
                    new BadRows(rejects),
                    new Limits(
                            or(maxCategories, limits.categories()),
                            or(maxTerms, limits.terms()),
                            or(minRows, limits.leastRows())),
                    new Resources(
                            or(memory, resources.memoryMegabytes()),
                            or(temporary, resources.temporaryFolder()),
                            resources.threads()),
                    encoding == null ? null : FeatureEncoding.read(encoding),
                    new TextFormat(headerChoice(), charset()),
                    new Matching(
                            idRule(),
                            keepUnknown ? UnknownNodes.KEEP : UnknownNodes.LEAVE_OUT,
                            allowLost ? LostEdges.ALLOW : LostEdges.REFUSE),
                    featuresTable == null ? null : TableSource.files(featuresTable));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Header headerChoice() {
        if (header && noHeader) {
            throw new UsageException("header: expected one of --header and --no-header, got both");
        }
        return header ? Header.PRESENT : noHeader ? Header.ABSENT : Header.AUTO;
    }

    private @Nullable Charset charset() {
        try {
            return charset == null ? null : Charset.forName(charset);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "encoding-of-text: expected a character encoding such as utf-8, latin1 or windows-1252, got " + charset,
                    e);
        }
    }

    private IdRule idRule() {
        if (matchIds == null) {
            return IdRule.AUTO;
        }
        for (IdRule rule : IdRule.values()) {
            if (rule != IdRule.AUTO && rule.name().replace('_', '-').equalsIgnoreCase(matchIds)) {
                return rule;
            }
        }
        throw new UsageException(
                "match-ids: expected exact, trim, whole, number, uuid or ignore-case, got " + matchIds);
    }

    private FeatureSource featureSource() {
        return switch (features == null ? "columns" : features.toLowerCase(Locale.ROOT)) {
            case "columns" -> FeatureSource.COLUMNS;
            case "none" -> FeatureSource.STRUCTURE;
            default -> throw new UsageException("features: expected columns or none, got " + features);
        };
    }

    private Map<String, ColumnKind> kinds() {
        Map<String, ColumnKind> kinds = new HashMap<>();
        for (String column : columns == null ? List.<String>of() : columns) {
            int equals = column.lastIndexOf('=');
            if (equals < 1) {
                throw new UsageException("column: expected COLUMN=KIND, got " + column);
            }
            kinds.put(column.substring(0, equals), ColumnKind.of(column.substring(equals + 1)));
        }
        return kinds;
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    /** Where the tables come from, for run.json. */
    Map<String, Object> provenance(TableGraph table) throws IOException {
        Map<String, Object> facts = InputFacts.ofTables(nodes, nodesQuery, edges, edgesQuery, jdbc, table);
        if (featuresTable != null && Files.isRegularFile(Path.of(featuresTable))) {
            facts.put("featuresTable", InputFacts.ofFile("file", Path.of(featuresTable)));
        }
        return facts;
    }

    /** A name for the folder of results. */
    String name() {
        String from = nodes != null ? nodes : edges != null ? edges : "tables";
        Path file = Path.of(from).getFileName();
        return String.valueOf(file).replaceFirst("\\..*", "").replace("*", "");
    }
}
