package dev.kindred.store;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.MappedFile;
import dev.kindred.io.NpyHeader;
import dev.kindred.io.NpyWriter;
import dev.kindred.store.Manifest.FileFacts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A mapped .npy file of a store.
 *
 * @param file the mapped file
 * @param start byte offset of the first element
 */
record ArrayFile(MappedFile file, long start) {
    private static final int BYTES_AT_ONCE = 1 << 16;

    /**
     * Writes an array.
     *
     * @param elements writes all elements
     */
    static FileFacts write(Path path, String type, int[] shape, Consumer<NpyWriter> elements) throws IOException {
        return write(path, out -> {
            NpyWriter writer = NpyWriter.begin(out, type, shape);
            elements.accept(writer);
            writer.end();
        });
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    static FileFacts write(Path path, Content content) throws IOException {
        CRC32C crc = new CRC32C();
        try (OutputStream out =
                new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BYTES_AT_ONCE), crc)) {
            content.write(out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new FileFacts(Files.size(path), HexFormat.of().toHexDigits((int) crc.getValue()));
    }

    /**
     * Maps an array and checks all its bytes.
     *
     * @param facts size and checksum in the store's manifest
     * @param type expected type
     * @param shape expected shape
     * @throws InvalidInputException where size, header or checksum differ
     */
    static ArrayFile open(Path path, FileFacts facts, String type, int... shape) throws IOException {
        MappedFile file = checked(path, facts);
        byte[] first = new byte[(int) Math.min(file.size(), NpyHeader.LONGEST)];
        file.read(0, first, first.length);
        NpyHeader header = NpyHeader.parse(first, path.toString());
        long expected = header.length() + elements(shape) * NpyHeader.bytesOf(type);
        if (!header.type().equals(type) || !Arrays.equals(header.shape(), shape) || file.size() != expected) {
            throw new InvalidInputException(path + ": expected " + type + " " + Arrays.toString(shape) + " in "
                    + expected + " bytes, as " + Manifest.NAME + " says, got " + header.type() + " "
                    + Arrays.toString(header.shape()) + " in " + file.size() + "; import the graph again");
        }
        return new ArrayFile(file, header.length());
    }

    private static long elements(int... shape) {
        long elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        return elements;
    }

    /** Maps a file and checks its size and checksum. */
    static MappedFile checked(Path path, FileFacts facts) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(path + ": expected a file of the store, got nothing there; import the graph"
                    + " again, or copy the store with all its files");
        }
        if (Files.size(path) != facts.bytes()) {
            throw new InvalidInputException(path + ": expected " + facts.bytes() + " bytes, as " + Manifest.NAME
                    + " says, got " + Files.size(path) + "; import the graph again, or copy the store whole");
        }
        MappedFile file = MappedFile.open(path);
        String crc = crc32c(file);
        if (!crc.equals(facts.crc32c())) {
            throw new InvalidInputException(path + ": expected CRC-32C " + facts.crc32c() + ", as " + Manifest.NAME
                    + " says, got " + crc + "; the file is damaged: import the graph again, or copy the store again");
        }
        return file;
    }

    private static String crc32c(MappedFile file) {
        CRC32C crc = new CRC32C();
        byte[] bytes = new byte[BYTES_AT_ONCE];
        for (long at = 0; at < file.size(); at += bytes.length) {
            int count = (int) Math.min(bytes.length, file.size() - at);
            file.read(at, bytes, count);
            crc.update(bytes, 0, count);
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    int[] ints(int count) {
        int[] values = new int[count];
        file.read(start, values);
        return values;
    }

    long[] longs(int count) {
        long[] values = new long[count];
        file.read(start, values);
        return values;
    }

    float[] floats(int count) {
        float[] values = new float[count];
        file.read(start, values);
        return values;
    }

    byte[] bytes(int count) {
        byte[] values = new byte[count];
        file.read(start, values, count);
        return values;
    }
}
