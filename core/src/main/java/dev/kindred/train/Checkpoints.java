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
 * The checkpoints of one run, in a folder: {@code checkpoint-ITERATION.safetensors}. The last two are kept, in case the last one is
 * damaged. Checkpoints of runs with other seeds ({@link Repetition}) are in its subfolders {@code seed-N}. Only one run at a time may use
 * the folder.
 */
public final class Checkpoints {
    /** Whether a run starts from the beginning or from a checkpoint. */
    public enum Begin {
        ANEW,
        /** Continues from the last good checkpoint, or starts from the beginning if there is none yet; fails if all are damaged. */
        RESUME,
        /** Like RESUME, but starts from the beginning if all checkpoints are damaged. */
        RESUME_IF_GOOD
    }

    /** What happens to the state at the end of training. */
    private enum End {
        LEFT,
        /** It is written, so that the results can be computed again without training. */
        KEPT
    }

    /**
     * When checkpoints are written: as soon as either limit is reached. They are also written when a run is cancelled or diverges.
     *
     * @param epochs epochs between two checkpoints; 0 for no limit
     * @param seconds seconds between two checkpoints; 0 for no limit
     */
    public record Schedule(int epochs, double seconds) {
        /** Every minute. At most a minute of work is lost, and writing takes well below a thousandth of the time. */
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
    /** Names that {@link #write} gives to checkpoints. Other files in the folder are left alone. */
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
     * Checkpoints in a folder that exists and is writable.
     *
     * @param folder folder of the checkpoints
     */
    public static Checkpoints in(Path folder, Schedule schedule, Begin begin) {
        return new Checkpoints(folder, schedule, begin, End.LEFT);
    }

    /** The same checkpoints, with the state at the end of training kept as well. */
    Checkpoints keepingTheEnd() {
        return new Checkpoints(folder, schedule, begin, End.KEPT);
    }

    /** Checkpoints of the same run with another seed. It resumes if it has good ones, and the state at the end of training is kept. */
    Checkpoints ofSeed(long seed) {
        Path own = folder.resolve(OF_SEED + seed);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(own + ": the folder could not be created: " + e.getMessage(), e);
        }
        return new Checkpoints(own, schedule, Begin.RESUME_IF_GOOD, End.KEPT);
    }

    /** Counts an epoch and writes a checkpoint if one is due. */
    void epochDone(TrainingState state, Provenance provenance) {
        epochsSince++;
        if (schedule.isDue(epochsSince, (System.nanoTime() - last) * 1e-9)) {
            write(state, provenance);
        }
    }

    /** Writes the state at the end of training, if it is to be kept. */
    void trained(TrainingState state, Provenance provenance) {
        if (end == End.KEPT) {
            write(state, provenance);
        }
    }

    /** Writes a checkpoint now and removes all older ones but one. */
    Path write(TrainingState state, Provenance provenance) {
        // Iterations are padded so that names sort by age. The "f" sorts the start of finetuning after the end of
        // pretraining, which has the same iteration.
        Path file = folder.resolve(String.format(
                Locale.ROOT,
                "%s%09d%s%s",
                PREFIX,
                state.iteration(),
                state.stage() == Stage.FINETUNE ? "f" : "",
                SUFFIX));
        // An interrupt would close the file that is being written, so the flag is cleared and set again afterwards.
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
     * The state to continue from; null to start from the beginning.
     *
     * @param warn told of checkpoints that are damaged
     * @throws InvalidInputException where all checkpoints are damaged, or the last good one belongs to another run
     */
    @Nullable
    TrainingState latest(Provenance provenance, int nodes, Consumer<String> warn) {
        try {
            if (begin == Begin.ANEW) {
                deleteAll(folder);
                return null;
            }
            return latestGood(provenance, nodes, warn);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the checkpoints could not be read: " + e.getMessage(), e);
        }
    }

    /** Deletes the checkpoints in a folder, those of other seeds and partly written ones too, and nothing else. */
    public static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (isCheckpoint(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (Path seed : foldersOfSeeds(folder)) {
            deleteSeed(seed);
        }
    }

    /** Deletes the checkpoints in a seed's folder, then the folder itself if it held nothing else. */
    private static void deleteSeed(Path folder) throws IOException {
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
                damages.forEach(damage -> warn.accept(damage + "; continuing from the checkpoint before it"));
                return state;
            } catch (DifferentRunException e) {
                throw e;
            } catch (InvalidInputException e) {
                damages.add(String.valueOf(e.getMessage()));
            }
        }
        if (begin == Begin.RESUME_IF_GOOD) {
            damages.forEach(damage -> warn.accept(damage + "; training from the beginning"));
        }
        if (damages.isEmpty() || begin == Begin.RESUME_IF_GOOD) {
            return null;
        }
        throw new InvalidInputException(
                String.join("; ", damages) + ": all checkpoints are damaged; start the run again");
    }

    /** All checkpoints, the newest first. */
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

    /** Whether this is the name of a checkpoint, or of one that was only partly written. */
    public static boolean isCheckpoint(String name) {
        return NAME.matcher(
                        name.endsWith(AtomicFile.PARTIAL)
                                ? name.substring(0, name.length() - AtomicFile.PARTIAL.length())
                                : name)
                .matches();
    }
}
