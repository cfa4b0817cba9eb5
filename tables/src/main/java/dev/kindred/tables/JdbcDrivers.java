package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Drivers of databases from jars that are not on the class path, and what may be shown of a database's address. */
public final class JdbcDrivers {
    private JdbcDrivers() {}

    /**
     * Makes the drivers of a jar known to {@link DriverManager} for the rest of the process.
     *
     * @throws InvalidInputException where the jar has none
     */
    public static void load(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new InvalidInputException(jar + ": expected the jar of a JDBC driver, got nothing there");
        }
        // Left open: the driver loads classes as long as it is used.
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        int found = 0;
        for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
            if (loader.equals(driver.getClass().getClassLoader())) {
                register(driver);
                found++;
            }
        }
        if (found == 0) {
            loader.close();
            throw new InvalidInputException(
                    jar + ": expected the jar of a JDBC driver, got one without (META-INF/services/java.sql.Driver)");
        }
    }

    /**
     * An address for messages and reports, without what may be a password: the settings after {@code ?} or {@code ;}, and all but the database's
     * kind where an {@code @} tells that a user stands in it, since a password may hold any of these characters.
     */
    public static String shown(String url) {
        return url.contains("@")
                ? url.replaceFirst("(?s)^([^:]*:[^:/?;]*:).*", "$1...")
                : url.replaceFirst("(?s)[?;].*", "");
    }

    private static void register(Driver driver) throws IOException {
        try {
            DriverManager.registerDriver(new Loaded(driver));
        } catch (SQLException e) {
            throw new IOException("driver " + driver.getClass().getName() + ": " + e.getMessage(), e);
        }
    }

    /** DriverManager hands out only drivers of its caller's class loader: this one is. */
    private record Loaded(Driver driver) implements Driver {
        @Override
        public @Nullable Connection connect(String url, Properties info) throws SQLException {
            return driver.connect(url, info);
        }

        @Override
        public boolean acceptsURL(String url) throws SQLException {
            return driver.acceptsURL(url);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
            return driver.getPropertyInfo(url, info);
        }

        @Override
        public int getMajorVersion() {
            return driver.getMajorVersion();
        }

        @Override
        public int getMinorVersion() {
            return driver.getMinorVersion();
        }

        @Override
        public boolean jdbcCompliant() {
            return driver.jdbcCompliant();
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("dev.kindred.tables");
        }
    }
}
