package dev.kindred.cli;

import dev.kindred.kernels.Kernels;
import dev.kindred.kernels.Rehearsal;
import dev.kindred.notice.KindredException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code kindred} command. Exit codes: 0 done, 1 failed, 2 a mistake in flags or config, 3 results are in place but could not be handed on, 130
 * interrupted.
 */
@Command(
        name = "kindred",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Clusters graphs whose nodes have attributes.",
        footer = {
            "",
            "Examples:",
            "  kindred demo",
            "  kindred cluster --data cora.npz -k 7 --out cora-clusters",
            "  kindred evaluate --clusters cora-clusters --data cora.npz",
            "  kindred cluster --nodes nodes.csv --edges edges.csv -k 7 --out groups",
            "",
            "Help on a command: kindred help cluster"
        })
public final class Main implements Runnable {
    /** JDK 25.0.0 to 25.0.2 can corrupt data (JDK-8377811). */
    private static final Runtime.Version OLDEST = Runtime.Version.parse("25.0.3");

    /** By name, in the order in which help lists them. */
    static final Map<String, Class<?>> COMMANDS = commands();

    private static final int NARROWEST = 60;

    /** As a shell gives it for Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private static final int UNDELIVERED = 3;

    /** Commands that will need compiled kernels in a moment. */
    private static final List<String> TRAINING = List.of("cluster", "demo", "resume", "sweep");

    /** Options that say nothing of the run itself. */
    private static final List<String> NOT_IN_A_FILE = List.of("--config", "--help", "--version", "--debug");

    @Section(Section.RUN)
    @Option(names = "--debug", scope = CommandLine.ScopeType.INHERIT, description = "print the stack trace of an error")
    private boolean debug;

    /** Starts the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        if (Runtime.version().compareToIgnoreOptional(OLDEST) < 0) {
            System.err.println("kindred: expected Java " + OLDEST + " or later, got " + Runtime.version());
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
        if (args.length > 0 && TRAINING.contains(args[0])) {
            try {
                rehearse(Kernels.select());
            } catch (IllegalArgumentException | IllegalStateException e) {
                System.err.println("kindred: " + e.getMessage());
                System.exit(CommandLine.ExitCode.USAGE);
            }
        }
        Interruption.listen();
        int code = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
        StderrPipe.finish();
        System.exit(code);
    }

    /** Has vector kernels compiled meanwhile; scalar ones are fast enough before they are. */
    private static void rehearse(Kernels kernels) {
        if (kernels.name().equals("vector")) {
            Thread.ofPlatform().daemon().name("kindred-rehearsal").start(() -> Rehearsal.run(kernels));
        }
    }

    /** Runs a command line; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... typed) {
        String[] args = asFlags(typed);
        Main main = new Main();
        CommandLine line = commandLine(main, args);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        setWidth(line);
        HelpLayout.install(line);
        try {
            ConfigFile config = readConfig(line, args);
            line.setParameterExceptionHandler((exception, given) -> usage(exception, given, config));
            line.setExecutionExceptionHandler((exception, command, result) ->
                    failed(located(exception, command, args, config), command, main.debug));
            return line.execute(args);
        } catch (UsageException e) {
            err.println("kindred: " + FlagNames.in(String.valueOf(e.getMessage())));
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            return failed(e, line, main.debug);
        } catch (OutOfMemoryError e) {
            err.println("kindred: memory: expected at most "
                    + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MB (the Java heap), got more; allow more, for example with KINDRED_JAVA_OPTS=-Xmx8g");
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            Interruption.release();
        }
    }

    /** {@code kindred help cluster} and {@code kindred version}, which many other commands understand. */
    private static String[] asFlags(String[] typed) {
        return switch (typed.length == 0 ? "" : typed[0]) {
            case "help" ->
                typed.length == 1
                        ? new String[] {"--help"}
                        : COMMANDS.containsKey(typed[1])
                                ? new String[] {typed[1], "--help"}
                                : Arrays.copyOfRange(typed, 1, 2);
            case "version" -> new String[] {"--version"};
            default -> typed;
        };
    }

