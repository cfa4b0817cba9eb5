package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    private static String help(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    @Test
    void flagsStandInSectionsTheMostUsedFirst() {
        List<String> lines = help("cluster").lines().toList();
        assertThat(lines)
                .containsSubsequence(
                        "Usage: kindred cluster FLAGS",
                        "Most used:",
                        "Input:",
                        "Columns:",
                        "Model:",
                        "Training:",
                        "Output:",
                        "Run:",
                        "Examples:")
                .doesNotContain("Other:");
        List<String> first = lines.subList(lines.indexOf("Most used:"), lines.indexOf("Input:"));
        for (String flag : HelpLayout.FIRST) {
            assertThat(first).as(flag).anyMatch(line -> line.contains(flag + "="));
        }
        List<String> training = lines.subList(lines.indexOf("Training:"), lines.indexOf("Output:"));
        for (String flag : List.of("--seeds", "--learning-rate", "--patience")) {
            assertThat(training).as(flag).anyMatch(line -> line.contains(flag + "="));
        }
    }

    @Test
    void everyFlagIsDescribedOnceAndEndsWithoutAFullStop() {
        Main.COMMANDS.keySet().forEach(command -> {
            CommandLine line = Objects.requireNonNull(
                    Main.commandLine(new Main(), command).getSubcommands().get(command));
            String help = help(command);
            for (OptionSpec option : line.getCommandSpec().options()) {
                if (option.hidden()) {
                    continue;
                }
                assertThat(help.split(option.longestName() + "(?![-a-z])(?=[=,\\s\\[])", -1).length)
                        .as(command + " " + option.longestName())
                        .isGreaterThanOrEqualTo(2);
                assertThat(String.join(" ", option.description()))
                        .as(command + " " + option.longestName())
                        .isNotBlank()
                        .matches(text -> text.startsWith("Show this")
                                || text.startsWith("Print version")
                                || !text.endsWith("."));
            }
        });
    }

    /** What the preset decides is shown as the default preset has it. */
    @Test
    void settingsShowTheirDefaults() {
        String help = help("cluster").replaceAll("\\s+", " ");
        assertThat(help)
                .contains("output size of each layer; the last is the size of the embedding (default: 64,64)")
                .contains("clip the global gradient norm to X; 0 disables clipping (default: 0)")
                .contains("random seed; the same seed reproduces the results bit for bit (default: 0)")
                .contains("--empty-clusters=HOW")
                .contains("(default: RESEED)");
        Settings.defaults()
                .forEach((flag, value) -> assertThat(help)
                        .as(flag)
                        .containsPattern(flag + "=[^=]*\\(default: " + Pattern.quote(value) + "\\)"));
        assertThat(Settings.defaults()).hasSize(33).containsEntry("--learning-rate", "0.01");
    }

    @Test
    void helpAndVersionAreAlsoCommands() {
        assertThat(CommandLineRun.of("help", "cluster")).isEqualTo(CommandLineRun.of("cluster", "--help"));
        assertThat(CommandLineRun.of("help")).isEqualTo(CommandLineRun.of("--help"));
        assertThat(CommandLineRun.of("version")).isEqualTo(CommandLineRun.of("--version"));
        CommandLineRun.assertFails(2, "unexpected argument clutser; did you mean cluster?", "help", "clutser");
        assertThat(Arrays.stream(CommandLineRun.of("--help").out().split("\n")))
                .contains("Help on a command: kindred help cluster");
    }
}
