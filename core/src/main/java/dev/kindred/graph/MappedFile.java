package dev.kindred.graph;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A memory-mapped file. It takes no heap; the operating system keeps as many of its pages in memory as it has room for. Offsets are
 * {@code long}, so it may be larger than any array. It stays mapped as long as anything refers to it; a scratch file stays mapped until it
 * is closed. Thread-safe.
 *
 * <p>If another process truncates the file, the JVM throws an InternalError at some later moment, or reads zeros for the rest of the last
 * page. Both become an {@link InvalidInputException}, because every {@link #read} checks the file's length after copying.
 */
public final class MappedFile {
    /** Numbers in files are little-endian and not aligned. */
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final RandomAccessFile file;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path path, RandomAccessFile file, FileChannel.MapMode mode, Arena arena) throws IOException {
        this.path = path;
        this.file = file;
        this.arena = arena;
        this.bytes = file.getChannel().map(mode, 0, file.length(), arena);
    }

    /** Opens and maps a file. */
    private interface Opening {
        MappedFile open() throws IOException;
    }

    /** An interrupt would close the file that is being mapped, so the flag is cleared and set again afterwards. */
    private static MappedFile whole(Opening opening) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return opening.open();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Maps a whole file for reading. */
    public static MappedFile open(Path path) throws IOException {
        return whole(() -> openOnce(path));
    }

    private static MappedFile openOnce(Path path) throws IOException {
        // If a thread that reads a channel's size is interrupted, the channel is closed for all threads; a
        // RandomAccessFile's length has no such effect.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new MappedFile(path, file, FileChannel.MapMode.READ_ONLY, Arena.ofAuto());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A file of zeros for reading and writing, in the folder for temporary files ({@code java.io.tmpdir}). Its name is deleted at once, so
     * it is gone when it is closed or when the process ends in any way.
     *
     * @throws UncheckedIOException where the disk has no room for it
     */
    static MappedFile scratch(long size) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return whole(() -> scratchOnce(folder, size));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": expected room for " + (size >> 20) + " MB of features by column, got " + e.getMessage()
                            + "; KINDRED_JAVA_OPTS=-Djava.io.tmpdir=DIR names another folder",
                    e);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closeScratch closes the arena: it lives as long as the file
    private static MappedFile scratchOnce(Path folder, long size) throws IOException {
        Path path = Files.createTempFile(folder, "kindred-", ".scratch");
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            Arena arena = Arena.ofShared();
            try {
                Files.delete(path);
                // The zeros are written: if only the length were set, a full disk would become a memory fault later.
                byte[] zeros = new byte[1 << 16];
                for (long left = size; left > 0; left -= zeros.length) {
                    file.write(zeros, 0, (int) Math.min(left, zeros.length));
                }
                return new MappedFile(path, file, FileChannel.MapMode.READ_WRITE, arena);
            } catch (IOException | RuntimeException e) {
                arena.close();
                file.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Deletes a scratch file; no thread may be reading it, now or later. */
    void closeScratch() {
        arena.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    /** The mapped bytes themselves, for writing into a scratch file. */
    MemorySegment bytes() {
        return bytes;
    }

    public Path path() {
        return path;
    }

    /** Size in bytes when it was opened. */
    public long size() {
        return bytes.byteSize();
    }

    /**
     * Copies out of the file.
     *
     * @param copies copies from the file's bytes into arrays
     * @throws InvalidInputException where the file has become shorter
     */
    void read(Consumer<MemorySegment> copies) {
        try {
            copies.accept(bytes);
            // A pending InternalError is thrown when this native method returns: here, not in the caller's loops.
            checkLength(null);
        } catch (InternalError e) {
            checkLength(e);
            throw new InvalidInputException(
                    path
                            + ": expected to be read, got a fault of the disk or network that holds it; copy it to another",
                    e);
        }
    }

    private void checkLength(@Nullable InternalError fault) {
        long length;
        try {
            length = file.length();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
        if (length < bytes.byteSize()) {
            String message = path + ": expected " + bytes.byteSize() + " bytes for as long as it is in use, got "
                    + length + "; it was cut short meanwhile: import it again";
            throw fault == null ? new InvalidInputException(message) : new InvalidInputException(message, fault);
        }
    }

    /** Copies {@code size} bytes, starting at a byte offset. */
    public void read(long offset, byte[] into, int size) {
        read(segment -> MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, into, 0, size));
    }

    /** Copies as many numbers as the array has from an offset, in bytes, on. */
    public void read(long offset, int[] into) {
        read(segment -> MemorySegment.copy(segment, INT, offset, into, 0, into.length));
    }

    /** Copies as many numbers as the array has from an offset, in bytes, on. */
    public void read(long offset, long[] into) {
        read(segment -> MemorySegment.copy(segment, LONG, offset, into, 0, into.length));
    }

    /** Copies as many numbers as the array has from an offset, in bytes, on. */
    public void read(long offset, float[] into) {
        read(segment -> MemorySegment.copy(segment, FLOAT, offset, into, 0, into.length));
    }

    @Override
    public String toString() {
        return path + " (" + bytes.byteSize() + " bytes, mapped)";
    }
}
