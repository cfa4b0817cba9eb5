package dev.kindred.cli;

import dev.kindred.tables.TableOptions.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names of the columns that make a graph of tables; {@code evaluate} has them, too. */
@Section(Section.COLUMNS)
final class ColumnNames {
    @Option(names = "--id", paramLabel = "COLUMN", description = "column of the node ids (default: guessed)")
    private @Nullable String id;

    @Option(
            names = "--source",
            paramLabel = "COLUMN",
            description = "column of the node that an edge starts at (default: guessed)")
    private @Nullable String source;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "column of the node that an edge ends at (default: guessed)")
    private @Nullable String target;

    @Option(
            names = "--weight",
            paramLabel = "COLUMN",
            description = "column of the edge weights (default: weight, if there is one)")
    private @Nullable String weight;

    /**
     * The names.
     *
     * @param label column of known classes, or null
     */
    Names names(@Nullable String label) {
        return new Names(id, source, target, weight, label);
    }

    /** The names of a graph whose edges are made of a table and have names of their own. */
    Names ofProjected(@Nullable String label) {
        return new Names(id, null, null, null, label);
    }
}
