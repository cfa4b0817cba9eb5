package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.RejectsFile.BadRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes inside DuckDB: one row a node, whose rowid is the node's number, each id once. */
final class NodeTable {
    static final String TABLE = "kindred_nodes";
    private static final int EXAMPLES = 3;

    /** In fewer rows, repeated ids say little. */
    private static final int FEW_ROWS = 10;

    private final TableSession session;
    private final TableOptions options;
    private final Table source;
    private final RejectsFile rejects;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> irregularities = new ArrayList<>();
    private final List<TableReport.Column> columns = new ArrayList<>();
    private String id;

    /** Loads a table; {@link #choose} must follow. */
    NodeTable(TableSession session, TableOptions options, Table source, RejectsFile rejects) throws IOException {
        this.session = session;
        this.options = options;
        this.source = source;
        this.rejects = rejects;
        String named = options.names().id();
        this.id = named == null
                ? ColumnChoice.conventionalId(source)
                : source.column(named, "; " + Setting.ID + " names the column of the ids");
        notices.addAll(source.notices());
        load();
    }

    /**
     * Settles which column the ids stand in, and keeps each once.
     *
     * @param chosen column
     * @param why what decided, or empty
     * @param diagnosis knows why ids are repeated, or null
     */
    void choose(String chosen, String why, @Nullable EdgeDiagnosis diagnosis) throws IOException {
        id = chosen;
        if (options.names().id() == null) {
            notices.add("ids of nodes: column " + id + why + " (" + Setting.ID + " names another)");
        }
        if ("JSON".equals(types.get(id))) {
            rewrite("* REPLACE ((" + name(id) + " ->> '$') AS " + name(id) + ")", "true");
            types.put(id, "VARCHAR");
        }
        keepEachIdOnce(diagnosis);
    }

    Table source() {
        return source;
    }

    /** Whether a column is neither the id, nor the known classes, nor left out. */
    boolean mayBeFeature(String column) {
        return !column.equals(id)
                && !column.equalsIgnoreCase(options.names().label())
                && options.ignored().stream().noneMatch(column::equalsIgnoreCase);
    }

    String id() {
        return id;
    }

    String idType() {
        return String.valueOf(types.get(id));
    }

    Map<String, String> types() {
        return types;
    }

    List<String> notices() {
        return notices;
    }

    List<String> irregularities() {
        return irregularities;
    }

    List<TableReport.Column> columns() {
        return columns;
    }

    int rows() throws IOException {
        long rows = session.numbers("SELECT count(*) FROM " + TABLE)[0];
        if (rows > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(source.title() + ": expected at most 2147483639 nodes, got " + rows);
        }
        return (int) rows;
    }

    private void load() throws IOException {
        for (String ignored : options.ignored()) {
            source.column(ignored, "; " + Setting.IGNORE + " names columns to leave out");
        }
        List<String> selected = new ArrayList<>();
        for (Map.Entry<String, String> column : source.columns().entrySet()) {
            String name = column.getKey();
            boolean ignored = options.ignored().stream().anyMatch(name::equalsIgnoreCase);
            if (name.equals(id) || name.equalsIgnoreCase(options.names().label()) || !ignored) {
                selected.add(name(name));
                types.put(name, column.getValue());
            } else {
                columns.add(new TableReport.Column(name, ColumnKind.IGNORE, 0, 0, "as asked"));
            }
        }
        try {
            session.execute("CREATE OR REPLACE TABLE " + TABLE + " AS SELECT " + String.join(", ", selected) + " FROM "
                    + source.relation());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    source.title() + ": expected rows that can be read, got "
                            + String.valueOf(e.getMessage()).replaceFirst("^tables: ", ""),
                    e);
        }
        if (source.csv() != null) {
            List<BadRow> bad = source.csv().rejected();
            rejects.take(bad, "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
            malformed(bad.size());
        }
        malformed(source.badLines());
        if (rows() == 0) {
            throw new InvalidInputException(source.title() + ": expected 1 node or more, got 0");
        }
    }

    /** Counts malformed rows that were left out. */
    void malformed(long rows) {
        if (rows > 0) {
            irregularities.add("malformed rows of nodes left out: " + rows);
        }
    }

