package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The numbers of a tensor in an array. Files are little-endian; numbers are converted through a small buffer, so that memory holds them
 * once and an array may have more than 2^31 bytes.
 *
 * @param type type of the elements
 * @param array {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}, according to the type; not copied
 * @param length number of elements
 */
record TensorData(Type type, Object array, int length) {
    /** Element types that are supported, by their names in the format. */
    enum Type {
        F32(4),
        F64(8),
        I32(4),
        I64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of an element. */
        int bytes() {
            return bytes;
        }
    }

    private static final int BYTES_AT_ONCE = 1 << 18;

    static TensorData of(float[] values) {
        return new TensorData(Type.F32, values, values.length);
    }

    static TensorData of(double[] values) {
        return new TensorData(Type.F64, values, values.length);
    }

    static TensorData of(int[] values) {
        return new TensorData(Type.I32, values, values.length);
    }

    static TensorData of(long[] values) {
        return new TensorData(Type.I64, values, values.length);
    }

    private static TensorData zeros(Type type, int length) {
        return switch (type) {
            case F32 -> of(new float[length]);
            case F64 -> of(new double[length]);
            case I32 -> of(new int[length]);
            case I64 -> of(new long[length]);
        };
    }

    /** Bytes of all elements. */
    long bytes() {
        return (long) length * type.bytes;
    }

    /** The CRC-32C of the elements in a file's byte order, 8 hexadecimal digits. */
    String checksum() {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = buffer();
        for (int from = 0; from < length; from += buffer.capacity() / type.bytes) {
            crc.update(encoded(from, buffer));
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Appends the elements to a file. */
    void write(FileChannel out) throws IOException {
        ByteBuffer buffer = buffer();
        for (int from = 0; from < length; from += buffer.capacity() / type.bytes) {
            ByteBuffer part = encoded(from, buffer);
            while (part.hasRemaining()) {
                out.write(part);
            }
        }
    }

    /**
     * Reads elements that start at a position of a file.
     *
     * @throws InvalidInputException where the file is too short
     */
    static TensorData read(FileChannel channel, long position, Type type, int length, Path file) throws IOException {
        TensorData read = zeros(type, length);
        ByteBuffer buffer = read.buffer();
        int count;
        for (int from = 0; from < length; from += count) {
            count = Math.min(buffer.capacity() / type.bytes, length - from);
            buffer.clear().limit(count * type.bytes);
            long at = position + (long) from * type.bytes;
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position()) < 0) {
                    throw new InvalidInputException(file + ", byte " + position + ": expected " + read.bytes()
                            + " bytes, got the end of the file");
                }
            }
            read.decode(buffer.flip(), from, count);
        }
        return read;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.allocate((int) Math.min(BYTES_AT_ONCE, Math.max(type.bytes, bytes())))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Encodes elements into a buffer, starting with {@code from}, as many as it holds. */
    private ByteBuffer encoded(int from, ByteBuffer buffer) {
        int count = Math.min(buffer.capacity() / type.bytes, length - from);
        buffer.clear();
        switch (array) {
            case float[] values -> buffer.asFloatBuffer().put(values, from, count);
            case double[] values -> buffer.asDoubleBuffer().put(values, from, count);
            case int[] values -> buffer.asIntBuffer().put(values, from, count);
            case long[] values -> buffer.asLongBuffer().put(values, from, count);
            default -> throw new AssertionError("tensor: expected an array of numbers, got " + array);
        }
        return buffer.limit(count * type.bytes);
    }

    private void decode(ByteBuffer buffer, int from, int count) {
        switch (array) {
            case float[] values -> buffer.asFloatBuffer().get(values, from, count);
            case double[] values -> buffer.asDoubleBuffer().get(values, from, count);
            case int[] values -> buffer.asIntBuffer().get(values, from, count);
            case long[] values -> buffer.asLongBuffer().get(values, from, count);
            default -> throw new AssertionError("tensor: expected an array of numbers, got " + array);
        }
    }
}
