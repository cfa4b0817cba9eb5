package dev.kindred.cli;

import dev.kindred.formats.GraphFiles;
import dev.kindred.tables.ColumnOptions;
import dev.kindred.tables.EdgeOptions;
import dev.kindred.tables.FeatureOptions;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.JdbcLogin;
import dev.kindred.tables.NodeColumns;
import dev.kindred.tables.ReadingOptions;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableReport;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Everything a command needs to read the graph that it works on. */
final class InputFlags {
    /** A graph that is only planned: {@code kindred estimate} takes numbers where files are given elsewhere. */
    record Planned(
            String nodes, @Nullable String edges, @Nullable String features) {}

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private final StandardInput standardInput = new StandardInput();

    @Mixin
    private GraphFlags graph = new GraphFlags();

    @Mixin
    private TableFlags tables = new TableFlags();

    @Mixin
    private MatchFlags matches = new MatchFlags();

    @Mixin
    private ColumnNames names = new ColumnNames();

    @Mixin
    private FeatureFlags features = new FeatureFlags();

    /** Refuses flags that name no graph, or two, or files that cannot be tables: before anything is read or written. */
    void check() throws IOException {
        graph.check();
        boolean given = tables.given(graph);
        if ((graph.data() == null) == !given) {
            throw new UsageException("input: expected "
                    + (given
                            ? "either --data, or --nodes and --edges, got both"
                            : "--data FILE, or --nodes FILE and --edges FILE, got neither"));
        }
        Path data = graph.data();
        if (data != null && data.toString().equals(StandardInput.NAME)) {
            throw UsageException.of(
                    "--data",
                    "expected a file or folder, got -; --edges - and --nodes - read tables from standard input");
        }
        if (data != null && Files.exists(data)) {
            checkFlags(data);
        }
        if (given && planned() == null) {
            tables.nodeSource();
            graph.projected(tables.edgeSource(graph.edges()), names.names(null));
            options();
        }
    }

    GraphFlags graph() {
        return graph;
    }

    /** What {@code --data} names; null where tables are given. */
    @Nullable
    Path data() {
        return graph.data();
    }

    /** Numbers instead of files, where {@code --nodes} is one; null where it is none. */
    @Nullable
    Planned planned() {
        String nodes = tables.nodes();
        return nodes != null && nodes.matches("[0-9]+") ? new Planned(nodes, graph.edges(), features.features()) : null;
    }

    /**
     * Reads the graph.
     *
     * @param told of what was found in the files and guessed, a line each; what is irregular is a warning of the input
     */
    ClusterInput read(Consumer<String> told) throws IOException {
        return read(null, told);
    }

    /** @param columns of the nodes to be kept as they are, none of them meaning all; null keeps none */
    ClusterInput read(@Nullable List<String> columns, Consumer<String> told) throws IOException {
        Path data = graph.data();
        if (data != null) {
            return graph.limited(ClusterInput.ofData(data, options(), told), told);
        }
        TableGraph table = readTables();
        table.report().lines().stream()
                .filter(line -> !line.startsWith(TableReport.IRREGULAR))
                .forEach(told);
        ClusterInput input = graph.limited(ClusterInput.ofTables(table, provenance(table)), told);
        return columns == null ? input : input.withColumns(columns(table, columns));
    }

    private void checkFlags(Path data) throws IOException {
        if (command != null) {
            FlagsWithoutEffect.check(
                    command,
                    data,
                    ClusterInput.isStore(data)
                            ? null
                            : GraphFiles.recognize(data).format());
        }
    }

    /** Reads tables. */
    TableGraph readTables() throws IOException {
        tables.loadDriver();
        TableSource nodeSource = tables.nodeSource();
        nodeSource = nodeSource == null ? null : readable("--nodes", nodeSource);
        TableSource edgeSource =
                graph.projected(readable("--edges", tables.edgeSource(graph.edges())), names.names(null));
        TableOptions chosen = options();
        if (chosen.more() != null) {
            chosen = chosen.withMoreFeatures(readable("--features-table", chosen.more()));
        }
        TableGraph read = nodeSource == null
                ? GraphTables.readEdges(edgeSource, chosen)
                : GraphTables.read(nodeSource, edgeSource, chosen);
        return read.withReport(read.report().inWords(FlagNames::in));
    }

    /** What can be read more than once, where the source is standard input or a pipe. */
    private TableSource readable(String flag, TableSource source) throws IOException {
        return source instanceof TableSource.Files files
                ? TableSource.files(standardInput.file(flag, files.pattern(), tables.temporaryFolder()))
                : source;
    }

    /** Who asks databases. */
    JdbcLogin login() throws IOException {
        return tables.login();
    }

    void loadDriver() throws IOException {
        tables.loadDriver();
    }

    private TableOptions options() throws IOException {
        TableOptions defaults = TableOptions.defaults();
        try {
            return new TableOptions(
                    new ColumnOptions(
                            graph.projects() ? names.ofProjected(features.label()) : names.names(features.label()),
                            features.ignored(),
                            features.kinds()),
                    new FeatureOptions(
                            features.source(),
                            features.limits(defaults.limits()),
                            features.encoding(),
                            matches.moreFeatures()),
                    new EdgeOptions(graph.direction(), matches.matching()),
                    new ReadingOptions(
                            matches.text(),
                            tables.badRows(),
                            tables.irregularities(),
                            tables.resources(defaults.resources()),
                            notice -> {}));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Read now: the file may be another one when the clusters are known. */
    private NodeColumns columns(TableGraph table, List<String> wanted) throws IOException {
        TableSource nodes = tables.nodeSource();
        if (nodes == null) {
            throw UsageException.of("--with-columns", "expected a table of nodes (--nodes), got edges alone");
        }
        return NodeColumns.read(readable("--nodes", nodes), options(), table.idColumn(), table.ids(), wanted);
    }

    private Map<String, Object> provenance(TableGraph table) throws IOException {
        Map<String, Object> facts = InputFacts.ofTables(
                tables.nodes(), tables.nodesQuery(), graph.edges(), tables.edgesQuery(), tables.jdbc(), table);
        String more = matches.featuresTable();
        if (more != null) {
            facts.put(
                    "featuresTable",
                    Files.isRegularFile(Path.of(more))
                            ? InputFacts.ofFile("file", Path.of(more))
                            : Map.of("files", more));
        }
        return facts;
    }

    /** A name for the folder of results. */
    String name() {
        Path data = graph.data();
        if (data != null) {
            String name = String.valueOf(data.toAbsolutePath().normalize().getFileName());
            return Files.isDirectory(data) ? name : name.replaceFirst("(?<=.)\\.[A-Za-z0-9]+(\\.gz)?$", "");
        }
        String from = tables.nodes() != null ? tables.nodes() : graph.edges() != null ? graph.edges() : "tables";
        if (from.equals(StandardInput.NAME)) {
            return "tables";
        }
        return String.valueOf(Path.of(from).getFileName())
                .replaceFirst("\\..*", "")
                .replace("*", "");
    }
}
