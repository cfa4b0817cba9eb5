package dev.kindred.tables;

import static dev.kindred.tables.TableSession.text;

import dev.kindred.cluster.SoftAssignment;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.kernels.Kernels;
import dev.kindred.nn.HeadConfig;
import dev.kindred.notice.Setting;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Results as tables, each row with the id of its node as it came, in its own type where the format has one. */
public final class ClusterTables {
    /** Format of a file. */
    public enum Format {
        CSV("FORMAT csv, HEADER true"),
        PARQUET("FORMAT parquet, COMPRESSION zstd"),
        /** JSON lines. */
        JSONL("FORMAT json");

        private final String options;

        Format(String options) {
            this.options = options;
        }

        /** The end of file names. */
        public String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Rows of one insertion into a database. */
    private static final int BATCH = 5_000;

    private static final String ROWS = "kindred_results";

    /** Appends the columns after the id. */
    private interface RowWriter {
        void write(DuckDBAppender appender, int node) throws SQLException;
    }

    private ClusterTables() {}

    /** Writes {@code id, cluster, confidence, second, margin}. */
    public static void write(Path file, Format format, NodeIds ids, Clustering result) throws IOException {
        write(file, format, ids, result, null);
    }

    /**
     * The same, and columns of the nodes behind it.
     *
     * @param more as text, or null
     */
    public static void write(Path file, Format format, NodeIds ids, Clustering result, @Nullable NodeColumns more)
            throws IOException {
        List<String> names = more == null ? List.of() : more.names();
        String columns = "cluster INTEGER, confidence FLOAT, second INTEGER, margin FLOAT"
                + names.stream()
                        .map(name -> ", " + TableSession.name(name) + " VARCHAR")
                        .collect(Collectors.joining());
        copy(file, format, ids, columns, (appender, i) -> {
            appender.append(result.labels()[i]);
            appender.append(result.confidence()[i]);
            appender.append(result.second()[i]);
            appender.append(result.margin()[i]);
            for (int c = 0; more != null && c < names.size(); c++) {
                appender.append(more.value(c, i));
            }
        });
    }

    /** Writes {@code id, embedding}: the embedding as a list of floats. */
    public static void writeEmbedding(Path file, NodeIds ids, Matrix embedding) throws IOException {
        int width = embedding.columns();
        copy(file, Format.PARQUET, ids, "embedding FLOAT[" + width + "]", (appender, i) -> {
            float[] row = new float[width];
            System.arraycopy(embedding.data(), i * width, row, 0, width);
            appender.append(row);
        });
    }

    /** Writes {@code id, p0, p1, ..}: the soft assignment of each node, which sums to 1. */
    public static void writeMemberships(Path file, Format format, NodeIds ids, Clustering result) throws IOException {
        double[] shares = result.shares();
        if (shares != null) {
            writeMemberships(file, format, ids, shares, result.clusters());
            return;
        }
        Matrix z = result.embedding();
        Matrix centers = result.centers();
        int k = centers.rows();
        HeadConfig.Assignment config = result.provenance().config().head().assignment();
        SoftAssignment assignment = new SoftAssignment(config.alpha(), config.distanceScale());
        Kernels kernels = Kernels.select();
        float[] q = new float[k];
        copy(file, format, ids, shareColumns(k), (appender, i) -> {
            assignment.into(kernels, z.data(), centers.data(), z.columns(), k, i, i + 1, q, 0);
            for (float share : q) {
                appender.append(share);
            }
        });
    }

    /**
     * Writes memberships that are known.
     *
     * @param shares {@code [n x k]} how much each cluster claims each node
     * @param clusters k
     */
    public static void writeMemberships(Path file, Format format, NodeIds ids, double[] shares, int clusters)
            throws IOException {
        copy(file, format, ids, shareColumns(clusters), (appender, i) -> {
            for (int c = 0; c < clusters; c++) {
                appender.append((float) shares[i * clusters + c]);
            }
        });
    }

    private static String shareColumns(int clusters) {
        return IntStream.range(0, clusters).mapToObj(j -> "p" + j + " FLOAT").collect(Collectors.joining(", "));
    }

    /**
     * Checks, before the work, that files can have ids of their type.
     *
     * @throws InvalidInputException where DuckDB knows no such type
     */
    public static void checkIds(NodeIds ids) throws IOException {
        try (TableSession session = new TableSession(TableOptions.defaults().resources())) {
            try {
                session.execute("SELECT NULL::" + ids.type());
            } catch (InvalidInputException e) {
                throw new InvalidInputException(
                        "ids: expected a type that DuckDB knows, as BIGINT or VARCHAR, got " + ids.type()
                                + "; import the graph again, or leave out " + Setting.TABLE_FORMATS + " and "
                                + Setting.MEMBERSHIPS,
                        e);
            }
        }
    }

