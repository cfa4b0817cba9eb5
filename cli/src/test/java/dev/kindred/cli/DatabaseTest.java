package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.ClusterTables;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.JdbcLogin;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Clusters that go into a database, and who asks it. */
class DatabaseTest {
    @TempDir
    Path folder;

    private CommandLineRun cluster(Object... more) throws IOException {
        Path edges =
                Files.writeString(folder.resolve("edges.csv"), "source,target\n1,2\n2,3\n3,1\n3,4\n4,5\n5,6\n6,4\n");
        List<Object> args = new ArrayList<>(List.of("cluster", "--edges", edges, "-k", 2, "--method", "leiden"));
        args.addAll(List.of("--no-report", "--quiet", "--out", folder.resolve("out"), "--overwrite"));
        args.addAll(List.of(more));
        return CommandLineRun.of(args.toArray());
    }

    private static List<String> rows(String url, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, cluster FROM " + table + " ORDER BY id")) {
            while (found.next()) {
                rows.add(found.getString(1) + ":" + found.getInt(2));
            }
        }
        return rows;
    }

    @Test
    void anInsertThatFailsIsTriedAgainAlone() throws Exception {
        String url = "jdbc:duckdb:" + folder.resolve("shop.db");
        Path out = folder.resolve("out");
        CommandLineRun failed = cluster("--to-jdbc", url, "--to-table", "two words");
        assertThat(failed.err())
                .startsWith("kindred: results are complete in " + out + ", but not in the database: " + url
                        + ", table two words: expected a database that takes a new table, got Parser Error")
                .endsWith("; kindred insert " + out + " --to-jdbc URL --to-table 'two words' tries this part again"
                        + System.lineSeparator());
        assertThat(failed.code()).isEqualTo(3);
        assertThat(out.resolve("clusters.csv")).exists();
        CommandLineRun inserted = CommandLineRun.of("insert", out, "--to-jdbc", url);
        assertThat(inserted.code()).as(inserted.err()).isZero();
        assertThat(inserted.out()).isEqualTo("6 rows in table clusters of " + url + System.lineSeparator());
        List<String> rows = rows(url, "clusters");
        assertThat(rows).hasSize(6);
        assertThat(cluster("--to-jdbc", url, "--to-table", "direct").code()).isZero();
        assertThat(rows(url, "direct")).isEqualTo(rows);
        CommandLineRun.assertFails(
                1,
                url + ", table clusters: expected no such table yet, got one; --to-table names another",
                "insert",
                out,
                "--to-jdbc",
                url);
        CommandLineRun.assertFails(2, "--to-jdbc: expected URL, got none", "insert", out);
    }

    @Test
    void passwordsComeFromFilesOrTheEnvironment() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
        LoginFlags flags = new LoginFlags();
        new CommandLine(new Holder(flags)).parseArgs("--jdbc-user", "ann", "--jdbc-password-file", file.toString());
        assertThat(flags.login(Map.of("KINDRED_JDBC_PASSWORD", "other"))).isEqualTo(new JdbcLogin("ann", "s3cret"));
        assertThat(new LoginFlags().login(Map.of("KINDRED_JDBC_USER", "bob", "KINDRED_JDBC_PASSWORD", "other")))
                .isEqualTo(new JdbcLogin("bob", "other"));
        assertThat(new LoginFlags().login(Map.of())).isEqualTo(JdbcLogin.NONE);
        assertThat(new JdbcLogin("ann", "s3cret")).hasToString("JdbcLogin[user=ann, password=***]");
        CommandLineRun.assertFails(
                2,
                "--jdbc-password-file: expected a file with a password, got none that can be read at " + folder,
                "inspect",
                "--jdbc",
                "jdbc:duckdb:",
                "--edges-query",
                "SELECT 1 AS a, 2 AS b",
                "--jdbc-password-file",
                folder);
    }

    /** A command that has the flags. */
    @CommandLine.Command
    private record Holder(@CommandLine.Mixin LoginFlags flags) {}

    @Test
    void passwordsReachTheDriverAndNoMessage() throws Exception {
        List<Properties> asked = new ArrayList<>();
        Driver driver = new Refusing(asked);
        DriverManager.registerDriver(driver);
        try {
            JdbcLogin login = new JdbcLogin("ann", "s3cret");
            TableSource edges = TableSource.query("jdbc:refusing:shop", "SELECT 1", login);
            assertThat(edges.toString()).isEqualTo("jdbc:refusing:shop (SELECT 1)");
            assertThatThrownBy(() -> GraphTables.readEdges(edges, TableOptions.defaults()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "edges from jdbc:refusing:shop (SELECT 1): expected rows, got no entry for ann with the password");
            assertThatThrownBy(() -> ClusterTables.checkInsert("jdbc:refusing:shop", login, "t"))
                    .hasMessage(
                            "jdbc:refusing:shop, table t: expected a database that takes a new table, got no entry for ann with"
                                    + " the password");
            assertThat(asked).hasSize(2).allMatch(one -> one.getProperty("user").equals("ann"));
            assertThat(asked).allMatch(one -> one.getProperty("password").equals("s3cret"));
        } finally {
            DriverManager.deregisterDriver(driver);
        }
    }

    /** Lets nobody in, and says more than it should. */
    private record Refusing(List<Properties> asked) implements Driver {
        @Override
        public @Nullable Connection connect(String url, Properties info) throws SQLException {
            if (!acceptsURL(url)) {
                return null;
            }
            asked.add(info);
            throw new SQLException(
                    "no entry for " + info.getProperty("user") + " with " + info.getProperty("password"));
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:refusing:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("refusing");
        }
    }
}
