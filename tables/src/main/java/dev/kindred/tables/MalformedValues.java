package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.notice.Setting;
import dev.kindred.tables.RejectsFile.BadRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of the nodes that are not what their column is read as: found with their lines, an error, or left out with their rows. */
final class MalformedValues {
    /** Columns of one query. */
    private static final int AT_ONCE = 200;

    private final TableSession session;
    private final NodeTable nodes;
    private final Table source;
    private final RejectsFile rejects;

    MalformedValues(TableSession session, NodeTable nodes, Table source, RejectsFile rejects) {
        this.session = session;
        this.nodes = nodes;
        this.source = source;
        this.rejects = rejects;
    }

    /** Values that are not in the form of their column: an error with their lines, or left out. Returns whether rows were left out. */
    boolean misformed(Map<String, TextForm> forms, String more) throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        forms.forEach((column, form) -> {
            if (!form.type().equals("VARCHAR[]")
                    && "VARCHAR".equals(nodes.types().get(column))) {
                conditions.put(
                        column,
                        "(NOT " + MissingMarkers.isOneOf(name(column), MissingMarkers.ALL) + " AND "
                                + form.parsed(name(column)) + " IS NULL)");
                expected.put(column, form.described());
            }
        });
        return drop(conditions, expected, column -> more + "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
    }

    /**
     * Rows whose value meets a condition: an error with their lines, or left out. Returns whether rows were left out.
     *
     * @param conditions in SQL, by column
     * @param expected what should stand there, by column
     */
    boolean drop(Map<String, String> conditions, Map<String, String> expected, UnaryOperator<String> hint)
            throws IOException {
        List<String> broken = met(conditions);
        for (String column : broken) {
            String condition = String.valueOf(conditions.get(column));
            List<BadRow> bad = rowsWhere(column, condition, String.valueOf(expected.get(column)));
            rejects.take(bad, hint.apply(column));
            nodes.malformed(bad.size());
            nodes.rewrite("*", "NOT coalesce(" + condition + ", false)");
        }
        return !broken.isEmpty();
    }

    /** The columns of which a row meets the condition; many by one query. */
    private List<String> met(Map<String, String> conditions) throws IOException {
        List<String> columns = List.copyOf(conditions.keySet());
        List<String> met = new ArrayList<>();
        for (int from = 0; from < columns.size(); from += AT_ONCE) {
            List<String> some = columns.subList(from, Math.min(columns.size(), from + AT_ONCE));
            long[] counts = session.numbers("SELECT "
                    + some.stream()
                            .map(column -> "count(*) FILTER (WHERE " + conditions.get(column) + ")")
                            .collect(Collectors.joining(", "))
                    + " FROM " + NodeTable.TABLE);
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    met.add(some.get(i));
                }
            }
        }
        return met;
    }

    private List<BadRow> rowsWhere(String column, String condition, String expected) throws IOException {
        if (source.csv() != null) {
            return source.csv().rowsWhere(column, condition, expected);
        }
        List<BadRow> bad = new ArrayList<>();
        for (List<String> row : session.texts("SELECT rowid + 1, " + name(column) + "::VARCHAR FROM " + NodeTable.TABLE
                + " WHERE " + condition + " ORDER BY rowid")) {
            bad.add(new BadRow(source.title(), Long.parseLong(row.get(0)), column, expected, row.get(1)));
        }
        return bad;
    }

    /**
     * Text where a number, a day, a flag or a list of numbers should stand: an error with its line, or left out.
     *
     * @return whether rows were left out
     */
    boolean values(Map<String, ColumnKind> kinds, UnaryOperator<String> hint) throws IOException {
        Map<String, String> casts = new LinkedHashMap<>();
        Map<String, String> conditions = new LinkedHashMap<>();
        Map<String, String> vectors = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnKind> column : kinds.entrySet()) {
            String value = name(column.getKey());
            if (!"VARCHAR".equals(nodes.types().get(column.getKey()))) {
                continue;
            }
            String present = "NOT " + MissingMarkers.isOneOf(value, MissingMarkers.ALL);
            String cast = cast(column.getValue());
            if (cast != null) {
                casts.put(column.getKey(), cast);
                conditions.put(
                        column.getKey(), "(" + present + " AND TRY_CAST(" + value + " AS " + cast + ") IS NULL)");
            } else if (column.getValue() == ColumnKind.VECTOR) {
                vectors.put(
                        column.getKey(),
                        "(" + present + " AND NOT coalesce(" + ColumnProfile.isVector(value) + ", false))");
            }
        }
        List<String> broken = met(conditions);
        casts.keySet().retainAll(broken);
        conditions.keySet().retainAll(broken);
        boolean dropped = drop(
                vectors,
                vectors.keySet().stream()
                        .collect(Collectors.toMap(column -> column, column -> "a list of numbers, such as [0.1, 0.2]")),
                hint);
        if (casts.isEmpty()) {
            return dropped;
        }
        List<BadRow> bad = malformedValues(casts);
        rejects.take(bad, hint.apply(casts.keySet().iterator().next()));
        nodes.malformed(bad.size());
        nodes.rewrite("*", "NOT coalesce(" + String.join(" OR ", conditions.values()) + ", false)");
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
            bad.addAll(rowsWhere(
                    cast.getKey(),
                    value + " IS NOT NULL AND TRY_CAST(" + value + " AS " + cast.getValue() + ") IS NULL",
                    CsvFiles.expectedValue(cast.getValue())));
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
}
