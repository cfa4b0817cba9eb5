package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's .npy arrays, format versions 1 to 3, in C order (or of one dimension): booleans, integers of 1 to 8 bytes, floats of 2, 4 and 8
 * bytes, either byte order. Arrays of Python objects are refused: reading them would run code. Nothing is allocated that the bytes at
 * hand do not cover.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern STRUCTURE = Pattern.compile("'descr'\\s*:\\s*\\[");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
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
        if (bytes.length < 10 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new InvalidInputException(where + ": expected a .npy array (first bytes \\x93NUMPY), got other data");
        }
        int version = bytes[6];
        if (version < 1 || version > 3) {
            throw new InvalidInputException(where + ": expected .npy version 1, 2 or 3, got " + version);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = version == 1 ? 10 : 12;
        long length =
                version == 1 ? buffer.getShort(8) & 0xFFFF : bytes.length < 12 ? -1 : buffer.getInt(8) & 0xFFFFFFFFL;
        if (length < 0 || start + length > bytes.length) {
            throw new InvalidInputException(where + ": expected a header of " + length + " bytes, got a file of "
                    + bytes.length + "; it is cut short");
        }
        String header = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        return parse(buffer, start + (int) length, header, where);
    }

    private static Npy parse(ByteBuffer buffer, int start, String header, String where) {
        if (STRUCTURE.matcher(header).find()) {
            throw new InvalidInputException(
                    where + ": expected an array of numbers, got records; save each field as an array");
        }
        String type = group(DESCRIPTION, header, where, "descr");
        if (type.endsWith("O")) {
            throw new InvalidInputException(
                    where + ": expected an array of numbers, got pickled Python objects, which would run code when"
                            + " read; save it with numpy.savez and a numeric dtype");
        }
        int[] shape = shape(group(SHAPE, header, where, "shape"), where);
        if (group(ORDER, header, where, "fortran_order").equals("True") && shape.length > 1) {
            throw new InvalidInputException(
                    where + ": expected C order, got Fortran order; save numpy.ascontiguousarray of it");
        }
        return of(type, shape, buffer.slice(start, buffer.limit() - start), where);
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

    /**
     * The shape that an array's header claims; its data are not looked at.
     *
     * @param first the first bytes of the array, the header among them
     */
    static int[] shapeOf(byte[] first, String where) {
        String header = new String(first, StandardCharsets.ISO_8859_1);
        if (!Arrays.equals(first, 0, Math.min(first.length, MAGIC.length), MAGIC, 0, MAGIC.length)) {
            throw new InvalidInputException(where + ": expected a .npy array (first bytes \\x93NUMPY), got other data");
        }
        return shape(group(SHAPE, header, where, "shape"), where);
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

    private static String group(Pattern pattern, String header, String where, String key) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InvalidInputException(where + ": expected '" + key + "' in the header, got " + header.strip());
        }
        return matcher.group(1);
    }

    private static int[] shape(String text, String where) {
        String[] parts = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
        int[] shape = new int[parts.length];
        for (int i = 0; i < shape.length; i++) {
            try {
                shape[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        where + ": expected a shape of whole numbers below 2^31, got (" + text + ")", e);
            }
            if (shape[i] < 0) {
                throw new InvalidInputException(where + ": expected a shape of 0 or more, got (" + text + ")");
            }
        }
        return shape;
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
            out.write(header("<f4", rows, columns));
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < rows * columns; from += buffer.capacity() / 4) {
                int count = Math.min(buffer.capacity() / 4, rows * columns - from);
                buffer.clear().asFloatBuffer().put(values, from, count);
                out.write(buffer.array(), 0, 4 * count);
            }
        }
    }

    /** A float32 array as the bytes of a .npy file. */
    static byte[] encoded(float[] values, int... shape) {
        byte[] bytes = begun(header("<f4", shape), 4, values.length);
        last(bytes, 4 * values.length).asFloatBuffer().put(values);
        return bytes;
    }

    /** An int32 vector as the bytes of a .npy file. */
    static byte[] encoded(int[] values) {
        byte[] bytes = begun(header("<i4", values.length), 4, values.length);
        last(bytes, 4 * values.length).asIntBuffer().put(values);
        return bytes;
    }

    /** An int64 vector as the bytes of a .npy file. */
    static byte[] encoded(long[] values) {
        byte[] bytes = begun(header("<i8", values.length), 8, values.length);
        last(bytes, 8 * values.length).asLongBuffer().put(values);
        return bytes;
    }

    /** The header, and room for the values behind it. */
    private static byte[] begun(byte[] header, int itemSize, int count) {
        return Arrays.copyOf(header, Math.addExact(header.length, Math.multiplyExact(itemSize, count)));
    }

    private static ByteBuffer last(byte[] bytes, int count) {
        return ByteBuffer.wrap(bytes, bytes.length - count, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] header(String type, int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String description = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? ",), }" : "), }");
        int padded = (10 + description.length() + 1 + 63) / 64 * 64;
        ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - 10));
        header.put(description.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
