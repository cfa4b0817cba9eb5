package dev.kindred.tables;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Who asks a database, apart from its address, so that the address can be shown and kept.
 *
 * @param user or null where the address says it, or nobody need
 * @param password likewise; never shown
 */
public record JdbcLogin(@Nullable String user, @Nullable String password) {
    /** The address says all that is needed. */
    public static final JdbcLogin NONE = new JdbcLogin(null, null);

    Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    /** A complaint of a database without the address, which may hold a password, and without the password. */
    String hidden(String complaint, String url) {
        String shown = complaint.replace(url, "the URL");
        return password == null || password.isEmpty() ? shown : shown.replace(password, "the password");
    }

    @Override
    public String toString() {
        return "JdbcLogin[user=" + user + (password == null ? "]" : ", password=***]");
    }
}
