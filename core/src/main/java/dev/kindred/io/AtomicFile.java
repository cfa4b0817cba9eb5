package dev.kindred.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files atomically, even in case of a power failure: the whole file or nothing. A file is written under another name in the same
 * folder, forced to disk, and renamed; then the folder's entry is forced to disk.
 */
public final class AtomicFile {
    /** End of the names of files that are being written. A process that is killed leaves such a file behind. */
    public static final String PARTIAL = ".partial";

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void write(Path file) throws IOException;
    }

    private AtomicFile() {}

    /** Writes a file and replaces an older one of this name. If that fails, the older file is unchanged and nothing is left behind. */
    public static void write(Path file, Content content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
        try {
            content.write(partial);
            force(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException cleanup) {
                e.addSuppressed(cleanup);
            }
            throw e;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            force(folder);
        }
    }

    /** Forces a file's content, or a folder's entries, to disk. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
