package dev.kindred.train;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one run in a folder: {@code checkpoint-ITERATION.safetensors}, the last one and the one before, in case the last turns
 * out damaged; those of further runs with other seeds ({@link Repetition}) lie in folders {@code seed-N} within it. One run at a time
 * may use the folder.
 */
public final class Checkpoints {
    /** Whether a run begins anew or goes on. */
    public enum Begin {
        ANEW,
        /** From the last good checkpoint; from the start where none was written yet. */
        RESUME,
        /** The same; from the start where none is good, too. */
        RESUME_IF_GOOD
    }

    /** What becomes of the state that training ends with. */
    private enum End {
        LEFT,
        /** Written, so that the result can be predicted again without training. */
        KEPT
    }

    /**
     * When they are written, besides at a cancellation and at a loss that is not finite: whichever comes first.
     *
     * @param epochs since the last, or 0
     * @param seconds since the last, or 0; both 0: never
     */
    public record Schedule(int epochs, double seconds) {
        /** Every minute: an epoch of work lost at most costs less than that, and writing takes well below a thousandth of it. */
        public static final Schedule DEFAULT = new Schedule(0, 60);

        public Schedule {
            if (epochs < 0 || !(seconds >= 0)) {
                throw new IllegalArgumentException(
                        "checkpoints: expected epochs and seconds of 0 or more, got " + epochs + " and " + seconds);
            }
        }

        boolean isDue(int epochsSince, double secondsSince) {
            return (epochs > 0 && epochsSince >= epochs) || (seconds > 0 && secondsSince >= seconds);
        }
    }

    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".safetensors";
    private static final String OF_SEED = "seed-";
    /** Names of checkpoints as {@link #write} gives them: the folder may hold other files, which are left alone. */
    private static final Pattern NAME = Pattern.compile("checkpoint-\\d{9,}f?\\.safetensors");

    private static final Pattern SEED_FOLDER = Pattern.compile("seed--?\\d+");
    private static final int KEPT = 2;

    private final Path folder;
    private final Schedule schedule;
    private final Begin begin;
    private final End end;
    private int epochsSince;
    private long last = System.nanoTime();

    private Checkpoints(Path folder, Schedule schedule, Begin begin, End end) {
        this.folder = folder;
        this.schedule = schedule;
        this.begin = begin;
        this.end = end;
    }

    /**
     * Checkpoints in a folder.
     *
     * @param folder exists and can be written
     */
    public static Checkpoints in(Path folder, Schedule schedule, Begin begin) {
        return new Checkpoints(folder, schedule, begin, End.LEFT);
    }

    /** The same, and the state that training ends with. */
    Checkpoints keepingTheEnd() {
        return new Checkpoints(folder, schedule, begin, End.KEPT);
    }

    /** Those of the same run with another seed: gone on with where there are any, the end kept. */
    Checkpoints ofSeed(long seed) {
        Path own = folder.resolve(OF_SEED + seed);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(own + ": the folder could not be made: " + e.getMessage(), e);
        }
        return new Checkpoints(own, schedule, Begin.RESUME_IF_GOOD, End.KEPT);
    }

    /** Counts an epoch and writes its state where one is due. */
    void epochDone(TrainingState state, Provenance provenance) {
        epochsSince++;
        if (schedule.isDue(epochsSince, (System.nanoTime() - last) * 1e-9)) {
            write(state, provenance);
        }
    }

    /** Writes the state that training ended with, where it is to be kept. */
    void trained(TrainingState state, Provenance provenance) {
        if (end == End.KEPT) {
            write(state, provenance);
        }
    }

    /** Writes a state now, and removes all but the one before. */
    Path write(TrainingState state, Provenance provenance) {
        // Padded, so that names sort like iterations; a stage that was just begun follows the end of the one before.
        Path file = folder.resolve(String.format(
                Locale.ROOT,
                "%s%09d%s%s",
                PREFIX,
                state.iteration(),
                state.stage() == Stage.FINETUNE ? "f" : "",
                SUFFIX));
        // An interrupt would close the file that is being written; it is put back once that is done.
        boolean interrupted = Thread.interrupted();
        try {
            Checkpoint.write(file, state, provenance);
            List<Path> all = all();
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the checkpoint could not be written: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        epochsSince = 0;
        last = System.nanoTime();
        return file;
    }

    /**
     * The state to go on with; null to begin anew.
     *
     * @param warn told of checkpoints that are damaged
     * @throws InvalidInputException where there are checkpoints and none is good, or the best is one of another run
     */
    @Nullable
    TrainingState latest(Provenance provenance, int nodes, Consumer<String> warn) {
        try {
            if (begin == Begin.ANEW) {
                clear();
                return null;
            }
            return latestGood(provenance, nodes, warn);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the checkpoints could not be read: " + e.getMessage(), e);
        }
    }

    /** What an earlier run left: later seeds' states too, which this run would else go on with. Nothing else in the folder. */
    private void clear() throws IOException {
        for (Path file : all()) {
            Files.delete(file);
        }
        for (Path seed : foldersOfSeeds(folder)) {
            clearSeed(seed);
        }
    }

    /** Deletes the checkpoints in a seed's folder, and the folder where they were all that it held. */
    private static void clearSeed(Path folder) throws IOException {
        boolean others = false;
        boolean found = false;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (isCheckpoint(file.getFileName().toString())) {
                    Files.delete(file);
                    found = true;
                } else {
                    others = true;
                }
            }
        }
        if (found && !others) {
            Files.delete(folder);
        }
    }

    private static List<Path> foldersOfSeeds(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path ->
                            SEED_FOLDER.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path))
                    .toList();
        }
    }

    private @Nullable TrainingState latestGood(Provenance provenance, int nodes, Consumer<String> warn)
            throws IOException {
        List<String> damages = new ArrayList<>();
        for (Path file : all()) {
            try {
                TrainingState state = Checkpoint.read(file, provenance, nodes);
                damages.forEach(damage -> warn.accept(damage + "; going on with the checkpoint before it"));
                return state;
            } catch (DifferentRunException e) {
                throw e;
            } catch (InvalidInputException e) {
                damages.add(String.valueOf(e.getMessage()));
            }
        }
        if (begin == Begin.RESUME_IF_GOOD) {
            damages.forEach(damage -> warn.accept(damage + "; training anew"));
        }
        if (damages.isEmpty() || begin == Begin.RESUME_IF_GOOD) {
            return null;
        }
        throw new InvalidInputException(String.join("; ", damages) + ": no checkpoint is good; begin the run anew");
    }

    /** The last one first. */
    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }

    /** Whether a name is that of a checkpoint, or of one that was being written. */
    public static boolean isCheckpoint(String name) {
        return NAME.matcher(
                        name.endsWith(AtomicFile.PARTIAL)
                                ? name.substring(0, name.length() - AtomicFile.PARTIAL.length())
                                : name)
                .matches();
    }
}
