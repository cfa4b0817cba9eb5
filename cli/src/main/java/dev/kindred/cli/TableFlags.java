package dev.kindred.cli;

import dev.kindred.tables.JdbcDrivers;
import dev.kindred.tables.JdbcLogin;
import dev.kindred.tables.TableOptions.BadRows;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableOptions.Resources;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of where tables come from and how strictly they are read; the edges are those of {@link GraphFlags}. */
@Section(Section.INPUT)
final class TableFlags {
    @Option(
            names = "--nodes",
            paramLabel = "FILE",
            description =
                    "table of nodes, one row each; formats as for --edges, - is standard input (default: the nodes that the edges name)")
    private @Nullable String nodes;

    @Option(names = "--jdbc", paramLabel = "URL", description = "database that the queries are sent to")
    private @Nullable String jdbc;

    @Option(names = "--nodes-query", paramLabel = "SQL", description = "query for the nodes, instead of --nodes")
    private @Nullable String nodesQuery;

    @Option(names = "--edges-query", paramLabel = "SQL", description = "query for the edges, instead of --edges")
    private @Nullable String edgesQuery;

    @Option(names = "--driver", paramLabel = "JAR", description = "JDBC driver of the database")
    private @Nullable Path driver;

    @Mixin
    private LoginFlags login = new LoginFlags();

    @Option(names = "--strict", description = "stop at anything irregular in the tables (default: count and report it)")
    private boolean strict;

    @Option(
            names = "--skip-bad-rows",
            paramLabel = "FILE",
            description = "write malformed rows to FILE and go on without them (default: a malformed row is an error)")
    private @Nullable Path rejects;

    @Option(
            names = "--table-memory",
            paramLabel = "MB",
            description = "memory for reading tables, in addition to Java's heap (default: 2048)")
    private @Nullable Integer memory;

    @Option(
            names = "--temp-folder",
            paramLabel = "DIR",
            description =
                    "folder for tables that do not fit into that memory; emptied afterwards (default: the system's)")
    private @Nullable Path temporary;

    private boolean driverLoaded;

    /** Whether a flag names nodes or edges. */
    boolean given(GraphFlags graph) {
        return nodes != null || graph.edges() != null || nodesQuery != null || edgesQuery != null;
    }

    @Nullable
    String nodes() {
        return nodes;
    }

    @Nullable
    String nodesQuery() {
        return nodesQuery;
    }

    @Nullable
    String edgesQuery() {
        return edgesQuery;
    }

    @Nullable
    String jdbc() {
        return jdbc;
    }

    @Nullable
    Path temporaryFolder() {
        return temporary;
    }

    /** Who asks databases. */
    JdbcLogin login() throws IOException {
        return login.login();
    }

    /** Before anything speaks to a database. */
    void loadDriver() throws IOException {
        if (driver != null && !driverLoaded) {
            JdbcDrivers.load(driver);
            driverLoaded = true;
        }
    }

    @Nullable
    TableSource nodeSource() throws IOException {
        return source("nodes", nodes, nodesQuery);
    }

    TableSource edgeSource(@Nullable String edges) throws IOException {
        TableSource source = source("edges", edges, edgesQuery);
        if (source == null) {
            throw UsageException.of("--edges", "expected FILE, or --edges-query SQL, beside --nodes, got neither");
        }
        return source;
    }

    private @Nullable TableSource source(String what, @Nullable String file, @Nullable String query)
            throws IOException {
        String flag = "--" + what;
        if (file != null && query != null) {
            throw UsageException.of(flag, "expected either " + flag + " or " + flag + "-query, got both");
        }
        if (query == null) {
            return file == null ? null : GraphFlags.files(flag, file);
        }
        if (jdbc == null) {
            throw UsageException.of("--jdbc", "expected URL beside " + flag + "-query, got none");
        }
        return TableSource.query(jdbc, query, login());
    }

    Irregularities irregularities() {
        return strict ? Irregularities.REFUSE : Irregularities.REPORT;
    }

    BadRows badRows() {
        return new BadRows(rejects);
    }

    Resources resources(Resources defaults) {
        if (memory != null && memory < 1) {
            throw UsageException.of("--table-memory", "expected 1 or more, got " + memory);
        }
        if (temporary != null && !Files.isDirectory(temporary)) {
            throw UsageException.of(
                    "--temp-folder",
                    "expected a folder, got " + (Files.exists(temporary) ? "the file " : "nothing at ") + temporary);
        }
        return new Resources(
                memory == null ? defaults.memoryMegabytes() : memory,
                temporary == null ? defaults.temporaryFolder() : temporary,
                defaults.threads());
    }
}
