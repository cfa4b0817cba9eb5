package dev.kindred.cli;

import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.train.Checkpoints;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the run itself, of every command that trains. */
@Section(Section.RUN)
final class RunOptions {
    @Section(Section.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the results (default: kindred-out/NAME, after the input)")
    private @Nullable Path out;

    @Section(Section.OUTPUT)
    @Option(names = "--overwrite", description = "replace the results of an earlier run (default: refuse)")
    private boolean overwrite;

    @Section(Section.OUTPUT)
    @Option(
            names = "--no-report",
            description = "do not write report.html and its data: clusters.json, layout.npy, nodes.safetensors")
    private boolean noReport;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "number of threads; the results do not depend on it (default: all processors)")
    private @Nullable Integer threads;

    @Option(names = "--quiet", description = "print only warnings and errors")
    private boolean quiet;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings, named like the flags without dashes; flags take precedence")
    private @Nullable Path config;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "S",
            description = "write a checkpoint every S seconds, for kindred resume; 0 disables it (default: 60)")
    private double checkpointSeconds = Checkpoints.Schedule.DEFAULT.seconds();

    @Option(
            names = "--checkpoint-epochs",
            paramLabel = "N",
            description = "also write a checkpoint every N epochs; 0 disables it (default: 0)")
    private int checkpointEpochs = Checkpoints.Schedule.DEFAULT.epochs();

    @Option(names = "--force", description = "train even if the estimated memory exceeds what is available")
    private boolean force;

    /** How {@link ResumeCommand} calls a command again. */
    @Option(names = "--resume", hidden = true)
    private boolean resume;

    /** Mistakes, before anything is read. */
    void check() {
        threads();
        schedule();
    }

    Path folder(String name) {
        return out == null ? Path.of("kindred-out", name) : out;
    }

    Existing existing() {
        return overwrite ? Existing.OVERWRITE : Existing.REFUSE;
    }

    int threads() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        checkThreads(threads);
        return threads;
    }

    static void checkThreads(@Nullable Integer threads) {
        if (threads != null && threads < 1) {
            throw UsageException.of("--threads", "expected 1 or more, got " + threads);
        }
    }

    boolean reports() {
        return !noReport;
    }

    boolean quiet() {
        return quiet;
    }

    Checkpoints.Schedule schedule() {
        if (checkpointEpochs < 0) {
            throw UsageException.of("--checkpoint-epochs", "expected 0 or more, got " + checkpointEpochs);
        }
        if (!(checkpointSeconds >= 0)) {
            throw UsageException.of("--checkpoint-seconds", "expected 0 or more, got " + checkpointSeconds);
        }
        return new Checkpoints.Schedule(checkpointEpochs, checkpointSeconds);
    }

    /** Whether the run goes on from its checkpoints. */
    boolean resumes() {
        return resume;
    }

    boolean forces() {
        return force;
    }

    boolean hasFolder() {
        return out != null;
    }

    /** Read before the flags are parsed, by {@link Main}; here so that help and parser know it. */
    @Nullable
    Path config() {
        return config;
    }
}
