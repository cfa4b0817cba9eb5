package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which columns of the edges may hold their ends, by the first edges ({@link ColumnChoice#SAMPLED}), where nothing else tells. */
final class EndColumns {
    /** In fewer edges, values that do not come again say little. */
    private static final int FEW_EDGES = 10;

    private EndColumns() {}

    /**
     * Columns that may hold nodes, in their order, texts and names of ids before other numbers: not those that number the edges, nor measures,
     * days and times, nor those with one value.
     */
    static List<String> possible(TableSession session, List<String> columns) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (String column : columns) {
            String value = "nullif(trim(" + name(column) + "::VARCHAR), '')";
            String number = "TRY_CAST(" + value + " AS DOUBLE)";
            long[] n = session.numbers("SELECT count(" + value + "), count(DISTINCT " + value + "), count(" + number
                    + "), count(*) FILTER (WHERE floor(" + number + ") <> " + number + "), count(CASE WHEN " + number
                    + " IS NULL THEN TRY_CAST(" + value + " AS TIMESTAMP) END) FROM " + ColumnChoice.SAMPLED);
            boolean numbersEdges = n[1] == n[0] && n[0] > FEW_EDGES;
            if (n[1] < 2 || numbersEdges || n[3] > 0 || n[4] == n[0]) {
                continue;
            }
            boolean named = n[2] < n[0] || column.toLowerCase(Locale.ROOT).matches(".*(id|key|code|name|no|nr|nummer)");
            (named ? names : numbers).add(column);
        }
        names.addAll(numbers);
        return names;
    }
}
