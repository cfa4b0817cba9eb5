package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's .npy arrays, format versions 1 to 3, in C order (or of one dimension): booleans, integers of 1 to 8 bytes, floats of 2, 4 and 8
 * bytes, either byte order. Arrays of Python objects are refused: reading them would run code. Nothing is allocated that the bytes at
 * hand do not cover.
 */
public final class Npy {
    private static final Pattern TYPE = Pattern.compile("([<>|=]?)([biuf?])(\\d*)");

    private final String where;
    private final char kind;
    private final int itemSize;
    private final int[] shape;
    private final ByteBuffer data;

    private Npy(String where, char kind, int itemSize, int[] shape, ByteBuffer data) {
        this.where = where;
        this.kind = kind;
        this.itemSize = itemSize;
        this.shape = shape;
        this.data = data;
    }

    /**
     * Reads an array; the bytes are kept, not copied.
     *
     * @param where the file (and array) that messages name
     * @throws InvalidInputException where the bytes are no array of numbers, or too few
     */
    public static Npy parse(byte[] bytes, String where) {
        NpyHeader header = NpyHeader.parse(bytes, where);
        ByteBuffer data = ByteBuffer.wrap(bytes).slice(header.length(), bytes.length - header.length());
        return of(header.type(), header.shape(), data, where);
    }

    /**
     * An array in C order whose description came apart from its data, which are kept, not copied.
     *
     * @param type NumPy's name, as {@code <f4}
     * @param where the file (and array) that messages name
     * @throws InvalidInputException where it is no array of numbers, or the data are too few
     */
    static Npy of(String type, int[] shape, ByteBuffer buffer, String where) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new InvalidInputException(where + ": expected booleans, integers or floats, got dtype " + type);
        }
        char kind = matcher.group(2).charAt(0);
        int size = kind == '?' || matcher.group(3).isEmpty() ? 1 : parseSize(matcher.group(3));
        boolean known = switch (kind) {
            case 'f' -> size == 2 || size == 4 || size == 8;
            case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
            default -> size == 1;
        };
        if (!known) {
            throw new InvalidInputException(
                    where + ": expected booleans, integers or floats of up to 8 bytes, got dtype " + type);
        }
        long items = 1;
        for (int dimension : shape) {
            items = multiply(items, dimension, where);
        }
        long bytes = multiply(items, size, where);
        if (bytes > buffer.limit()) {
            throw new InvalidInputException(where + ": expected " + bytes + " bytes of data for shape "
                    + Arrays.toString(shape) + ", got " + buffer.limit() + "; it is cut short");
        }
        ByteBuffer data = buffer.slice(0, (int) bytes)
                .order(matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new Npy(where, kind == '?' ? 'b' : kind, size, shape, data);
    }

    private static int parseSize(String digits) {
        return digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }

    private static long multiply(long a, long b, String where) {
        long product = a * b;
        if (product > Integer.MAX_VALUE) {
            throw new InvalidInputException(where + ": expected fewer than 2^31 bytes, got more");
        }
        return product;
    }

    /** Lengths of the dimensions; empty for a single number. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public int size() {
        return data.limit() / itemSize;
    }

    /** The elements as floats, rounded where the array is more precise. */
    public float[] floats() {
        float[] out = new float[size()];
        if (kind == 'f' && itemSize == 4) {
            data.asFloatBuffer().get(out);
            return out;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = kind == 'f' ? (float) real(i) : (float) whole(i);
        }
        return out;
    }

    /** The elements as doubles. */
    public double[] doubles() {
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = kind == 'f' ? real(i) : (double) whole(i);
        }
        return out;
    }

    /**
     * The elements as ints.
     *
     * @throws InvalidInputException where they are floats or one does not fit
     */
    public int[] ints() {
        int[] out = new int[size()];
        if (kind == 'i' && itemSize == 4) {
            data.asIntBuffer().get(out);
            return out;
        }
        for (int i = 0; i < out.length; i++) {
            long value = checkedWhole(i);
            if (value != (int) value) {
                throw new InvalidInputException(
                        where + ": expected whole numbers below 2^31, got " + value + " at " + i);
            }
            out[i] = (int) value;
        }
        return out;
    }

    /**
     * The elements as longs.
     *
     * @throws InvalidInputException where they are floats
     */
    public long[] longs() {
        long[] out = new long[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = checkedWhole(i);
        }
        return out;
    }

    private long checkedWhole(int index) {
        if (kind == 'f') {
            throw new InvalidInputException(where + ": expected whole numbers, got floats");
        }
        long value = whole(index);
        if (kind == 'u' && itemSize == 8 && value < 0) {
            throw new InvalidInputException(
                    where + ": expected whole numbers below 2^63, got " + Long.toUnsignedString(value));
        }
        return value;
    }

    private double real(int index) {
        return switch (itemSize) {
            case 2 -> Float.float16ToFloat(data.getShort(index * 2));
            case 4 -> data.getFloat(index * 4);
            default -> data.getDouble(index * 8);
        };
    }

    private long whole(int index) {
        boolean unsigned = kind != 'i';
        return switch (itemSize) {
            case 1 -> unsigned ? data.get(index) & 0xFF : data.get(index);
            case 2 -> unsigned ? data.getShort(index * 2) & 0xFFFF : data.getShort(index * 2);
            case 4 -> unsigned ? data.getInt(index * 4) & 0xFFFFFFFFL : data.getInt(index * 4);
            default -> data.getLong(index * 8);
        };
    }

    /** Writes a float32 matrix, row-major, that {@code numpy.load} reads. */
    public static void write(Path file, float[] values, int rows, int columns) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            NpyWriter.begin(out, "<f4", rows, columns)
                    .add(values, 0, values.length)
                    .end();
        }
    }
}
