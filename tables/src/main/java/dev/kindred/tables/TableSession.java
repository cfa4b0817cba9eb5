package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;

/**
 * An in-memory DuckDB with bounded memory. What does not fit is spilled to a folder of its own, which is removed on {@link #close()} and,
 * should the process be stopped before, at its end. Not safe for use from many threads.
 */
final class TableSession implements AutoCloseable {
    /** Takes the rows of a result, some 2,000 at a time. */
    interface ChunkReader {
        void read(DuckDBDataChunkReader chunk) throws SQLException;
    }

    private static final String CHUNKS = "kindred_chunks";

    /** Of a file that was there when the table was opened. */
    private static final Pattern VANISHED = Pattern.compile("No files found that match the pattern \"(.*)\"");

    private final DuckDBConnection connection;
    private final Path spill;
    private final Thread removal;

    TableSession(TableOptions.Resources resources) throws IOException {
        this(
                resources,
                List.of(
                        "SET memory_limit = '" + resources.memoryMegabytes() + "MiB'",
                        "SET threads = " + resources.threads(),
                        // Extensions would be downloaded: what is built in must do.
                        "SET autoinstall_known_extensions = false",
                        "SET autoload_known_extensions = false",
                        "SET TimeZone = 'UTC'"));
    }

    /**
     * Opens DuckDB.
     *
     * @param settings statements; where one fails, nothing is left behind
     */
    TableSession(TableOptions.Resources resources, List<String> settings) throws IOException {
        Files.createDirectories(resources.temporaryFolder());
        spill = Files.createTempDirectory(resources.temporaryFolder(), "kindred-tables-");
        removal = new Thread(() -> delete(spill), "kindred-tables-removal");
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            delete(spill);
            throw failure(e);
        }
        Runtime.getRuntime().addShutdownHook(removal);
        try {
            execute("SET temp_directory = " + text(spill.toString()));
            for (String setting : settings) {
                execute(setting);
            }
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    DuckDBConnection connection() {
        return connection;
    }

    /** A file of the session's own, removed with it. */
    Path file(String name) {
        return spill.resolve(name);
    }

    void execute(String sql) throws IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The whole numbers of a query's only row; null is 0. */
    long[] numbers(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            long[] numbers = new long[rows.getMetaData().getColumnCount()];
            rows.next();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = rows.getLong(i + 1);
            }
            return numbers;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The fractions of a query's only row; null is NaN. */
    double[] fractions(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            double[] fractions = new double[rows.getMetaData().getColumnCount()];
            rows.next();
            for (int i = 0; i < fractions.length; i++) {
                double value = rows.getDouble(i + 1);
                fractions[i] = rows.wasNull() ? Double.NaN : value;
            }
            return fractions;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The rows of a small result as text; null is the empty string. */
    List<List<String>> texts(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String value = rows.getString(i);
                    row.add(value == null ? "" : value);
                }
                texts.add(row);
            }
            return texts;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Reads a large result without an object for each value, its rows in order. It is put into a table first: the driver (2.0.0.1) ends a result
     * that fails on the way as if it were complete.
     */
    void chunks(String sql, ChunkReader reader) throws IOException {
        execute("CREATE OR REPLACE TEMP TABLE " + CHUNKS + " AS " + sql);
        long expected = numbers("SELECT count(*) FROM " + CHUNKS)[0];
        long got = 0;
        try (DuckDBPreparedStatement statement =
                        connection.prepareStatement("SELECT * FROM " + CHUNKS).unwrap(DuckDBPreparedStatement.class);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                reader.read(result.chunk());
                got += result.chunk().rowCount();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        if (got != expected) {
            throw new IOException("rows from DuckDB: expected " + expected + ", got " + got);
        }
        execute("DROP TABLE " + CHUNKS);
    }

    /** Name and SQL type of each column of a table or table function, in order. */
    Map<String, String> columns(String relation) throws IOException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (List<String> row :
                texts("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + relation + ")")) {
            columns.put(row.get(0), row.get(1));
        }
        return columns;
    }

    /** A column's name in SQL. */
    static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /** A text in SQL. */
    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** A list of texts in SQL. */
    static String list(List<String> values) {
        return values.stream().map(TableSession::text).toList().toString();
    }

    /** What DuckDB complained of, in one line and without its hints on DuckDB's own options. */
    static String complaint(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    private static RuntimeException failure(SQLException e) throws NoSuchFileException {
        String complaint = complaint(e);
        Matcher vanished = VANISHED.matcher(complaint);
        if (vanished.find()) {
            throw new NoSuchFileException(vanished.group(1));
        }
        String lower = complaint.toLowerCase(Locale.ROOT);
        if (lower.contains("out of memory") || lower.contains("failed to allocate")) {
            return new InvalidInputException(
                    "memory for tables: expected to do with the limit, got more to hold; raise it ("
                            + Setting.TABLE_MEMORY + "): " + complaint,
                    e);
        }
        return new InvalidInputException("tables: " + complaint, e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("closing DuckDB: " + complaint(e), e);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(removal);
                delete(spill);
            } catch (IllegalStateException e) {
                // The process is ending: the hook removes the folder.
                removal.interrupt();
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
