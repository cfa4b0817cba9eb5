package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader.Order;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * MATLAB's files of level 5 (The MathWorks: MAT-File Format, 2024): numeric and sparse matrices, compressed or not, of either byte order. Cells, structures
 * and texts are passed. Each size is held against the bytes that are there.
 */
final class MatFile implements NamedArrays {
    static final String MAGIC = "MATLAB 5.0 MAT-file";

    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int SPARSE = 5;
    /** Deflate cannot shrink by more than about 1,032. */
    private static final long MOST_SHRINK = 1_100;
    /** Bytes that hold flags, dimensions and name of a matrix. */
    private static final int HEAD = 1 << 10;

    private final Path path;
    private final byte[] bytes;
    private final ByteOrder order;
    private final Map<String, Place> matrices = new LinkedHashMap<>();

    /** An element of the file. */
    private record Place(int from, int size, boolean compressed) {}

    private MatFile(Path path) throws IOException {
        this.path = path;
        if (Files.size(path)
                > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory())) {
            throw new InvalidInputException(path + ": expected at most "
                    + Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory()) + " bytes, got "
                    + Files.size(path));
        }
        bytes = Files.readAllBytes(path);
        if (bytes.length < HEADER) {
            throw new InvalidInputException(path + ": expected a header of 128 bytes, got " + bytes.length);
        }
        order = bytes[126] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        index();
    }

    /** Also files of version 7.3, which begin likewise. */
    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            if (new String(in.readNBytes(Mat73File.MAGIC.length()), StandardCharsets.ISO_8859_1)
                    .equals(Mat73File.MAGIC)) {
                return Mat73File.read(file, options);
            }
        }
        return NamedGraph.read(new MatFile(file.path()), file, options);
    }

    private void index() {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(order).position(HEADER);
        while (all.remaining() >= 8) {
            int at = all.position();
            int type = all.getInt();
            long size = all.getInt() & 0xFFFFFFFFL;
            if (size > all.remaining()) {
                throw refused(at, size + " bytes more", all.remaining() + "; the file is cut short or damaged");
            }
            Place place = new Place(at, (int) size + 8, type == COMPRESSED);
            if (type == COMPRESSED || type == MATRIX) {
                Head head = Head.of(this, at, first(place));
                if (head.isRead() && !head.name.isEmpty()) {
                    matrices.put(head.name, place);
                }
            }
            long next = at + 8 + (type == COMPRESSED ? size : (size + 7) / 8 * 8);
            all.position((int) Math.min(next, all.limit()));
        }
    }

    private InvalidInputException refused(int at, String expected, String got) {
        return new InvalidInputException(path + ", byte " + at + ": expected " + expected + ", got " + got);
    }

    /** The first bytes of a matrix, expanded. */
    private ByteBuffer first(Place place) {
        return place.compressed
                ? inflated(place, HEAD)
                : ByteBuffer.wrap(bytes, place.from, Math.min(place.size, HEAD))
                        .slice()
                        .order(order);
    }

    private ByteBuffer whole(Place place) {
        if (!place.compressed) {
            return ByteBuffer.wrap(bytes, place.from, place.size).slice().order(order);
        }
        ByteBuffer first = inflated(place, 8);
        if (first.limit() < 8) {
            throw refused(place.from, "a matrix", "less than its tag");
        }
        long size = 8 + (first.getInt(4) & 0xFFFFFFFFL);
        if (size > place.size * MOST_SHRINK || size > Integer.MAX_VALUE - 8) {
            throw refused(place.from, "a matrix of its compressed size", "a claim of " + size + " bytes");
        }
        ByteBuffer whole = inflated(place, (int) size);
        if (whole.limit() < size) {
            throw refused(place.from, size + " bytes", whole.limit() + "; the file is cut short or damaged");
        }
        return whole;
    }

    private ByteBuffer inflated(Place place, int most) {
        byte[] out = new byte[most];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes, place.from + 8, place.size - 8);
            int size = 0;
            while (size < most) {
                int read = inflater.inflate(out, size, most - size);
                if (read == 0) {
                    break;
                }
                size += read;
            }
            return ByteBuffer.wrap(out, 0, size).slice().order(order);
        } catch (DataFormatException e) {
            throw new InvalidInputException(
                    path + ", byte " + place.from + ": expected compressed data, got damaged data; copy the file again",
                    e);
        }
    }

    /** Flags, dimensions and name of a matrix. */
    private record Head(int kind, boolean complex, int[] dimensions, String name) {
        static Head of(MatFile file, int at, ByteBuffer matrix) {
            if (matrix.remaining() < 8 || matrix.getInt() != MATRIX) {
                return new Head(0, false, new int[0], "");
            }
            matrix.getInt();
            ByteBuffer flags = file.element(at, matrix).data;
            if (flags.limit() < 8) {
                throw file.refused(at, "flags of 8 bytes", String.valueOf(flags.limit()));
            }
            int word = flags.getInt(0);
            ByteBuffer sizes = file.element(at, matrix).data;
            int[] dimensions = new int[sizes.limit() / 4];
            for (int i = 0; i < dimensions.length; i++) {
                dimensions[i] = sizes.getInt(4 * i);
                if (dimensions[i] < 0) {
                    throw file.refused(at, "dimensions of 0 or more", Arrays.toString(dimensions));
                }
            }
            ByteBuffer name = file.element(at, matrix).data;
            byte[] letters = new byte[name.limit()];
            name.get(0, letters);
            return new Head(
                    word & 0xFF, (word & 0x800) != 0, dimensions, new String(letters, StandardCharsets.ISO_8859_1));
        }

        /** Whether it is a matrix of numbers. */
        boolean isRead() {
            return (kind == SPARSE || (kind >= 6 && kind <= 15)) && !complex;
        }
    }

    /** A part of a matrix. */
    private record Part(int type, ByteBuffer data) {}

    private Part element(int at, ByteBuffer from) {
        if (from.remaining() < 8) {
            throw refused(at, "another part of a matrix", "its end");
        }
        int word = from.getInt();
        if (word >>> 16 != 0) {
            // The short form: size and type in one word, up to 4 bytes in the next.
            int size = word >>> 16;
            if (size > 4) {
                throw refused(at, "at most 4 bytes in a short part", String.valueOf(size));
            }
            ByteBuffer data = from.slice(from.position(), size).order(order);
            from.position(from.position() + 4);
            return new Part(word & 0xFFFF, data);
        }
        long size = from.getInt() & 0xFFFFFFFFL;
        if (size > from.remaining()) {
            throw refused(at, "a part of " + size + " bytes", from.remaining() + " bytes");
        }
        ByteBuffer data = from.slice(from.position(), (int) size).order(order);
        from.position((int) Math.min(from.limit(), from.position() + (size + 7) / 8 * 8));
        return new Part(word, data);
    }

    private Npy numbers(int at, Part part, int[] shape, String where) {
        String type = switch (part.type) {
            case 1 -> "i1";
            case 2 -> "u1";
            case 3 -> "i2";
            case 4 -> "u2";
            case 5 -> "i4";
            case 6 -> "u4";
            case 7 -> "f4";
            case 9 -> "f8";
            case 12 -> "i8";
            case 13 -> "u8";
            default -> throw refused(at, "numbers", "type " + part.type);
        };
        String prefix = order == ByteOrder.BIG_ENDIAN ? ">" : "<";
        return Npy.of(prefix + type, shape, Order.COLUMNS, part.data, where);
    }

    private int[] length(Part part) {
        int width = switch (part.type) {
            case 1, 2 -> 1;
            case 3, 4 -> 2;
            case 5, 6, 7 -> 4;
            default -> 8;
        };
        return new int[] {part.data.limit() / width};
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public long bytes() {
        return bytes.length * MOST_SHRINK;
    }

    @Override
    public Set<String> names() {
        return matrices.keySet();
    }

    @Override
    public Value get(String name) {
        Place place = matrices.get(name);
        if (place == null) {
            throw new InvalidInputException(path + ": expected a matrix " + name + ", got none");
        }
        int at = place.from;
        String where = where(name);
        ByteBuffer whole = whole(place);
        Head head = Head.of(this, at, whole);
        if (head.kind == SPARSE) {
            return new Value.Matrix(sparse(at, head, whole, where));
        }
        return new Value.Dense(numbers(at, element(at, whole), head.dimensions, where));
    }

    /** By columns: rows of the entries, offsets of the columns, values. There may be room for more entries than there are. */
    private Sparse sparse(int at, Head head, ByteBuffer matrix, String where) {
        if (head.dimensions.length != 2) {
            throw refused(at, "two dimensions", String.valueOf(head.dimensions.length));
        }
        Part ir = element(at, matrix);
        Part jc = element(at, matrix);
        Part pr = element(at, matrix);
        int[] rows = numbers(at, ir, length(ir), where).ints();
        int[] offsets = numbers(at, jc, length(jc), where).ints();
        float[] values = numbers(at, pr, length(pr), where).floats();
        int columns = head.dimensions[1];
        int stored = offsets.length == 0 ? 0 : offsets[offsets.length - 1];
        if (offsets.length != columns + 1L || stored < 0 || stored > rows.length || stored > values.length) {
            throw refused(
                    at,
                    "offsets of " + columns + " columns, up to the entries",
                    offsets.length + " up to " + stored + " of " + rows.length + " rows and " + values.length
                            + " values");
        }
        int[] columnOf = new int[stored];
        for (int c = 0; c < columns; c++) {
            if (offsets[c] < 0 || offsets[c] > offsets[c + 1] || offsets[c + 1] > stored) {
                throw refused(at, "ascending offsets", offsets[c] + " before " + offsets[c + 1]);
            }
            Arrays.fill(columnOf, offsets[c], offsets[c + 1], c);
        }
        return Sparse.ofCoordinates(
                where,
                head.dimensions[0],
                columns,
                Arrays.copyOf(rows, stored),
                columnOf,
                Arrays.copyOf(values, stored));
    }
}
