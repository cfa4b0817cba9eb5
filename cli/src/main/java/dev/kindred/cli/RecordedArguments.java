package dev.kindred.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command's settings as one list of flags, whether they were typed or came from a config file: what begins the same run again from any
 * folder, even if the config file has changed.
 */
final class RecordedArguments {
    /** Says nothing of the run itself. */
    private static final Set<String> LEFT_OUT = Set.of("--config", "--help", "--version", "--debug", "--resume");

    /** Name files, though as text: they may hold wildcards. */
    private static final Set<String> PATTERNS = Set.of("--nodes", "--edges", "--features-table");

    private RecordedArguments() {}

    /** Flags in the order of the command's help; paths are absolute. */
    static List<String> of(CommandSpec spec) {
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            String name = option.longestName();
            if (LEFT_OUT.contains(name) || value == null || Boolean.FALSE.equals(value)) {
                continue;
            }
            if (Boolean.TRUE.equals(value)) {
                arguments.add(name);
            } else if (value instanceof Collection<?> items
                    && option.splitRegex().isEmpty()) {
                items.forEach(item -> arguments.add(name + "=" + text(item)));
            } else if (value instanceof Collection<?> items) {
                arguments.add(name + "="
                        + items.stream().map(RecordedArguments::text).collect(Collectors.joining(option.splitRegex())));
            } else {
                boolean path = PATTERNS.contains(name) && !value.equals(StandardInput.NAME);
                arguments.add(name + "=" + text(path ? Path.of(String.valueOf(value)) : value));
            }
        }
        return arguments;
    }

    /** The command as it was typed, for reports: of a database's address, which may hold a password, the driver's name is left. */
    static List<String> typed(CommandSpec spec) {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .map(argument -> argument.replaceFirst("(^|=)(jdbc:[^:/?;]*:).+", "$1$2..."))
                .toList();
    }

    private static String text(@Nullable Object value) {
        return value instanceof Path path ? path.toAbsolutePath().normalize().toString() : String.valueOf(value);
    }
}
