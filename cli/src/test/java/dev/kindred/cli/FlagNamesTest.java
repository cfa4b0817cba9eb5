package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.notice.Setting;
import dev.kindred.tables.ColumnKind;
import dev.kindred.tables.TableOptions.Header;
import dev.kindred.tables.TableOptions.IdRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FlagNamesTest {
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]+");

    @Test
    void everySettingHasAFlagOfACommand() {
        CommandLine line = Main.commandLine(new Main());
        String known = line.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.joining(" ", " ", " "));
        for (Setting setting : Setting.values()) {
            Matcher flag = FLAG.matcher(FlagNames.in("see " + setting + " for it"));
            assertThat(flag.find()).as(setting.toString()).isTrue();
            assertThat(known).contains(" " + flag.group() + " ");
        }
    }

    @Test
    void valuesAreThoseThatAShellReads() {
        assertThat(FlagNames.in("(" + Setting.ID.to("customer no") + ", " + Setting.SOURCE.to("from_id") + ")"))
                .isEqualTo("(--id 'customer no', --source from_id)");
        assertThat(FlagNames.in(Setting.KIND.to("age", ColumnKind.CATEGORY) + " or " + Setting.KIND))
                .isEqualTo("--column age=category or --column COLUMN");
        assertThat(FlagNames.in(Setting.MATCHING.to(IdRule.IGNORE_CASE) + "; " + Setting.HEADER.to(Header.PRESENT)))
                .isEqualTo("--match-ids ignore-case; --header");
        assertThat(FlagNames.in("swapped: " + Setting.TABLES.to("it's.csv", "b.csv")))
                .isEqualTo("swapped: --nodes 'it'\\''s.csv' --edges b.csv");
        assertThat(FlagNames.in(List.of(Setting.SKIP_BAD_ROWS + " leaves such rows out", "plain")))
                .containsExactly("--skip-bad-rows FILE leaves such rows out", "plain");
    }

    /** A user of the library has no flags. */
    @Test
    void theLibraryNamesNoFlags() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.resolve("..").normalize();
        }
        List<String> found = new ArrayList<>();
        for (String module : List.of("core", "tables", "formats")) {
            try (Stream<Path> files = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    for (String text : Files.readAllLines(file)) {
                        String code = text.strip();
                        boolean comment = code.startsWith("*") || code.startsWith("/*") || code.startsWith("//");
                        if (!comment
                                && code.matches(".*\"[^\"]*--[a-z][a-z-]+.*")
                                // This one is the JVM's.
                                && !code.contains("--add-modules=jdk.incubator.vector")) {
                            found.add(file.getFileName() + ": " + code);
                        }
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
