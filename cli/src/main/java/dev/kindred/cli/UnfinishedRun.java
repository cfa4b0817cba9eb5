package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.AtomicFile;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.ModelConfig;
import dev.kindred.run.RunFiles;
import dev.kindred.sweep.Sweep;
import dev.kindred.train.Checkpoints;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.GraphSize;
import dev.kindred.train.Repetition;
import dev.kindred.train.TrainingCancelledException;
import dev.kindred.train.TrainingListener;
import dev.kindred.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * A run at work: the hidden folder {@code .NAME.unfinished} beside its results, which holds a lock, how the run was begun, and its
 * checkpoints. It goes when the results are in place, or when there is nothing in it to go on with.
 */
final class UnfinishedRun implements AutoCloseable {
    private static final String BEGUN = "run.json";

    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * How a run was begun: enough to begin it again.
     *
     * @param id of this run; the results carry it too
     * @param command as in {@code cluster}
     * @param arguments every setting as a flag, those of a config file too, paths absolute, addresses of databases whole
     * @param commandLine as it was typed, addresses of databases cut short
     */
    record Begun(String id, String command, List<String> arguments, List<String> commandLine) {}

    private final Path target;
    private final Path folder;
    private final Existing existing;
    private final FolderLock lock;
    private final RunOptions options;
    private final Begun begun;

    private UnfinishedRun(
            Path target, Path folder, Existing existing, FolderLock lock, RunOptions options, Begun begun) {
        this.target = target;
        this.folder = folder;
        this.existing = existing;
        this.lock = lock;
        this.options = options;
        this.begun = begun;
    }

    /**
     * Takes the place of a run's results for this process alone.
     *
     * @param target folder of results
     * @param begun how; where the run is resumed, that of the run itself is taken
     * @throws InvalidInputException where another run is at work there, or one that was interrupted would be lost
     */
    static UnfinishedRun open(Path target, Existing existing, RunOptions options, Begun begun) throws IOException {
        OutputFolder.check(target, options.resumes() ? Existing.OVERWRITE : existing, RunFiles.CONTENTS);
        Path folder = folderOf(target);
        FolderLock lock = lock(target);
        try {
            OutputFolder.recover(target);
            if (options.resumes()) {
                Begun first = read(target);
                return new UnfinishedRun(target, folder, existing, lock, options, first);
            }
            if (existing == Existing.REFUSE && hasCheckpoints(folder)) {
                throw new InvalidInputException(target + ": expected no unfinished run, got one; kindred resume "
                        + target + " continues it, --overwrite starts again");
            }
            AtomicFile.write(
                    folder.resolve(BEGUN),
                    file -> writeForOwner(file, RunReport.JSON.writeValueAsString(begun) + "\n"));
            return new UnfinishedRun(target, folder, existing, lock, options, begun);
        } catch (IOException | RuntimeException e) {
            try {
                removeIfEmpty(folder, options);
            } catch (IOException cleanup) {
                e.addSuppressed(cleanup);
            }
            lock.close();
            throw e;
        }
    }

