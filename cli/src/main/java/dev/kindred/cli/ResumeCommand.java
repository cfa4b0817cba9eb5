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
        description = "Continues a run that was interrupted: by Ctrl-C, a kill, a crash or a power cut.",
        footer = {
            "",
            "The results are those of an uninterrupted run, bit for bit. Input, settings and version must be the ones that the run",
            "began with; the number of threads may differ.",
            "",
            "Examples:",
            "  kindred resume cora-clusters",
            "  kindred resume kindred-out/cora --threads 8"
        })
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "folder that the results go to")
    private @Nullable Path folder;

    @Option(names = "--threads", paramLabel = "N", description = "number of threads (default: as before)")
    private @Nullable Integer threads;

    @Option(names = "--quiet", description = "print only warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (folder == null || spec == null) {
            throw new UsageException("DIR: expected the folder that the results go to, got none");
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
