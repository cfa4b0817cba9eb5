package dev.kindred.cli;

import dev.kindred.formats.GraphFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Refuses flags that say something of columns or tables where {@code --data} names a file that has none: nothing would come of them. */
final class FlagsWithoutEffect {
    /** Say how text is laid out, or which columns of a table the edges stand in. */
    private static final List<String> OF_TEXT = List.of(
            "--source",
            "--target",
            "--header",
            "--no-header",
            "--encoding-of-text",
            "--project",
            "--project-cap",
            "--with-columns");

    /** Say what columns of the nodes mean, or how ids are matched. */
    private static final List<String> OF_COLUMNS = List.of(
            "--id",
            "--ignore",
            "--column",
            "--encoding",
            "--max-categories",
            "--max-terms",
            "--min-rows",
            "--features-table",
            "--match-ids",
            "--keep-unknown-nodes",
            "--allow-lost-edges",
            "--skip-bad-rows");

    private static final Set<GraphFormat> DOCUMENTS =
            Set.of(GraphFormat.GRAPHML, GraphFormat.GEXF, GraphFormat.GML, GraphFormat.NODE_LINK, GraphFormat.PAJEK);

    /** Hold arrays by name, of which a flag may name one. */
    private static final Set<GraphFormat> NAMED =
            Set.of(GraphFormat.NPZ, GraphFormat.NPY, GraphFormat.TORCH, GraphFormat.MATLAB);

    private FlagsWithoutEffect() {}

    /**
     * Checks the flags of a command.
     *
     * @param format of the data; null for a folder of {@code kindred import}
     * @throws UsageException that names the first flag without effect
     */
    static void check(CommandSpec command, Path data, @Nullable GraphFormat format) {
        List<String> without = new ArrayList<>(OF_TEXT);
        String got = "a folder of kindred import; give them to kindred import";
        if (format != null) {
            got = data + " (" + format.title() + ")";
        }
        if (format == null || !DOCUMENTS.contains(format)) {
            without.addAll(OF_COLUMNS);
            if (format == null || !NAMED.contains(format)) {
                without.add("--weight");
            }
            if (format == null || !(NAMED.contains(format) || format == GraphFormat.ANN_DATA)) {
                without.add("--label");
            }
            if (format == null) {
                without.add("--features");
            }
        }
        if (format == GraphFormat.PLANETOID) {
            without.add("--directed");
        }
        for (String flag : without) {
            if (isGiven(command.findOption(flag))) {
                throw UsageException.of(flag, "expected " + wanted(flag) + ", got " + got);
            }
        }
    }

    private static String wanted(String flag) {
        return switch (flag) {
            case "--directed" -> "a graph whose edges may have a direction";
            case "--label", "--weight" -> "a format that names its arrays or columns";
            case "--features" -> "a file";
            default ->
                OF_TEXT.contains(flag)
                        ? "tables (--nodes, --edges)"
                        : "tables (--nodes, --edges), or a format whose nodes have columns (GraphML, GEXF, GML, node-link JSON, Pajek)";
        };
    }

    private static boolean isGiven(@Nullable OptionSpec option) {
        Object value = option == null ? null : option.getValue();
        return value != null
                && !Boolean.FALSE.equals(value)
                && !(value instanceof Collection<?> items && items.isEmpty());
    }
}
