package dev.kindred.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a .npy array in pieces, so that it may be larger than a Java array. Errors of the stream are thrown as
 * {@link UncheckedIOException}, so that pieces may be written by a visitor.
 */
public final class NpyWriter {
    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long left;

    private NpyWriter(OutputStream out, long left) {
        this.out = out;
        this.left = left;
    }

    /**
     * Begins an array.
     *
     * @param type NumPy's name of a little-endian type, such as {@code <f4}, or {@code |u1}
     */
    public static NpyWriter begin(OutputStream out, String type, int... shape) {
        long bytes = NpyHeader.bytesOf(type);
        for (int size : shape) {
            bytes *= size;
        }
        NpyWriter writer = new NpyWriter(out, bytes);
        byte[] header = NpyHeader.encoded(type, shape);
        writer.write(header, header.length);
        return writer;
    }

    /** Adds the elements {@code from .. to - 1}. */
    public NpyWriter add(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            room(Float.BYTES).putFloat(values[i]);
        }
        return this;
    }

    /** Adds the elements {@code from .. to - 1}. */
    public NpyWriter add(int[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            room(Integer.BYTES).putInt(values[i]);
        }
        return this;
    }

    /** Adds all elements. */
    public NpyWriter add(long[] values) {
        for (long value : values) {
            room(Long.BYTES).putLong(value);
        }
        return this;
    }

    /** Adds all elements. */
    public NpyWriter add(byte[] values) {
        drain();
        left -= values.length;
        write(values, values.length);
        return this;
    }

    /** Ends the array. The stream stays open. */
    public void end() {
        drain();
        if (left != 0) {
            throw new IllegalStateException("array: expected as many elements as its shape says, got " + Math.abs(left)
                    + (left > 0 ? " bytes fewer" : " bytes more"));
        }
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            drain();
        }
        left -= bytes;
        return buffer;
    }

    private void drain() {
        write(buffer.array(), buffer.position());
        buffer.clear();
    }

    private void write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
