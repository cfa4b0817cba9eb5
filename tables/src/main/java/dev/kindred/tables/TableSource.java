package dev.kindred.tables;

import java.sql.ResultSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the rows of a table come from. */
public sealed interface TableSource {
    /**
     * Files of one format, told by the end of the name: {@code .csv}, {@code .tsv}, {@code .txt}, {@code .jsonl}, {@code .ndjson}, {@code .json},
     * {@code .parquet}; text may be compressed ({@code .gz}, {@code .zst}).
     *
     * @param pattern a path, or a glob as in {@code data/nodes-*.parquet}
     */
    record Files(String pattern) implements TableSource {
        @Override
        public String toString() {
            return pattern;
        }
    }

    /**
     * A query to a database, sent when the table is read, by the driver on the class path that knows the URL.
     *
     * @param url as JDBC wants it
     * @param sql whose result is the table
     * @param login who asks
     */
    record Query(String url, String sql, JdbcLogin login) implements TableSource {
        @Override
        public String toString() {
            return JdbcDrivers.shown(url) + " (" + sql + ")";
        }
    }

    /**
     * An open result; read once, from its cursor on.
     *
     * @param rows the caller's, who closes it
     */
    record Results(ResultSet rows) implements TableSource {
        @Override
        public String toString() {
            return "result set";
        }
    }

    /**
     * Rows made by a program; read once. A column has one type.
     *
     * @param columns their names
     * @param types of the columns; none where the first values tell
     * @param rows one value a column: text, a number, a flag, an enum, a UUID, a day or a time of {@code java.time} or {@code java.sql} (times become UTC), an
     *     array or a list of numbers or texts, an Optional of one of these, or null
     */
    record Rows(List<String> columns, List<Class<?>> types, Stream<? extends @Nullable Object[]> rows)
            implements TableSource {
        public Rows {
            columns = List.copyOf(columns);
            types = List.copyOf(types);
            if (!types.isEmpty() && types.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "types: expected " + columns.size() + " (columns), got " + types.size());
            }
        }

        @Override
        public String toString() {
            return "rows";
        }
    }

    /**
     * Edges between the values of one column of a table with two kinds of nodes, as customers and products are: two are joined where they share values of the
     * other column, and the edge weighs as many as they share. They are in columns {@code source}, {@code target} and {@code weight}.
     *
     * @param edges the table
     * @param node column whose values are joined
     * @param shared column of what they share, or null: the other end
     * @param most what more than these share is left out
     */
    record Projection(
            TableSource edges, String node, @Nullable String shared, int most) implements TableSource {
        /** Unless another number is chosen: all who share one thing are joined to each other. */
        public static final int MOST = 100;

        public Projection {
            if (most < 2) {
                throw new IllegalArgumentException("cap of a projection: expected 2 or more, got " + most);
            }
        }

        @Override
        public String toString() {
            return edges.toString();
        }
    }

    /** Files, see {@link Files}. */
    static TableSource files(String pattern) {
        return new Files(pattern);
    }

    /** A query, see {@link Query}. */
    static TableSource query(String url, String sql) {
        return new Query(url, sql, JdbcLogin.NONE);
    }

    /** A query of somebody, see {@link Query}. */
    static TableSource query(String url, String sql, JdbcLogin login) {
        return new Query(url, sql, login);
    }

    /** An open result, see {@link Results}. */
    static TableSource results(ResultSet rows) {
        return new Results(rows);
    }

    /** Rows made by a program, see {@link Rows}. */
    static TableSource rows(List<String> columns, Stream<? extends @Nullable Object[]> rows) {
        return new Rows(columns, List.of(), rows);
    }

    /**
     * Objects as rows. The columns of a record are its components; those of any other class are its public getters ({@code getAge} is {@code age}), ordered by
     * name. Values as in {@link Rows}.
     *
     * @param type of the objects
     * @param rows read once
     */
    static <T> TableSource of(Class<T> type, Stream<? extends T> rows) {
        TypedRows typed = TypedRows.of(type);
        return new Rows(typed.names(), typed.types(), typed.rows(rows));
    }

    /** Objects of one class as rows, see {@link #of(Class, Stream)}; the class is that of the first one. */
    static TableSource of(List<?> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "rows: expected one or more, got none; name their class where there may be none");
        }
        Class<?> type = rows.getFirst().getClass();
        for (Object row : rows) {
            if (!type.isInstance(row)) {
                throw new IllegalArgumentException("rows: expected objects of one class, got " + type.getName()
                        + " and " + row.getClass().getName() + "; name the class that they have in common");
            }
        }
        TypedRows typed = TypedRows.of(type);
        return new Rows(typed.names(), typed.types(), typed.rows(rows.stream()));
    }
}
