package dev.kindred.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Help of a command: the flags that most people need, then the others by {@link Section}. A setting that the preset decides shows the value of
 * the default preset.
 */
final class HelpLayout {
    /** What most people need first, of those that a command has. */
    static final List<String> FIRST = List.of(
            "--data", "--nodes", "--edges", "--id", "--label", "--clusters", "--out", "--preset", "--seed", "--config");

    /** Fewer flags than these need no sections. */
    private static final int FEW = 8;

    private static final List<String> SECTIONS =
            List.of(Section.INPUT, Section.COLUMNS, Section.MODEL, Section.TRAINING, Section.OUTPUT, Section.RUN);

    private HelpLayout() {}

    /** Lays out the help of a command and of its subcommands. */
    static void install(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpLayout::synopsis);
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
        line.getSubcommands().values().forEach(HelpLayout::install);
    }

    /** All flags of a large command would be half a page. */
    private static String synopsis(Help help) {
        return isLarge(help)
                ? help.commandSpec().qualifiedName() + " FLAGS" + System.lineSeparator()
                : help.synopsis(help.synopsisHeadingLength());
    }

    private static boolean isLarge(Help help) {
        return help.commandSpec().options().size() > FEW;
    }

    private static String options(Help help) {
        if (!isLarge(help)) {
            return help.optionList();
        }
        Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
        List<OptionSpec> first = new ArrayList<>();
        SECTIONS.forEach(section -> sections.put(section, new ArrayList<>()));
        Map<String, String> presets = Settings.defaults();
        for (OptionSpec option : help.commandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            OptionSpec shown = withDefault(option, presets.get(option.longestName()));
            if (FIRST.contains(option.longestName())) {
                first.add(shown);
            } else {
                sections.getOrDefault(section(option), List.of()).add(shown);
            }
        }
        first.sort(
                (one, other) -> Integer.compare(FIRST.indexOf(one.longestName()), FIRST.indexOf(other.longestName())));
        StringBuilder text = new StringBuilder();
        append(text, help, "Most used", first);
        sections.forEach((section, options) -> append(text, help, section, options));
        return text.toString();
    }

    private static void append(StringBuilder text, Help help, String heading, List<OptionSpec> options) {
        if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append(System.lineSeparator())
                    .append(heading)
                    .append(':')
                    .append(System.lineSeparator())
                    .append(layout);
        }
    }

    private static OptionSpec withDefault(OptionSpec option, @Nullable String value) {
        if (value == null || option.description().length == 0) {
            return option;
        }
        String[] description = option.description().clone();
        description[description.length - 1] += " (default: " + value + ")";
        return OptionSpec.builder(option).description(description).build();
    }

    private static String section(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return Section.RUN;
        }
        Section own = field.getAnnotation(Section.class);
        Section all = field.getDeclaringClass().getAnnotation(Section.class);
        return own != null ? own.value() : all != null ? all.value() : Section.RUN;
    }
}
