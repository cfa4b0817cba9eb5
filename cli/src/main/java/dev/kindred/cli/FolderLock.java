package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a folder one run's own, by a lock on the file {@code lock} in it. The operating system lets go of it when the process ends, however
 * it ends. The file may only be opened here: on POSIX systems closing any descriptor of it lets go of the process's lock.
 */
final class FolderLock implements AutoCloseable {
    /** Name of the file that is locked. */
    static final String FILE = "lock";

    /** Folders of this process: file locks do not hold between its own threads. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int ATTEMPTS = 5;

    private final Path folder;

    /** The topmost folder that was made for it; null where the folder above was there. */
    private final @Nullable Path made;

    private final FileChannel channel;

    private FolderLock(Path folder, @Nullable Path made, FileChannel channel) {
        this.folder = folder;
        this.made = made;
        this.channel = channel;
    }

    /**
     * Takes a folder, which is made where it is missing.
     *
     * @param what the folder is for, in messages
     * @throws InvalidInputException where another run has it
     */
    static FolderLock take(Path folder, Path what) throws IOException {
        if (!HELD.add(folder)) {
            throw taken(what, "this process");
        }
        FileChannel channel = null;
        Path made = missingAbove(folder);
        try {
            for (int attempt = 1; channel == null; attempt++) {
                try {
                    Files.createDirectories(folder);
                    channel = tryTake(folder.resolve(FILE), what);
                } catch (NoSuchFileException e) {
                    // Another run may have removed the folder meanwhile, or one above that only it needed.
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
            return new FolderLock(folder, made, channel);
        } finally {
            if (channel == null) {
                HELD.remove(folder);
                removeEmpty(folder, made);
            }
        }
    }

    /** The topmost folder above that is not there; null where the next one above is. */
    private static @Nullable Path missingAbove(Path folder) {
        Path missing = null;
        for (Path above = folder.getParent(); above != null && !Files.exists(above); above = above.getParent()) {
            missing = above;
        }
        return missing;
    }

    /** Removes folders that were made for the lock alone, if nothing is in them. */
    private static void removeEmpty(Path folder, @Nullable Path made) {
        try {
            for (Path above = folder.getParent();
                    made != null && above != null && above.startsWith(made);
                    above = above.getParent()) {
                Files.deleteIfExists(above);
            }
        } catch (IOException e) {
            // It holds something by now, and stays.
        }
    }

    /** Null where the file was removed meanwhile by a run that ended: a lock on it would be seen by nobody. */
    private static @Nullable FileChannel tryTake(Path file, Path what) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Left by a run that was killed, or held by one at work: the lock tells.
        }
        Object before = keyOf(file);
        FileChannel channel = open(file);
        if (channel == null) {
            return null;
        }
        boolean mine = false;
        try {
            if (!before.equals(keyOf(file))) {
                return null;
            }
            if (channel.tryLock() == null) {
                ByteBuffer owner = ByteBuffer.allocate(20);
                int length = Math.max(0, channel.read(owner, 0));
                throw taken(
                        what,
                        "process "
                                + StandardCharsets.US_ASCII.decode(owner.flip().limit(length)));
            }
            mine = before.equals(keyOf(file));
            if (mine) {
                channel.truncate(0);
                String pid = Long.toString(ProcessHandle.current().pid());
                channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            }
            return mine ? channel : null;
        } finally {
            if (!mine) {
                channel.close();
            }
        }
    }

    private static @Nullable FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** What tells files apart whatever their names: device and number; empty where there is none. */
    private static Object keyOf(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? "" : key;
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static InvalidInputException taken(Path what, String owner) {
        return new InvalidInputException(what + ": expected no other run there, got one at work (" + owner + ")");
    }

    /** Removes the lock, and the folder where it holds nothing else. What cannot be removed stays, and is in nobody's way. */
    void removeFolder() {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Tidying up neither fails work that is done nor hides why other work failed.
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            // Only now: a file lock that this process still holds would be an error for its next run, not a refusal.
            HELD.remove(folder);
            removeEmpty(folder, made);
        }
    }
}