    /** The address of a database may hold a password: from the file's first moment on nobody else may read it. */
    private static void writeForOwner(Path file, String text) throws IOException {
        // One that a kill left behind would keep its own permissions.
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        }
        Files.writeString(file, text);
    }

    /**
     * Takes the place of results, or of a store, for this process alone.
     *
     * @throws InvalidInputException where another run is at work there
     */
    static FolderLock lock(Path target) throws IOException {
        Path folder = folderOf(target);
        try {
            return FolderLock.take(folder, target);
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw new InvalidInputException(
                    folder.getParent() + ": expected a folder that can be written, got one that cannot", e);
        }
    }

    private static Path folderOf(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return absolute.resolveSibling("." + absolute.getFileName() + ".unfinished");
    }

    /**
     * How the unfinished run of some results was begun.
     *
     * @throws InvalidInputException where there is none
     */
    static Begun read(Path target) throws IOException {
        Path file = folderOf(target).resolve(BEGUN);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(target + ": expected an unfinished run (" + file + "), got "
                    + (Files.isDirectory(target) ? "one that is finished" : "none"));
        }
        try {
            return RunReport.JSON.readValue(Files.readString(file), Begun.class);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ": expected how a run was begun, got " + e.getOriginalMessage()
                            + "; start it again with --overwrite",
                    e);
        }
    }

    private static boolean hasCheckpoints(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> Checkpoints.isCheckpoint(name) || name.equals(RunFiles.SWEEP));
        }
    }

    /** Whether the results are in place already: the process ended between that and tidying up. */
    boolean isFinished() throws IOException {
        Path report = target.resolve(RunFiles.RUN);
        return options.resumes()
                && Files.isRegularFile(report)
                && begun.id()
                        .equals(RunReport.JSON
                                .readTree(Files.readString(report))
                                .path("run")
                                .asString(""));
    }

    /** Trains with checkpoints; Ctrl-C and SIGTERM wait until the state is kept. */
    Repetition.Result train(AttributedGraph graph, ModelConfig config, int seeds, TrainingListener listener) {
        MemoryLimits limits = MemoryLimits.ofThisProcess();
        GraphSize size = GraphSize.of(graph);
        if (!options.forces()) {
            limits.check(size, config, seeds);
        }
        Interruption.hold();
        TrainingOptions training = TrainingOptions.defaults()
                .withThreads(options.threads())
                .withListener(listener)
                .withCheckpoints(
                        Checkpoints.in(folder, options.schedule(), options.resumes() ? Begin.RESUME : Begin.ANEW))
                .withCancellation(Interruption::isRequested);
        try {
            // A run's arrays are all old, and the serial collector lets the heap grow to its limit before it looks at
            // old ones.
            return Repetition.fit(graph, config, seeds, training, System::gc);
        } catch (TrainingCancelledException e) {
            throw new InterruptedRunException(e.getMessage() + "; kindred resume " + target + " continues it", e);
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException(limits.exceeded(size, config, seeds) + goesOn(), e);
        }
    }

    /** What to do where there is a checkpoint. */
    private String goesOn() {
        try {
            return hasCheckpoints(folder) ? "; kindred resume " + target + " continues it" : "";
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The sweep over numbers of clusters: that of an earlier sitting where there is one, else it is made and kept.
     *
     * @throws InterruptedRunException where a signal ended it
     */
    Sweep sweep(SweepStep step) throws IOException {
        Path kept = folder.resolve(RunFiles.SWEEP);
        if (options.resumes() && Files.isRegularFile(kept)) {
            return SweepFiles.read(kept);
        }
        Interruption.hold();
        Sweep sweep = step.run(options.threads());
        SweepFiles.writeJson(kept, sweep);
        return sweep;
    }

    Path target() {
        return target;
    }

    Existing existing() {
        return existing;
    }

    Begun begun() {
        return begun;
    }

    /** The results are in place: nothing is left to go on with. */
    void finished() throws IOException {
        delete(folder);
    }

    @Override
    public void close() throws IOException {
        try {
            removeIfEmpty(folder, options);
        } finally {
            lock.close();
        }
    }

    /** A folder without checkpoints holds nothing to go on with. */
    private static void removeIfEmpty(Path folder, RunOptions options) throws IOException {
        if (Files.isDirectory(folder) && !hasCheckpoints(folder) && !options.resumes()) {
            delete(folder);
        }
    }

    /**
     * Deletes what a run has written into its folder, and the folder if it is empty then: other files in it are a user's. Checkpoints go
     * first and {@code run.json} last, so that what a killed process leaves behind still tells that the run had finished.
     */
    private static void delete(Path folder) throws IOException {
        Checkpoints.deleteAll(folder);
        for (String name : List.of(RunFiles.SWEEP, FolderLock.FILE, BEGUN)) {
            Files.deleteIfExists(folder.resolve(name + AtomicFile.PARTIAL));
            Files.deleteIfExists(folder.resolve(name));
        }
        // A seed that was stopped before its first checkpoint left an empty folder.
        List<Path> inside;
        try (Stream<Path> files = Files.list(folder)) {
            inside = files.filter(Files::isDirectory).toList();
        }
        for (Path seed : inside) {
            deleteIfEmpty(seed);
        }
        deleteIfEmpty(folder);
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // A user's files stay.
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
