package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.OutputFolder;
import dev.kindred.method.Grouping;
import dev.kindred.select.Selected;
import dev.kindred.tables.ClusterTables;
import dev.kindred.tables.ClusterTables.Format;
import dev.kindred.tables.JdbcLogin;
import dev.kindred.tables.NodeColumns;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of what is written besides the usual files. */
@Section(Section.OUTPUT)
final class OutputFlags {
    /** Table that clusters go to where none is named. */
    static final String TABLE = "clusters";

    private static final String ALL = "*";

    @Option(
            names = "--format",
            paramLabel = "FORMATS",
            split = ",",
            description =
                    "formats of the clusters: csv, parquet, jsonl; parquet also writes the embedding with ids (default: csv)")
    private @Nullable List<Format> formats;

    @Option(
            names = "--with-columns",
            arity = "0..1",
            fallbackValue = ALL,
            paramLabel = "COLUMNS",
            split = ",",
            description =
                    "also write columns of the node table beside the clusters, as they were given: those named, or all (default: none)")
    private @Nullable List<String> withColumns;

    @Option(
            names = "--memberships",
            description = "also write the share of each node in every cluster, in the same formats")
    private boolean memberships;

    @Option(names = "--to-jdbc", paramLabel = "URL", description = "also write the clusters to a database")
    private @Nullable String url;

    @Option(
            names = "--to-table",
            paramLabel = "NAME",
            description = "table to create in that database (default: clusters)")
    private @Nullable String table;

    /** Columns of the nodes to be written beside the clusters, none of them meaning all; null where none are asked for. */
    @Nullable
    List<String> withColumns() {
        return withColumns == null || withColumns.contains(ALL)
                ? (withColumns == null ? null : List.of())
                : withColumns;
    }

    /** Writes the files asked for. */
    void write(OutputFolder folder, NodeIds ids, @Nullable NodeColumns columns, Selected selected) throws IOException {
        Clustering result = selected.clustering();
        Grouping grouping = selected.grouping();
        List<Format> wanted = wanted();
        for (Format format : wanted) {
            if (format != Format.CSV) {
                ClusterTables.write(folder.file("clusters" + format.ending()), format, ids, result, columns);
            }
            if (memberships) {
                Path file = folder.file("memberships" + format.ending());
                if (grouping == null) {
                    ClusterTables.writeMemberships(file, format, ids, result);
                } else {
                    ClusterTables.writeMemberships(file, format, ids, grouping.shares(), grouping.clusters());
                }
            }
        }
        if (wanted.contains(Format.PARQUET)) {
            ClusterTables.writeEmbedding(folder.file("embedding.parquet"), ids, result.embedding());
        }
    }

    /** Before hours of work: the files asked for can have such ids. */
    void checkIds(NodeIds ids) throws IOException {
        if (memberships || wanted().stream().anyMatch(format -> format != Format.CSV)) {
            ClusterTables.checkIds(ids);
        }
    }

    /** Before hours of work: the database can be reached and has no such table. */
    void checkDatabase(JdbcLogin login) {
        if (url != null) {
            ClusterTables.checkInsert(url, login, table());
        }
    }

    /**
     * Writes the clusters into the database, if there is one.
     *
     * @param folder where they are already
     */
    void writeDatabase(JdbcLogin login, NodeIds ids, Clustering result, Path folder) {
        if (url == null) {
            return;
        }
        try {
            ClusterTables.insert(
                    url,
                    login,
                    table(),
                    ids,
                    new ClusterTables.Rows(result.labels(), result.confidence(), result.second(), result.margin()));
        } catch (InvalidInputException e) {
            throw new UndeliveredException(
                    "results are complete in " + folder + ", but not in the database: " + e.getMessage()
                            + "; kindred insert " + folder + " --to-jdbc URL"
                            + (table == null
                                    ? ""
                                    : " --to-table " + (table.matches("[\\w.]+") ? table : "'" + table + "'"))
                            + " tries this part again",
                    e);
        }
    }

    private List<Format> wanted() {
        return formats == null ? List.of(Format.CSV) : formats;
    }

    private String table() {
        return table == null ? TABLE : table;
    }
}
