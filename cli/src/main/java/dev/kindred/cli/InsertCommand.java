package dev.kindred.cli;

import dev.kindred.graph.NodeIds;
import dev.kindred.run.ClustersFile;
import dev.kindred.tables.ClusterTables;
import dev.kindred.tables.JdbcDrivers;
import dev.kindred.tables.JdbcLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindred insert}: the clusters of a run into a database. */
@Command(
        name = "insert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes the clusters of a run into a new table of a database.",
        footer = {
            "",
            "As cluster --to-jdbc does at the end of a run: all rows, or none and no table. The password comes from a file or from the",
            "environment variable KINDRED_JDBC_PASSWORD.",
            "",
            "Examples:",
            "  kindred insert groups --to-jdbc jdbc:postgresql://localhost/shop --jdbc-user ann --driver postgresql.jar",
            "  kindred insert groups --to-jdbc jdbc:sqlite:shop.db --to-table clusters_2026 --driver sqlite-jdbc.jar"
        })
final class InsertCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of results")
    private @Nullable Path folder;

    @Section(Section.OUTPUT)
    @Option(names = "--to-jdbc", paramLabel = "URL", description = "database to write to")
    private @Nullable String url;

    @Section(Section.OUTPUT)
    @Option(names = "--to-table", paramLabel = "NAME", description = "table to create there (default: clusters)")
    private @Nullable String table;

    @Section(Section.OUTPUT)
    @Option(names = "--driver", paramLabel = "JAR", description = "JDBC driver of the database")
    private @Nullable Path driver;

    @Mixin
    private LoginFlags login = new LoginFlags();

    @Override
    public Integer call() throws IOException {
        if (folder == null || spec == null) {
            throw new UsageException("DIR: expected the folder of results, got none");
        }
        if (url == null) {
            throw UsageException.of("--to-jdbc", "expected URL, got none");
        }
        RunFolder run = RunFolder.open(folder);
        ClustersFile.Rows rows = run.clusters();
        if (driver != null) {
            JdbcDrivers.load(driver);
        }
        String name = table == null ? OutputFlags.TABLE : table;
        JdbcLogin who = login.login();
        ClusterTables.checkInsert(url, who, name);
        NodeIds ids = run.hasNumbersAsIds()
                ? NodeIds.of(rows.ids().stream().mapToLong(Long::parseLong).toArray())
                : NodeIds.of(rows.ids());
        ClusterTables.insert(
                url,
                who,
                name,
                ids,
                new ClusterTables.Rows(rows.clusters(), rows.confidence(), rows.second(), rows.margin()));
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "%,d rows in table %s of %s%n", ids.size(), name, JdbcDrivers.shown(url));
        return 0;
    }
}
