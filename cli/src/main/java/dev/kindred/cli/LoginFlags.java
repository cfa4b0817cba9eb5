package dev.kindred.cli;

import dev.kindred.tables.JdbcLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks a database: from flags and a file, or from the environment. A password is no flag, since every user of a machine sees those of all programs. */
@Section(Section.INPUT)
final class LoginFlags {
    private static final String USER = "KINDRED_JDBC_USER";
    private static final String PASSWORD = "KINDRED_JDBC_PASSWORD";

    @Option(
            names = "--jdbc-user",
            paramLabel = "NAME",
            description =
                    "user of the database, for --jdbc and --to-jdbc (default: " + USER + ", or what the URL says)")
    private @Nullable String user;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            description = "file whose first line is the password (default: " + PASSWORD + ", or what the URL says)")
    private @Nullable Path passwordFile;

    JdbcLogin login() throws IOException {
        return login(System.getenv());
    }

    JdbcLogin login(Map<String, String> environment) throws IOException {
        String name = user == null ? environment.get(USER) : user;
        if (passwordFile == null) {
            return new JdbcLogin(name, environment.get(PASSWORD));
        }
        if (!Files.isRegularFile(passwordFile) || !Files.isReadable(passwordFile)) {
            throw UsageException.of(
                    "--jdbc-password-file",
                    "expected a file with a password, got none that can be read at " + passwordFile);
        }
        return new JdbcLogin(
                name, Files.readString(passwordFile).lines().findFirst().orElse(""));
    }
}
