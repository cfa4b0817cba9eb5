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
 * NumPy's .npy arrays, format versions 1 to 3: booleans, integers of 1 to 8 bytes, floats of 2, 4 and 8 bytes, in either byte order, and
 * text; in C order, or in Fortran order with up to two dimensions. Arrays of Python objects are refused, because reading them could run
 * code. No more memory is allocated than the given bytes justify.
 */
public final class Npy {
    private static final Pattern TYPE = Pattern.compile("([<>|=]?)([biufUS?])(\\d*)");

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
     * Reads an array. The bytes are kept, not copied.
     *
     * @param where name of the file (and array) in messages
     * @throws InvalidInputException where the bytes are not an array of numbers, or too few
     */
    public static Npy parse(byte[] bytes, String where) {
        NpyHeader header = NpyHeader.parseAny(bytes, where);
        if (header.holdsObjects()) {
            NpyHeader.parse(bytes, where); // refuses them
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).slice(header.length(), bytes.length - header.length());
        return of(header.type(), header.shape(), header.order(), data, where);
    }

    /**
     * An array whose type and shape are given separately from its data. Data in C order are kept, not copied.
     *
     * @param type NumPy's name of the type, such as {@code <f4}
     * @param where name of the file (and array) in messages
     * @throws InvalidInputException where it is not an array of numbers or text, or the data are too few
     */
    public static Npy of(String type, int[] shape, NpyHeader.Order order, ByteBuffer buffer, String where) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new InvalidInputException(where + ": expected booleans, integers, floats or text, got dtype " + type);
        }
        char kind = matcher.group(2).charAt(0);
        int size = kind == '?' || matcher.group(3).isEmpty() ? 1 : parseSize(matcher.group(3));
        if (kind == 'U') {
            size *= 4;
        }
        boolean known = switch (kind) {
            case 'U', 'S' -> size > 0;
            case 'f' -> size == 2 || size == 4 || size == 8;
            case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
            default -> size == 1;
        };
        if (!known) {
            throw new InvalidInputException(
                    where + ": expected booleans, integers or floats of up to 8 bytes, or text, got dtype " + type);
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
        ByteBuffer data = order == NpyHeader.Order.ROWS
                ? buffer.slice(0, (int) bytes)
                : byRows(buffer.slice(0, (int) bytes), shape, size, where);
        data = data.order(matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new Npy(where, kind == '?' ? 'b' : kind, size, shape, data);
    }

    /** The same elements in C order. */
    private static ByteBuffer byRows(ByteBuffer data, int[] shape, int size, String where) {
        if (shape.length > 2) {
            throw new InvalidInputException(where + ": expected C order, or two dimensions, got " + shape.length
                    + " dimensions in Fortran order; save numpy.ascontiguousarray of it");
        }
        if (shape.length < 2) {
            return data;
        }
        byte[] rows = new byte[data.limit()];
        for (int column = 0; column < shape[1]; column++) {
            for (int row = 0; row < shape[0]; row++) {
                data.get((column * shape[0] + row) * size, rows, (row * shape[1] + column) * size, size);
            }
        }
        return ByteBuffer.wrap(rows);
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

    /** The elements as floats, rounded if the array is more precise. */
    public float[] floats() {
        checkNumbers();
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
        checkNumbers();
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = kind == 'f' ? real(i) : (double) whole(i);
        }
        return out;
    }

    /**
     * The elements as ints.
     *
     * @throws InvalidInputException where they are floats, or one does not fit an int
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

    /** Whether the elements are texts. */
    public boolean isText() {
        return kind == 'U' || kind == 'S';
    }

    /** Whether the elements are floats. */
    public boolean isReal() {
        return kind == 'f';
    }

    /** The elements as texts, without padding zeros. */
    public String[] texts() {
        String[] out = new String[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = kind == 'f' ? Double.toString(real(i)) : isText() ? text(i) : Long.toString(whole(i));
        }
        return out;
    }

    private String text(int index) {
        StringBuilder text = new StringBuilder();
        int unit = kind == 'U' ? 4 : 1;
        for (int at = index * itemSize; at < (index + 1) * itemSize; at += unit) {
            int point = unit == 4 ? data.getInt(at) : data.get(at) & 0xFF;
            if (!Character.isValidCodePoint(point)) {
                throw new InvalidInputException(where + ": expected text, got the code " + point + " at " + index);
            }
            text.appendCodePoint(point);
        }
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == 0) {
            length--;
        }
        return text.substring(0, length);
    }

    private void checkNumbers() {
        if (isText()) {
            throw new InvalidInputException(where + ": expected numbers, got text");
        }
    }

    private long checkedWhole(int index) {
        checkNumbers();
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
