package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A further table with features of the nodes: a row names a node and a feature and, in a third column, a number, as sparse matrices and memberships are
 * written; or a row has all that is known of a node, in any columns.
 */
final class MoreFeatures {
    private static final String GATHERED = "kindred_features";

    private MoreFeatures() {}

    /** The table with one row a node, in the order in which nodes appear. */
    static Table asNodes(TableSession session, Table table, RejectsFile rejects) throws IOException {
        String id = ColumnChoice.conventionalId(table);
        List<String> others = table.columns().keySet().stream()
                .filter(column -> !column.equals(id))
                .toList();
        if (others.isEmpty()) {
            throw new InvalidInputException(
                    table.title() + ": expected columns of nodes, features and, perhaps, numbers ("
                            + Setting.MORE_FEATURES + "), got " + id);
        }
        String key = name(id);
        session.execute("CREATE OR REPLACE TABLE " + GATHERED
                + "_rows AS SELECT row_number() OVER () AS kindred_n, * FROM " + table.relation());
        if (table.csv() != null) {
            rejects.take(table.csv().rejected(), "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        }
        long[] counts =
                session.numbers("SELECT count(" + key + "), count(DISTINCT " + key + ") FROM " + GATHERED + "_rows");
        if (counts[0] == counts[1]) {
            session.execute("CREATE OR REPLACE TABLE " + GATHERED + " AS SELECT * EXCLUDE (kindred_n) FROM " + GATHERED
                    + "_rows WHERE " + key + " IS NOT NULL ORDER BY kindred_n");
        } else if (others.size() > 2) {
            throw new InvalidInputException(table.title() + ": expected an id once a row in column " + id
                    + ", or columns of nodes, features and numbers alone (" + Setting.MORE_FEATURES + "), got "
                    + (counts[0] - counts[1]) + " rows whose id was given before and " + (others.size() + 1)
                    + " columns");
        } else {
            gather(session, table, id, others);
        }
        session.execute("DROP TABLE " + GATHERED + "_rows");
        return new Table(table.title(), GATHERED, session.columns(GATHERED), null, 0);
    }

    private static void gather(TableSession session, Table table, String id, List<String> others) throws IOException {
        String feature = name(others.getFirst()) + "::VARCHAR";
        String rows = GATHERED + "_rows";
        String values = "list(DISTINCT f ORDER BY f)";
        String value = "NULL";
        if (others.size() == 2) {
            value = "TRY_CAST(" + name(others.get(1)) + " AS DOUBLE)";
            long[] bad = session.numbers("SELECT count(*), coalesce(min(kindred_n), 0) FROM " + rows + " WHERE " + value
                    + " IS NULL OR NOT isfinite(" + value + ")");
            if (bad[0] > 0) {
                throw new InvalidInputException(table.title() + ", row " + bad[1] + ", column " + others.get(1)
                        + ": expected a finite number, got none (and " + (bad[0] - 1) + " more such rows)");
            }
            values = "map(list(f ORDER BY f), list(v ORDER BY f))";
        }
        // Of a feature that is given twice the first number counts.
        session.execute("CREATE OR REPLACE TABLE " + GATHERED + " AS SELECT id AS " + name(id) + ", " + values + " AS "
                + name(others.getFirst()) + " FROM (SELECT " + name(id) + " AS id, " + feature + " AS f, arg_min("
                + value
                + ", kindred_n) AS v, min(kindred_n) AS n FROM " + rows + " WHERE " + name(id) + " IS NOT NULL AND "
                + feature
                + " IS NOT NULL GROUP BY ALL) GROUP BY id ORDER BY min(n)");
    }

    /** Adds the features of a table to the nodes of the same ids. */
    static void add(TableSession session, NodeTable nodes, Table table, RejectsFile rejects) throws IOException {
        Table more = asNodes(session, table, rejects);
        String id = ColumnChoice.conventionalId(more);
        Map<String, String> added = new LinkedHashMap<>();
        List<String> selected = new ArrayList<>(List.of("n.*"));
        for (Map.Entry<String, String> column : more.columns().entrySet()) {
            if (!column.getKey().equals(id)) {
                String as = column.getKey();
                while (nodes.types().keySet().stream().anyMatch(as::equalsIgnoreCase)) {
                    as += "_more";
                }
                selected.add("m." + name(column.getKey()) + " AS " + name(as));
                added.put(as, column.getValue());
            }
        }
        String own = "n." + name(nodes.id()) + "::VARCHAR";
        String key = "m." + name(id) + "::VARCHAR";
        long[] counts = session.numbers("SELECT count(*), count(n." + name(nodes.id()) + ") FROM " + GATHERED
                + " m LEFT JOIN " + NodeTable.TABLE + " n ON " + own + " = " + key);
        if (2 * counts[1] < counts[0]) {
            throw new InvalidInputException(
                    table.title() + ": expected ids of the nodes in column " + id + " (" + Setting.MORE_FEATURES
                            + "), got " + (counts[0] - counts[1]) + " of " + counts[0] + " that are none");
        }
        session.execute(
                "CREATE TABLE kindred_joined AS SELECT " + selected.stream().collect(Collectors.joining(", "))
                        + " FROM " + NodeTable.TABLE + " n LEFT JOIN " + GATHERED + " m ON " + own + " = " + key
                        + " ORDER BY n.rowid");
        session.execute("DROP TABLE " + NodeTable.TABLE);
        session.execute("ALTER TABLE kindred_joined RENAME TO " + NodeTable.TABLE);
        nodes.types().putAll(added);
        nodes.notices()
                .add("features of " + table.title() + ": columns " + String.join(", ", added.keySet())
                        + ", joined by column " + id);
        if (counts[1] < counts[0]) {
            nodes.irregularities()
                    .add("nodes that only " + table.title() + " names left out: " + (counts[0] - counts[1]));
        }
    }
}