    private void keepEachIdOnce(@Nullable EdgeDiagnosis diagnosis) throws IOException {
        String key = name(id);
        long[] counts =
                session.numbers("SELECT count(*), count(" + key + "), count(DISTINCT " + key + ") FROM " + TABLE);
        if (counts[2] == counts[0]) {
            return;
        }
        if (counts[0] > counts[1]) {
            irregularities.add("nodes without an id left out: " + (counts[0] - counts[1]));
        }
        if (2 * (counts[1] - counts[2]) >= counts[1] && counts[1] > FEW_ROWS) {
            throw new InvalidInputException(source.title() + ": expected an id once a row in column " + id + ", got "
                    + (counts[1] - counts[2]) + " of " + counts[1] + " rows whose id was given before"
                    + (diagnosis == null ? "" : diagnosis.repeated(id)));
        }
        if (counts[1] > counts[2]) {
            irregularities.add("nodes whose id was given before left out: " + (counts[1] - counts[2]) + " ("
                    + examples("SELECT " + key + "::VARCHAR FROM " + TABLE + " WHERE " + key
                            + " IS NOT NULL GROUP BY ALL HAVING count(*) > 1")
                    + ")");
        }
        rewrite(
                "*",
                "rowid IN (SELECT min(rowid) FROM " + TABLE + " WHERE " + key + " IS NOT NULL GROUP BY " + key + ")");
        if (rows() == 0) {
            throw new InvalidInputException(
                    source.title() + ": expected nodes with an id in column " + id + ", got none");
        }
    }

    /** Adds nodes that only edges name, behind the others and without attributes; each in a type that the ids have. */
    long addUnknown(String ids) throws IOException {
        long before = rows();
        session.execute("INSERT INTO " + TABLE + " (" + name(id) + ") SELECT id FROM (" + ids + ") ORDER BY place");
        return rows() - before;
    }

    private String examples(String sql) throws IOException {
        return session.texts("SELECT x FROM (" + sql + ") t(x) ORDER BY x LIMIT " + EXAMPLES).stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
    }

    /**
     * Keeps some of the rows.
     *
     * @param selected columns, in SQL
     */
    void rewrite(String selected, String condition) throws IOException {
        session.execute("CREATE TABLE kindred_kept AS SELECT " + selected + " FROM " + TABLE + " WHERE " + condition
                + " ORDER BY rowid");
        session.execute("DROP TABLE " + TABLE);
        session.execute("ALTER TABLE kindred_kept RENAME TO " + TABLE);
    }

    /**
     * Known classes.
     *
     * @param labels {@code [n]}, -1 where a node has none
     * @param names of the classes, in natural order
     */
    record Classes(int[] labels, List<String> names) {}

    Classes classes(String column) throws IOException {
        String label = source.column(column, "; " + Setting.LABEL + " names the column of known classes");
        String value = source.asText(label);
        List<String> names =
                new ArrayList<>(session
                        .texts("SELECT DISTINCT " + value + " FROM " + TABLE + " WHERE " + name(label) + " IS NOT NULL")
                        .stream()
                        .map(List::getFirst)
                        .toList());
        NaturalOrder.sort(names);
        Map<String, Integer> codes = new HashMap<>();
        names.forEach(name -> codes.put(name, codes.size()));
        int[] labels = new int[rows()];
        session.chunks("SELECT rowid, " + value + " FROM " + TABLE, chunk -> {
            for (long i = 0; i < chunk.rowCount(); i++) {
                boolean known = !chunk.vector(1).isNull(i);
                labels[(int) chunk.vector(0).getLong(i)] =
                        known ? codes.getOrDefault(chunk.vector(1).getString(i), -1) : -1;
            }
        });
        return new Classes(labels, names);
    }

    /** SQL types that compare as whole numbers, whatever their widths. */
    static boolean isWhole(String type) {
        return Set.of(
                        "TINYINT",
                        "SMALLINT",
                        "INTEGER",
                        "BIGINT",
                        "UTINYINT",
                        "USMALLINT",
                        "UINTEGER",
                        "HUGEINT",
                        "UBIGINT")
                .contains(type.toUpperCase(Locale.ROOT));
    }
}
