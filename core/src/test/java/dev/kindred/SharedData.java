package dev.kindred;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real graphs beside the checkout, {@code ../shared/data} or what {@code KINDRED_SHARED} names; tests that want them skip without. */
public final class SharedData {
    private SharedData() {}

    /** The file, or the test is skipped saying so. */
    public static Path require(String name) {
        Path file = root().resolve("data").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real graphs are not on this machine (" + file + ")");
        return file;
    }

    private static Path root() {
        String named = System.getenv("KINDRED_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
