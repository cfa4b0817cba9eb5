package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.run.ClustersFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns of the table of nodes as the user wrote them, as text, to be joined to results. */
public final class NodeColumns implements ClustersFile.MoreColumns {
    /** Names that results have themselves; a user's column of such a name gets {@link #PREFIX}. */
    private static final Set<String> TAKEN = Set.of("id", "cluster", "confidence", "second", "margin");

    private static final String PREFIX = "input_";

    private final List<String> names;
    private final List<@Nullable String[]> values;

    private NodeColumns(List<String> names, List<@Nullable String[]> values) {
        this.names = List.copyOf(names);
        this.values = values;
    }

    /**
     * Reads columns.
     *
     * @param nodes the table that the ids came from, read once more
     * @param options as it was read with
     * @param id column of the ids
     * @param wanted names of columns; empty has all but the ids
     */
    public static NodeColumns read(TableSource nodes, TableOptions options, String id, NodeIds ids, List<String> wanted)
            throws IOException {
        try (TableSession session = new TableSession(options.resources())) {
            Table table = Table.open(session, nodes, "nodes", options.text(), new RejectsFile(null));
            List<String> columns = new ArrayList<>();
            for (String column : wanted.isEmpty() ? table.columns().keySet() : wanted) {
                String found = table.column(column, "");
                if (!found.equals(id) && !columns.contains(found)) {
                    columns.add(found);
                }
            }
            Map<String, Integer> nodeOf = new HashMap<>();
            for (int i = 0; i < ids.size(); i++) {
                nodeOf.put(ids.text(i), i);
            }
            List<@Nullable String[]> values = new ArrayList<>();
            columns.forEach(column -> values.add(new @Nullable String[ids.size()]));
            Set<Integer> seen = new HashSet<>();
            String selected = columns.stream()
                    .map(column -> ", " + table.asText(column) + " AS " + name("_" + column))
                    .collect(Collectors.joining());
            session.chunks(
                    "SELECT " + table.asText(id) + " AS " + name("_") + selected + " FROM " + table.relation(),
                    chunk -> {
                        for (long i = 0; i < chunk.rowCount(); i++) {
                            Integer node = chunk.vector(0).isNull(i)
                                    ? null
                                    : nodeOf.get(chunk.vector(0).getString(i));
                            // Of rows with one id the first is the node.
                            if (node == null || !seen.add(node)) {
                                continue;
                            }
                            for (int c = 0; c < columns.size(); c++) {
                                values.get(c)[node] = chunk.vector(c + 1).isNull(i)
                                        ? null
                                        : chunk.vector(c + 1).getString(i);
                            }
                        }
                    });
            if (seen.isEmpty()) {
                throw new InvalidInputException(table.title() + ": expected the ids of the run in column " + id
                        + ", got none; it was changed meanwhile");
            }
            return new NodeColumns(names(columns), values);
        }
    }

    private static List<String> names(List<String> columns) {
        Set<String> taken = new HashSet<>(TAKEN);
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String own = column;
            while (!taken.add(own.toLowerCase(Locale.ROOT))) {
                own = PREFIX + own;
            }
            names.add(own);
        }
        return names;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public @Nullable String value(int column, int node) {
        return values.get(column)[node];
    }
}
