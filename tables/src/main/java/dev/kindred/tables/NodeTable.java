package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.RejectsFile.BadRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes inside DuckDB: one row a node, whose rowid is the node's number, each id once. */
final class NodeTable {
    static final String TABLE = "kindred_nodes";
    private static final List<String> ID_NAMES = List.of("id", "node", "node_id", "nodeid", "key");
    private static final int EXAMPLES = 3;

    private final TableSession session;
    private final TableOptions options;
    private final Table source;
    private final RejectsFile rejects;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> irregularities = new ArrayList<>();
    private final List<TableReport.Column> columns = new ArrayList<>();
    private final String id;

    NodeTable(TableSession session, TableOptions options, Table source, RejectsFile rejects) throws IOException {
        this.session = session;
        this.options = options;
        this.source = source;
        this.rejects = rejects;
        this.id = idColumn();
        load();
        keepEachIdOnce();
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

    private String idColumn() {
        String named = options.names().id();
        if (named != null) {
            return source.column(named, "; --id names the column of the ids");
        }
        String guessed = ID_NAMES.stream()
                .flatMap(name -> source.columns().keySet().stream().filter(name::equalsIgnoreCase))
                .findFirst()
                .orElse(source.columns().keySet().iterator().next());
        notices.add("ids of nodes: column " + guessed + " (--id names another)");
        return guessed;
    }

    private void load() throws IOException {
        for (String ignored : options.ignored()) {
            source.column(ignored, "; --ignore names columns to leave out");
        }
        List<String> selected = new ArrayList<>();
        for (Map.Entry<String, String> column : source.columns().entrySet()) {
            String name = column.getKey();
            boolean ignored = options.ignored().stream().anyMatch(name::equalsIgnoreCase);
            if (name.equals(id) || name.equalsIgnoreCase(options.names().label()) || !ignored) {
                boolean json = name.equals(id) && column.getValue().equals("JSON");
                selected.add(json ? source.asText(name) + " AS " + name(name) : name(name));
                types.put(name, json ? "VARCHAR" : column.getValue());
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
            rejects.take(bad, "; --skip-bad-rows FILE leaves such rows out");
            malformed(bad.size());
        }
        malformed(source.badLines());
        if (rows() == 0) {
            throw new InvalidInputException(source.title() + ": expected 1 node or more, got 0");
        }
    }

    private void malformed(long rows) {
        if (rows > 0) {
            irregularities.add("malformed rows of nodes left out: " + rows);
        }
    }

    private void keepEachIdOnce() throws IOException {
        String key = name(id);
        long[] counts =
                session.numbers("SELECT count(*), count(" + key + "), count(DISTINCT " + key + ") FROM " + TABLE);
        if (counts[2] == counts[0]) {
            return;
        }
        if (counts[0] > counts[1]) {
            irregularities.add("nodes without an id left out: " + (counts[0] - counts[1]));
        }
        if (counts[1] > counts[2]) {
            irregularities.add("nodes whose id was given before left out: " + (counts[1] - counts[2]) + " ("
                    + examples("SELECT " + key + "::VARCHAR FROM " + TABLE + " WHERE " + key
                            + " IS NOT NULL GROUP BY ALL HAVING count(*) > 1")
                    + ")");
        }
        rewrite("rowid IN (SELECT min(rowid) FROM " + TABLE + " WHERE " + key + " IS NOT NULL GROUP BY " + key + ")");
        if (rows() == 0) {
            throw new InvalidInputException(
                    source.title() + ": expected nodes with an id in column " + id + ", got none");
        }
    }

    private String examples(String sql) throws IOException {
        return session.texts("SELECT x FROM (" + sql + ") t(x) ORDER BY x LIMIT " + EXAMPLES).stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
    }

    private void rewrite(String condition) throws IOException {
        session.execute(
                "CREATE TABLE kindred_kept AS SELECT * FROM " + TABLE + " WHERE " + condition + " ORDER BY rowid");
        session.execute("DROP TABLE " + TABLE);
        session.execute("ALTER TABLE kindred_kept RENAME TO " + TABLE);
    }

    /** Fits an encoding to the columns that are features. */
    FeatureEncoding fit() throws IOException {
        Map<String, ColumnKind> asked = new TreeMap<>();
        for (Map.Entry<String, ColumnKind> kind : options.kinds().entrySet()) {
            asked.put(source.column(kind.getKey(), "; --column names columns and what they mean"), kind.getValue());
        }
        Map<String, ColumnKind> kinds = new LinkedHashMap<>();
        Map<String, ColumnProfile> profiles = new HashMap<>();
        for (Map.Entry<String, String> column : types.entrySet()) {
            String name = column.getKey();
            if (!name.equals(id) && !name.equalsIgnoreCase(options.names().label())) {
                ColumnProfile profile = ColumnProfile.of(session, TABLE, name, column.getValue());
                profiles.put(name, profile);
                kinds.put(name, asked.getOrDefault(name, profile.guess()));
            }
        }
        if (dropMalformedValues(kinds)) {
            for (String name : kinds.keySet()) {
                profiles.put(name, ColumnProfile.of(session, TABLE, name, String.valueOf(types.get(name))));
            }
        }
        EncodingFit fit = new EncodingFit(session, TABLE, options.limits());
        List<ColumnEncoding> encodings = new ArrayList<>();
        for (Map.Entry<String, ColumnKind> column : kinds.entrySet()) {
            ColumnProfile profile = profiles.get(column.getKey());
            if (profile != null) {
                encode(profile, column.getValue(), asked.containsKey(column.getKey()), fit, encodings);
            }
        }
        notices.addAll(fit.notices());
        return new FeatureEncoding(encodings);
    }

    private void encode(
            ColumnProfile profile, ColumnKind kind, boolean asked, EncodingFit fit, List<ColumnEncoding> encodings)
            throws IOException {
        if (kind == ColumnKind.IGNORE) {
            String why = asked ? "as asked" : profile.useless();
            if (!asked) {
                irregularities.add("column " + profile.column() + " is " + why + ": left out");
            }
            columns.add(new TableReport.Column(profile.column(), kind, 0, profile.rows() - profile.present(), why));
            return;
        }
        boolean number = kind == ColumnKind.NUMBER || kind == ColumnKind.ROBUST;
        if (number && profile.notFinite() > 0) {
            irregularities.add("numbers of column " + profile.column() + " that are not finite taken as missing: "
                    + profile.notFinite());
        }
        ColumnEncoding encoding = fit.fit(profile, kind);
        encodings.add(encoding);
        columns.add(new TableReport.Column(
                profile.column(), kind, encoding.features().size(), profile.rows() - profile.present(), ""));
    }

    /** Text where a number, a day or a flag should stand: an error with its line, or left out. Returns whether rows were left out. */
    private boolean dropMalformedValues(Map<String, ColumnKind> kinds) throws IOException {
        Map<String, String> casts = new LinkedHashMap<>();
        List<String> conditions = new ArrayList<>();
        for (Map.Entry<String, ColumnKind> column : kinds.entrySet()) {
            String cast = cast(column.getValue());
            if (cast != null && "VARCHAR".equals(types.get(column.getKey()))) {
                String value = name(column.getKey());
                String condition = "(trim(" + value + ") NOT IN "
                        + list(CsvFiles.MISSING).replace('[', '(').replace(']', ')') + " AND TRY_CAST(" + value + " AS "
                        + cast + ") IS NULL)";
                if (session.numbers("SELECT count(*) FROM " + TABLE + " WHERE " + condition)[0] > 0) {
                    casts.put(column.getKey(), cast);
                    conditions.add(condition);
                }
            }
        }
        if (casts.isEmpty()) {
            return false;
        }
        String hint = "; --column " + casts.keySet().iterator().next()
                + "=category reads it as text, --skip-bad-rows FILE leaves such rows out";
        List<BadRow> bad = malformedValues(casts);
        rejects.take(bad, hint);
        malformed(bad.size());
        rewrite("NOT coalesce(" + String.join(" OR ", conditions) + ", false)");
        return true;
    }

    private List<BadRow> malformedValues(Map<String, String> casts) throws IOException {
        if (source.csv() != null) {
            String columns = casts.keySet().stream()
                    .map(name -> "count(" + name(name) + ")")
                    .collect(Collectors.joining(", "));
            session.numbers("SELECT " + columns + " FROM " + source.csv().relation(casts));
            return source.csv().rejectedValues();
        }
        List<BadRow> bad = new ArrayList<>();
        for (Map.Entry<String, String> cast : casts.entrySet()) {
            String value = name(cast.getKey());
            for (List<String> row : session.texts("SELECT rowid + 1, " + value + " FROM " + TABLE + " WHERE " + value
                    + " IS NOT NULL AND TRY_CAST(" + value + " AS " + cast.getValue() + ") IS NULL ORDER BY rowid")) {
                bad.add(new BadRow(
                        source.title(),
                        Long.parseLong(row.get(0)),
                        cast.getKey(),
                        CsvFiles.expectedValue(cast.getValue()),
                        row.get(1)));
            }
        }
        return bad;
    }

    private static @Nullable String cast(ColumnKind kind) {
        return switch (kind) {
            case NUMBER, ROBUST -> "DOUBLE";
            case DATE -> "TIMESTAMP";
            case BOOLEAN -> "BOOLEAN";
            default -> null;
        };
    }

    /** {@code [n]} classes by name in natural order, -1 where a node has none. */
    int[] labels(String column) throws IOException {
        String label = source.column(column, "; --label names the column of known classes");
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
        return labels;
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
