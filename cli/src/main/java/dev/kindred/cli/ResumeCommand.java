package dev.kindred.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindred resume}: goes on with a run that was interrupted. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Goes on with a run that was interrupted: by Ctrl-C, a kill, a crash, a power cut.",
        footer = {
            "",
            "The result has the same bits as if nothing had happened. Input, settings and version must be those that the run",
            "began with; threads may differ.",
            "",
            "Examples:",
            "  kindred resume cora-clusters",
            "  kindred resume kindred-out/cora --threads 8"
        })
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the folder of results that the run was to write")
    private @Nullable Path folder;

    @Option(names = "--threads", paramLabel = "N", description = "threads, where others than at first are wanted")
    private @Nullable Integer threads;

    @Option(names = "--quiet", description = "print nothing but warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (folder == null || spec == null) {
            throw new UsageException("resume: expected the folder of a run's results, got none");
        }
        UnfinishedRun.Begun begun = UnfinishedRun.read(folder);
        List<String> arguments = new ArrayList<>(List.of(begun.command(), "--resume"));
        begun.arguments().stream()
                .filter(argument -> threads == null || !argument.startsWith("--threads="))
                .filter(argument -> !argument.equals("--quiet"))
                .forEach(arguments::add);
        if (threads != null) {
            arguments.add("--threads=" + threads);
        }
        if (quiet || begun.arguments().contains("--quiet")) {
            arguments.add("--quiet");
        }
        CommandLine root = spec.root().commandLine();
        return Main.run(root.getOut(), root.getErr(), arguments.toArray(String[]::new));
    }
}
