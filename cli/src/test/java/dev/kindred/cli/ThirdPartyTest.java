package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every library that is shipped stands in THIRD-PARTY.txt with its licence. */
class ThirdPartyTest {
    /** Starts of the names of jars that only tests see. */
    private static final List<String> TESTS = List.of(
            "junit",
            "assertj",
            "archunit",
            "opentest4j",
            "apiguardian",
            "byte-buddy",
            "surefire",
            "slf4j",
            "h2",
            "kindred");

    @Test
    void everyShippedLibraryIsListed() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("../THIRD-PARTY.txt")).stream()
                .map(line -> line.split("\\s+", 2)[0])
                .toList();
        List<String> shipped = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""))
                                .split(File.pathSeparator))
                .map(path -> String.valueOf(Path.of(path).getFileName()))
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-[0-9].*", ""))
                .filter(name -> TESTS.stream().noneMatch(name::startsWith))
                .distinct()
                .toList();
        assertThat(shipped).contains("picocli");
        assertThat(listed).containsAll(shipped);
    }
}
