package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Copies rows that DuckDB cannot read itself, those of a database or of a program, into a table of its own. */
final class RowTable {
    /** A column's type is that of its first value; rows are held back until every column has one, but no more than these. */
    private static final int HELD_BACK = 10_000;

    private RowTable() {}

    /** Sends the query and copies its result; returns the table's name. */
    static String fill(TableSession session, String table, TableSource.Query query) throws IOException {
        try (Connection database = query.login().connect(query.url());
                Statement statement = database.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(query.sql())) {
                return fill(session, table, rows);
            }
        } catch (SQLException e) {
            String complaint = TableSession.complaint(e);
            // Not the URL's own words: it may hold a password.
            String message = table + " from " + query + ": expected rows, got "
                    + (complaint.startsWith("No suitable driver")
                            ? "no driver for it; it needs " + Setting.DRIVER
                            : query.login().hidden(complaint, query.url()));
            throw new InvalidInputException(message, e);
        }
    }

    static String fill(TableSession session, String table, ResultSet rows) throws IOException {
        try {
            ResultSetMetaData meta = rows.getMetaData();
            List<String> names = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                names.add(meta.getColumnLabel(i));
                types.add(type(meta, i));
            }
            create(session, table, names, types);
            try (DuckDBAppender appender = appender(session, table)) {
                while (rows.next()) {
                    appender.beginRow();
                    for (int i = 1; i <= types.size(); i++) {
                        append(appender, value(rows, i, types.get(i - 1)));
                    }
                    appender.endRow();
                }
            }
            return table;
        } catch (SQLException e) {
            throw new InvalidInputException(
                    table + " from a database: expected rows, got " + TableSession.complaint(e), e);
        }
    }

    private static String type(ResultSetMetaData meta, int column) throws SQLException {
        return switch (meta.getColumnType(column)) {
            case Types.BIT, Types.BOOLEAN -> "BOOLEAN";
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "BIGINT";
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> "DOUBLE";
            // Numbers without fraction may be ids: as text they stay as they are, and as features they are read as
            // numbers all the same.
            case Types.NUMERIC, Types.DECIMAL -> meta.getScale(column) > 0 ? "DOUBLE" : "VARCHAR";
            case Types.DATE -> "DATE";
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> "TIMESTAMP";
            default -> meta.getColumnTypeName(column).equalsIgnoreCase("uuid") ? "UUID" : "VARCHAR";
        };
    }

    private static @Nullable Object value(ResultSet rows, int column, String type) throws SQLException {
        Object value = switch (type) {
            case "BOOLEAN" -> rows.getBoolean(column);
            case "BIGINT" -> rows.getLong(column);
            case "DOUBLE" -> rows.getDouble(column);
            case "DATE" -> {
                java.sql.Date date = rows.getDate(column);
                yield date == null ? null : date.toLocalDate();
            }
            case "TIMESTAMP" -> {
                java.sql.Timestamp time = rows.getTimestamp(column);
                yield time == null ? null : LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC);
            }
            case "UUID" -> {
                String text = rows.getString(column);
                yield text == null ? null : UUID.fromString(text);
            }
            default -> rows.getString(column);
        };
        return rows.wasNull() ? null : value;
    }

    static String fill(TableSession session, String table, TableSource.Rows source) throws IOException {
        List<String> names = source.columns();
        @Nullable String[] types = new @Nullable String[names.size()];
        for (int c = 0; c < source.types().size(); c++) {
            types[c] = RowValues.type(source.types().get(c));
        }
        Iterator<? extends @Nullable Object[]> rows = source.rows().iterator();
        List<@Nullable Object[]> held = new ArrayList<>();
        while (rows.hasNext()
                && held.size() < HELD_BACK
                && (held.isEmpty() || Arrays.asList(types).contains(null))) {
            @Nullable Object[] row = checked(rows.next(), names, held.size() + 1L);
            for (int c = 0; c < types.length; c++) {
                types[c] = types[c] == null ? RowValues.type(row[c]) : types[c];
            }
            held.add(row);
        }
        List<String> known = new ArrayList<>();
        for (int c = 0; c < types.length; c++) {
            int column = c;
            String type = types[c];
            boolean lists = held.stream().anyMatch(row -> row[column] instanceof List);
            known.add(type != null ? type : lists ? "VARCHAR[]" : "VARCHAR");
        }
        try {
            create(session, table, names, known);
            try (DuckDBAppender appender = appender(session, table)) {
                long number = 0;
                for (@Nullable Object[] row : held) {
                    append(appender, row, names, known, ++number);
                }
                while (rows.hasNext()) {
                    number++;
                    append(appender, checked(rows.next(), names, number), names, known, number);
                }
            }
            return table;
        } catch (SQLException e) {
            throw new InvalidInputException(
                    table + " from rows: expected values that fit their columns, got " + TableSession.complaint(e), e);
        }
    }

    private static @Nullable Object[] checked(@Nullable Object[] row, List<String> names, long number) {
        if (row.length != names.size()) {
            throw new InvalidInputException("row " + number + ": expected " + names.size() + " values ("
                    + String.join(", ", names) + "), got " + row.length);
        }
        @Nullable Object[] plain = new @Nullable Object[row.length];
        for (int c = 0; c < row.length; c++) {
            plain[c] = RowValues.plain(row[c], names.get(c));
        }
        return plain;
    }

    private static void append(
            DuckDBAppender appender, @Nullable Object[] row, List<String> names, List<String> types, long number)
            throws SQLException {
        appender.beginRow();
        for (int c = 0; c < row.length; c++) {
            Object value = row[c];
            Object fitted = value == null ? null : RowValues.fitted(value, types.get(c));
            if (value != null && fitted == null) {
                throw new InvalidInputException("row " + number + ", column " + names.get(c) + ": expected "
                        + types.get(c) + " as in the rows before, got "
                        + value.getClass().getSimpleName() + " " + value);
            }
            append(appender, fitted);
        }
        appender.endRow();
    }

    private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case Boolean b -> appender.append(b.booleanValue());
            case Long l -> appender.append(l.longValue());
            case Double d -> appender.append(d.doubleValue());
            case UUID u -> appender.append(u);
            case LocalDate d -> appender.append(d);
            case LocalDateTime t -> appender.append(t);
            case List<?> l -> appender.append(l);
            default -> appender.append(String.valueOf(value));
        }
    }

    private static void create(TableSession session, String table, List<String> names, List<String> types)
            throws IOException {
        String columns = IntStream.range(0, names.size())
                .mapToObj(c -> name(names.get(c)) + " " + types.get(c))
                .collect(Collectors.joining(", "));
        session.execute("CREATE OR REPLACE TABLE " + table + " (" + columns + ")");
    }

    private static DuckDBAppender appender(TableSession session, String table) throws SQLException {
        return session.connection().createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
    }
}
