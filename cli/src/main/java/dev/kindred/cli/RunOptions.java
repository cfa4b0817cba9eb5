package dev.kindred.cli;

import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.train.Checkpoints;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that trains lets a user say about the run itself. */
final class RunOptions {
    @Option(names = "--out", paramLabel = "DIR", description = "folder of results (default: kindred-out/NAME)")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "replace the results of an earlier run")
    private boolean overwrite;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads; results do not depend on it (default: all processors)")
    private @Nullable Integer threads;

    @Option(names = "--quiet", description = "print nothing but warnings and errors")
    private boolean quiet;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings named like the flags; flags win over it")
    private @Nullable Path config;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "S",
            description = "keep the state of training every S seconds, for kindred resume; 0: never (default: 60)")
    private double checkpointSeconds = Checkpoints.Schedule.DEFAULT.seconds();

    @Option(
            names = "--checkpoint-epochs",
            paramLabel = "N",
            description = "keep it every N epochs as well; 0: only by time (default: 0)")
    private int checkpointEpochs = Checkpoints.Schedule.DEFAULT.epochs();

    @Option(names = "--force", description = "train even where the memory is estimated not to be enough")
    private boolean force;

    /** How {@link ResumeCommand} calls a command again. */
    @Option(names = "--resume", hidden = true)
    private boolean resume;

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
        if (threads < 1) {
            throw new UsageException("threads: expected 1 or more, got " + threads);
        }
        return threads;
    }

    boolean quiet() {
        return quiet;
    }

    Checkpoints.Schedule schedule() {
        try {
            return new Checkpoints.Schedule(checkpointEpochs, checkpointSeconds);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
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
