package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is in a jar of the user's, and nowhere on the class path. */
class JdbcDriversTest {
    private static final String DRIVER = """
            import java.sql.*;
            import java.util.Properties;
            import java.util.logging.Logger;

            public class TinyDriver implements Driver {
                public Connection connect(String url, Properties info) throws SQLException {
                    return acceptsURL(url) ? DriverManager.getConnection("jdbc:duckdb:" + url.substring(10)) : null;
                }
                public boolean acceptsURL(String url) { return url.startsWith("jdbc:tiny:"); }
                public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
                public int getMajorVersion() { return 1; }
                public int getMinorVersion() { return 0; }
                public boolean jdbcCompliant() { return false; }
                public Logger getParentLogger() { return Logger.getGlobal(); }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsShownOfAnAddressHoldsNoPassword() {
        assertThat(List.of(
                                "jdbc:duckdb:/data/graphs.db",
                                "jdbc:postgresql://host:5432/graphs?user=ann&password=secret",
                                "jdbc:sqlserver://host:1433;user=ann;password=secret",
                                "jdbc:mysql://ann:s?e;c@ret@host/graphs?ssl=true",
                                "jdbc:oracle:thin:ann/secret@//host:1521/graphs",
                                "jdbc:postgresql://host/graphs?password=sec@ret")
                        .stream()
                        .map(JdbcDrivers::shown))
                .containsExactly(
                        "jdbc:duckdb:/data/graphs.db",
                        "jdbc:postgresql://host:5432/graphs",
                        "jdbc:sqlserver://host:1433",
                        "jdbc:mysql:...",
                        "jdbc:oracle:...",
                        "jdbc:postgresql:...");
    }

    private Path jar() throws Exception {
        Path source = Files.writeString(folder.resolve("TinyDriver.java"), DRIVER);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-d", folder.toString()),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call())
                    .isTrue();
        }
        Path jar = folder.resolve("tiny.jar");
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
            zip.write("TinyDriver\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("TinyDriver.class"));
            zip.write(Files.readAllBytes(folder.resolve("TinyDriver.class")));
        }
        return jar;
    }

    @Test
    void aDriverFromAJarAnswersQueries() throws Exception {
        JdbcDrivers.load(jar());
        TableGraph read = GraphTables.read(
                TableSource.query("jdbc:tiny:", "SELECT 'n' || i AS id, i % 2 AS odd FROM range(4) t(i)"),
                TableSource.query(
                        "jdbc:tiny:", "SELECT 'n' || i AS source, 'n' || (i + 1) AS target FROM range(3) t(i)"),
                TableOptions.defaults());
        assertThat(read.ids().text(3)).isEqualTo("n3");
        assertThat(read.graph().graph().edges()).isEqualTo(6);
    }
}
