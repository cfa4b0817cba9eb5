package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a folder atomically: the whole folder or nothing. Files are written to a hidden folder beside it and forced to disk;
 * {@link #commit} renames that folder. If it is closed without a commit, everything written is deleted. With OVERWRITE the old folder is
 * moved aside first, and moved back if the rename fails. A folder that holds other files is never replaced.
 */
public final class OutputFolder implements AutoCloseable {
    /** What happens if the folder exists already. */
    public enum Existing {
        REFUSE,
        OVERWRITE
    }

    /**
     * The possible contents of a folder.
     *
     * @param what name of the contents in messages, such as {@code the results of a run}
     * @param names names of its files; a folder with other files is never replaced
     */
    public record Contents(String what, List<String> names) {
        public Contents {
            names = List.copyOf(names);
        }
    }

    private static final String PARTIAL = ".partial-";
    private static final String ASIDE = ".replaced-";

    private final Path target;
    private final Path partial;
    private final Existing existing;
    private final Contents contents;
    private boolean committed;

    private OutputFolder(Path target, Path partial, Existing existing, Contents contents) {
        this.target = target;
        this.partial = partial;
        this.existing = existing;
        this.contents = contents;
    }

    /**
     * Checks that a folder can be written, before hours of work are spent on its contents.
     *
     * @throws InvalidInputException where it exists and may not be replaced, or cannot be created
     */
    public static void check(Path target, Existing existing, Contents contents) throws IOException {
        if (!Files.exists(target)) {
            checkAbove(target);
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new InvalidInputException(target + ": expected a folder or nothing, got a file");
        }
        if (existing == Existing.REFUSE) {
            throw new InvalidInputException(
                    target + ": already exists; pass " + Setting.OVERWRITE + " to replace " + contents.what());
        }
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                if (!contents.names().contains(file.getFileName().toString()) || Files.isDirectory(file)) {
                    throw new InvalidInputException(target + ": expected " + contents.what() + ", got "
                            + file.getFileName() + " too; a folder with other files is never replaced");
                }
            }
        }
    }

    /** The nearest existing ancestor must be a writable folder. */
    private static void checkAbove(Path target) {
        Path above = target.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw new InvalidInputException(
                    target + ": expected a path below folders, got one below the file " + above);
        }
        if (above != null && !Files.isWritable(above)) {
            throw new InvalidInputException(above + ": expected a folder that can be written, got one that cannot");
        }
    }

    /** Starts writing a folder. */
    public static OutputFolder create(Path target, Existing existing, Contents contents) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        check(absolute, existing, contents);
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new InvalidInputException(target + ": expected a folder below another, got the root");
        }
        try {
            Files.createDirectories(parent);
            Path partial = parent.resolve("." + absolute.getFileName() + PARTIAL + UUID.randomUUID());
            return new OutputFolder(absolute, Files.createDirectory(partial), existing, contents);
        } catch (AccessDeniedException e) {
            throw new InvalidInputException(parent + ": expected a folder that can be written, got one that cannot", e);
        }
    }

    /**
     * Cleans up after processes that were killed: deletes partly written folders, and moves old results back that were moved aside without
     * new ones in place. Only the process that holds the folder's lock may call it.
     */
    public static void recover(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        List<Path> beside;
        try (Stream<Path> files = Files.list(parent)) {
            beside = files.toList();
        }
        for (Path path : beside) {
            String name = path.getFileName().toString();
            boolean aside = name.startsWith("." + absolute.getFileName() + ASIDE);
            if (aside && !Files.exists(absolute)) {
                Files.move(path, absolute, StandardCopyOption.ATOMIC_MOVE);
            } else if (aside || name.startsWith("." + absolute.getFileName() + PARTIAL)) {
                delete(path);
            }
        }
    }

    /** The path to which a file of the folder is written before the commit. */
    public Path file(String name) {
        return partial.resolve(name);
    }

    /**
     * Forces the files to disk and renames the folder to its final name.
     *
     * @throws InvalidInputException where a folder has been created there, or another file put into it, since {@link #create}
     */
    public void commit() throws IOException {
        try (Stream<Path> files = Files.list(partial)) {
            for (Path file : files.toList()) {
                AtomicFile.force(file);
            }
        }
        AtomicFile.force(partial);
        Path aside = null;
        if (Files.exists(target)) {
            check(target, existing, contents);
            aside = partial.resolveSibling("." + target.getFileName() + ASIDE + UUID.randomUUID());
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        } catch (IOException e) {
            if (aside != null) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        Path parent = target.getParent();
        if (parent != null) {
            AtomicFile.force(parent);
        }
        if (aside != null) {
            delete(aside);
        }
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            delete(partial);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
