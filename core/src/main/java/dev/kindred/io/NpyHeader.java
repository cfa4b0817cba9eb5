package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of a .npy array, format versions 1 to 3.
 *
 * @param type NumPy's name of the elements' type, such as {@code <f4}
 * @param shape lengths of the dimensions; empty for a single number
 * @param length number of bytes before the first element
 * @param order order of the elements
 */
public record NpyHeader(String type, int[] shape, int length, Order order) {
    /** Whether the elements of a row are contiguous (C), or those of a column (FORTRAN). */
    public enum Order {
        ROWS,
        COLUMNS
    }

    /** Most bytes of a header of version 1. Only arrays of many fields have later versions. */
    public static final int LONGEST = 10 + 0xFFFF;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern STRUCTURE = Pattern.compile("'descr'\\s*:\\s*\\[");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    /**
     * Reads the header of an array in C order, or of one dimension.
     *
     * @param bytes first bytes of the array, at least the whole header
     * @param where name of the file (and array) in messages
     * @throws InvalidInputException where it is not an array of numbers, or the bytes are too few
     */
    public static NpyHeader parse(byte[] bytes, String where) {
        NpyHeader header = parseAny(bytes, where);
        if (header.holdsObjects()) {
            throw new InvalidInputException(
                    where + ": expected an array of numbers, got pickled Python objects, which would run code when"
                            + " read; save it with numpy.savez and a numeric dtype");
        }
        if (header.order == Order.COLUMNS) {
            throw new InvalidInputException(
                    where + ": expected C order, got Fortran order; save numpy.ascontiguousarray of it");
        }
        return header;
    }

    /** Whether the data are a pickle. */
    public boolean holdsObjects() {
        return type.endsWith("O");
    }

    /**
     * Reads the header of any array except one of records: in either order, with numbers, text or objects.
     *
     * @param bytes first bytes of the array, at least the whole header
     * @param where name of the file (and array) in messages
     * @throws InvalidInputException where it is not an array, or the bytes are too few
     */
    public static NpyHeader parseAny(byte[] bytes, String where) {
        if (bytes.length < 10 || !beginsWithMagic(bytes)) {
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
        if (STRUCTURE.matcher(header).find()) {
            throw new InvalidInputException(
                    where + ": expected an array of numbers, got records; save each field as an array");
        }
        String type = group(DESCRIPTION, header, where, "descr");
        int[] shape = shape(group(SHAPE, header, where, "shape"), where);
        boolean byColumns = group(ORDER, header, where, "fortran_order").equals("True") && shape.length > 1;
        return new NpyHeader(type, shape, start + (int) length, byColumns ? Order.COLUMNS : Order.ROWS);
    }

    /**
     * The shape in an array's header; nothing else is checked.
     *
     * @param first first bytes of the array, at least the whole header
     */
    static int[] shapeOf(byte[] first, String where) {
        if (!beginsWithMagic(first)) {
            throw new InvalidInputException(where + ": expected a .npy array (first bytes \\x93NUMPY), got other data");
        }
        return shape(group(SHAPE, new String(first, StandardCharsets.ISO_8859_1), where, "shape"), where);
    }

    private static boolean beginsWithMagic(byte[] bytes) {
        return Arrays.equals(bytes, 0, Math.min(bytes.length, MAGIC.length), MAGIC, 0, MAGIC.length);
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

    /** Bytes of an element by NumPy's name of its type: 4 for {@code <f4}. */
    public static int bytesOf(String type) {
        return Character.digit(type.charAt(2), 10);
    }

    /** The bytes of a header of version 1, padded to a multiple of 64. */
    static byte[] encoded(String type, int... shape) {
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