    private static void copy(Path file, Format format, NodeIds ids, String columns, RowWriter writer)
            throws IOException {
        try (TableSession session = new TableSession(TableOptions.defaults().resources())) {
            // Ids that are not whole numbers go in as text, which casts back to what they were.
            String type = ids.areNumbers() ? "BIGINT" : "VARCHAR";
            session.execute("CREATE TABLE " + ROWS + " (id " + type + ", " + columns + ")");
            try (DuckDBAppender appender = session.connection().createAppender(DuckDBConnection.DEFAULT_SCHEMA, ROWS)) {
                for (int i = 0; i < ids.size(); i++) {
                    appender.beginRow();
                    if (ids.areNumbers()) {
                        appender.append(ids.number(i));
                    } else {
                        appender.append(ids.text(i));
                    }
                    writer.write(appender, i);
                    appender.endRow();
                }
            } catch (SQLException e) {
                throw new IOException(file + ": " + TableSession.complaint(e), e);
            }
            session.execute("COPY (SELECT id::" + ids.type() + " AS id, * EXCLUDE (id) FROM " + ROWS
                    + " ORDER BY rowid) TO " + text(file.toString()) + " (" + format.options + ")");
        }
    }

    /**
     * Writes {@code id, cluster, confidence, second_cluster, margin} into a new table of a database: all rows, or none and no table.
     *
     * @param url as JDBC wants it
     * @param table that is made; its name goes into SQL as it is
     * @throws InvalidInputException where the database refuses, as where it has such a table already
     */
    public static void insert(String url, String table, NodeIds ids, Clustering result) {
        insert(
                url,
                JdbcLogin.NONE,
                table,
                ids,
                new Rows(result.labels(), result.confidence(), result.second(), result.margin()));
    }

    /**
     * What a row says of a node, beside its id.
     *
     * @param clusters {@code [n]}
     * @param confidence {@code [n]} the cluster's share
     * @param second {@code [n]} the runner-up
     * @param margin {@code [n]} how much more the cluster's share is
     */
    public record Rows(int[] clusters, float[] confidence, int[] second, float[] margin) {}

    /** The same as somebody. */
    public static void insert(String url, JdbcLogin login, String table, NodeIds ids, Rows result) {
        String type = ids.areNumbers() ? "BIGINT" : "VARCHAR(" + Math.max(1, longest(ids)) + ")";
        try (Connection database = login.connect(url)) {
            execute(
                    database,
                    "CREATE TABLE " + table + " (id " + type
                            + ", cluster INTEGER, confidence REAL, second_cluster INTEGER, margin REAL)");
            try {
                insertRows(database, table, ids, result);
            } catch (SQLException | RuntimeException e) {
                dropAgain(database, table, e);
                throw e;
            }
        } catch (SQLException e) {
            throw refused(url, login, table, e);
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insertRows(Connection database, String table, NodeIds ids, Rows result) throws SQLException {
        // Only now: some databases end a transaction with every CREATE TABLE.
        database.setAutoCommit(false);
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < ids.size(); i++) {
                if (ids.areNumbers()) {
                    insert.setLong(1, ids.number(i));
                } else {
                    insert.setString(1, ids.text(i));
                }
                insert.setInt(2, result.clusters()[i]);
                insert.setFloat(3, result.confidence()[i]);
                insert.setInt(4, result.second()[i]);
                insert.setFloat(5, result.margin()[i]);
                insert.addBatch();
                if ((i + 1) % BATCH == 0 || i + 1 == ids.size()) {
                    insert.executeBatch();
                }
            }
            database.commit();
        }
    }

    /** A table left empty would block the next attempt. */
    private static void dropAgain(Connection database, String table, Exception failure) {
        try {
            database.rollback();
            database.setAutoCommit(true);
            execute(database, "DROP TABLE " + table);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Checks, before the work, that {@link #insert} can do its own.
     *
     * @throws InvalidInputException where the database cannot be reached or has such a table already
     */
    public static void checkInsert(String url, String table) {
        checkInsert(url, JdbcLogin.NONE, table);
    }

    /** The same as somebody. */
    public static void checkInsert(String url, JdbcLogin login, String table) {
        try (Connection database = login.connect(url);
                ResultSet found = database.getMetaData().getTables(null, null, "%", null)) {
            while (found.next()) {
                if (table.equalsIgnoreCase(found.getString("TABLE_NAME"))) {
                    throw new InvalidInputException(shown(url, table) + ": expected no such table yet, got one; "
                            + Setting.TO_TABLE + " names another");
                }
            }
        } catch (SQLException e) {
            throw refused(url, login, table, e);
        }
    }

    private static String shown(String url, String table) {
        return JdbcDrivers.shown(url) + ", table " + table;
    }

    private static InvalidInputException refused(String url, JdbcLogin login, String table, SQLException e) {
        String complaint = TableSession.complaint(e);
        return new InvalidInputException(
                shown(url, table) + ": expected a database that takes a new table, got "
                        + (complaint.startsWith("No suitable driver")
                                ? "no driver for it; it needs " + Setting.DRIVER
                                : login.hidden(complaint, url)),
                e);
    }

    private static int longest(NodeIds ids) {
        int longest = 0;
        for (int i = 0; i < ids.size(); i++) {
            longest = Math.max(longest, ids.text(i).length());
        }
        return longest;
    }
}
