package dev.kindred.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checked-in form is what its sources give. CI builds it again where node is installed; this test needs no node. */
class ReportFormTest {
    private static final Path SOURCES = Path.of("../report");

    @Test
    void theFormIsOfTheSources() throws IOException {
        assumeThat(SOURCES.resolve("src"))
                .as("the sources of the report lie beside the module")
                .isDirectory();
        try (Stream<Path> files = Files.walk(SOURCES.resolve("src"))) {
            List<Path> all = Stream.concat(
                            files.filter(Files::isRegularFile),
                            Stream.of(SOURCES.resolve("build.mjs"), SOURCES.resolve("package-lock.json")))
                    .toList();
            String lines = all.stream().map(ReportFormTest::line).sorted().collect(Collectors.joining());

            assertThat(ReportPage.form())
                    .as("run: cd report && npm ci && npm run build")
                    .contains("<meta name=\"kindred-report-sources\" content=\""
                            + sha256(lines.getBytes(StandardCharsets.UTF_8)) + "\">");
        }
    }

    private static String line(Path file) {
        try {
            String path = SOURCES.relativize(file).toString().replace('\\', '/');
            return path + " " + sha256(Files.readAllBytes(file)) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
