package dev.kindred.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all, even after a power cut: written beside under another name, forced to disk, renamed, and the
 * folder's entry forced to disk.
 */
public final class AtomicFile {
    /** What names of files not yet in place end in; a killed process leaves such a file behind. */
    public static final String PARTIAL = ".partial";

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void write(Path file) throws IOException;
    }

    private AtomicFile() {}

    /** Puts a file in its place, over an older one of the name; where that fails the older one stays and nothing is left behind. */
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