    /** The width of the terminal; that which COLUMNS gives where it is set. */
    private static void setWidth(CommandLine line) {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9][0-9]{1,3}")) {
            line.setUsageHelpWidth(Math.max(NARROWEST, Integer.parseInt(columns)));
        } else {
            line.setUsageHelpAutoWidth(true);
        }
    }

    /** A mistake in a value of the config file, told by file, line and key instead of the flag. */
    private static Exception located(
            Exception exception, CommandLine line, String[] args, @Nullable ConfigFile config) {
        if (config == null || !(exception instanceof UsageException usage) || usage.flag() == null) {
            return exception;
        }
        OptionSpec option = line.getCommandSpec().findOption(usage.flag());
        ConfigFile.Setting setting = option == null || isTyped(option, args) ? null : config.get(keys(option));
        if (option == null || setting == null) {
            return exception;
        }
        String key = keys(option).stream()
                .filter(config.settings()::containsKey)
                .findFirst()
                .orElseThrow();
        return new UsageException(
                config.file() + ", line " + setting.line() + ": " + key + ": " + usage.mistake(), exception);
    }

    private static boolean isTyped(OptionSpec option, String[] args) {
        return Arrays.stream(args)
                .anyMatch(arg -> Arrays.stream(option.names())
                        .anyMatch(name -> arg.equals(name)
                                || arg.startsWith(name + "=")
                                || (name.length() == 2 && arg.startsWith(name))));
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("cluster", ClusterCommand.class);
        commands.put("estimate", EstimateCommand.class);
        commands.put("resume", ResumeCommand.class);
        commands.put("sweep", SweepCommand.class);
        commands.put("compare", CompareCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("evaluate", EvaluateCommand.class);
        commands.put("inspect", InspectCommand.class);
        commands.put("import", ImportCommand.class);
        commands.put("insert", InsertCommand.class);
        commands.put("datasets", DatasetsCommand.class);
        commands.put("demo", DemoCommand.class);
        commands.put("completion", Completion.class);
        return Collections.unmodifiableMap(commands);
    }

    /** With the command that comes first alone, where one does: describing all of them takes a tenth of a second. */
    static CommandLine commandLine(Main main, String... args) {
        CommandLine line = new CommandLine(main);
        Class<?> first = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (first == null || first == Completion.class) {
            COMMANDS.forEach(line::addSubcommand);
        } else {
            line.addSubcommand(args[0], first);
        }
        return line;
    }

    /** Settings of the file that {@code --config} names become the defaults of the flags of the same names. */
    private static @Nullable ConfigFile readConfig(CommandLine line, String[] args) throws IOException {
        Path file = ConfigFile.named(args);
        CommandLine command = Arrays.stream(args)
                .map(line.getSubcommands()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (file == null || command == null) {
            return null;
        }
        List<OptionSpec> options = command.getCommandSpec().options().stream()
                .filter(option -> !NOT_IN_A_FILE.contains(option.longestName()))
                .toList();
        ConfigFile config = ConfigFile.read(
                file, options.stream().flatMap(option -> keys(option).stream()).toList());
        for (OptionSpec option : options) {
            if (config.settings().keySet().containsAll(keys(option))
                    && keys(option).size() > 1) {
                throw new UsageException(
                        file + ": expected one of " + String.join(" and ", keys(option)) + ", got both");
            }
        }
        command.setDefaultValueProvider(argument -> {
            ConfigFile.Setting setting = argument instanceof OptionSpec option ? config.get(keys(option)) : null;
            return setting == null ? null : setting.value();
        });
        return config;
    }

    /** An option's names in a config file. */
    private static List<String> keys(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name -> name.replaceFirst("^--?", ""))
                .toList();
    }

    /** Where in the config file the value at fault stands, or nothing where it was given as a flag. */
    private static String place(ParameterException exception, String[] args, @Nullable ConfigFile config) {
        if (config == null || !(exception.getArgSpec() instanceof OptionSpec option)) {
            return "";
        }
        ConfigFile.Setting setting = config.get(keys(option));
        return isTyped(option, args) || setting == null ? "" : config.file() + ", line " + setting.line() + ": ";
    }

    private static int usage(ParameterException exception, String[] args, @Nullable ConfigFile config) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        String message = exception.getMessage();
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String given = unmatched.getUnmatched().getFirst();
            List<String> known = given.startsWith("-")
                    ? line.getCommandSpec().options().stream()
                            .map(OptionSpec::longestName)
                            .toList()
                    : List.copyOf(line.getSubcommands().keySet());
            message = (given.startsWith("-") ? "unknown flag " : "unexpected argument ")
                    + given
                    + (known.isEmpty() ? "" : "; did you mean " + ConfigFile.nearest(given, known) + "?");
        }
        err.println("kindred: " + place(exception, args, config) + message);
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception exception, CommandLine line, boolean debug) {
        PrintWriter err = line.getErr();
        Exception cause = exception;
        if (exception instanceof UncheckedIOException unchecked
                && unchecked.getCause() != null
                && unchecked.getCause().toString().equals(unchecked.getMessage())) {
            cause = unchecked.getCause(); // which was only wrapped, with nothing to say of its own
        }
        err.println("kindred: " + sentence(cause));
        if (debug) {
            cause.printStackTrace(err);
        }
        if (cause instanceof InterruptedRunException) {
            return INTERRUPTED;
        }
        if (cause instanceof UndeliveredException) {
            return UNDELIVERED;
        }
        return cause instanceof UsageException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentence(Exception cause) {
        String message = FlagNames.in(String.valueOf(cause.getMessage()));
        return switch (cause) {
            case UsageException e -> message;
            case InterruptedRunException e -> message;
            case UndeliveredException e -> message;
            case KindredException e -> message;
            case IllegalArgumentException e -> message;
            case IllegalStateException e -> message;
            case NoSuchFileException e -> message + ": expected a file, got nothing there";
            case AccessDeniedException e ->
                message + ": expected a file that may be read or written, got one that may not";
            case FileSystemException e -> message;
            case UncheckedIOException e -> message;
            case IOException e -> "reading or writing failed: " + message;
            default -> cause.getClass().getSimpleName() + ": " + message + " (--debug shows where)";
        };
    }

    @Override
    public void run() {
        throw new UsageException(
                "expected a command: " + String.join(", ", COMMANDS.keySet()) + "; kindred help describes them");
    }

    /** Version, JVM and operating system. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "kindred " + version(),
                "Java " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }

    static String version() {
        String built = Main.class.getPackage().getImplementationVersion();
        return built == null ? "unpackaged" : built;
    }

    @Command(
            name = "completion",
            mixinStandardHelpOptions = true,
            description = "Prints a completion script for bash and zsh.",
            footer = {"", "Example:", "  source <(kindred completion)"})
    static final class Completion implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                CommandLine root = spec.root().commandLine();
                root.getOut().print(AutoComplete.bash("kindred", root));
                root.getOut().flush();
            }
        }
    }
}
