package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader.Order;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups and arrays of an HDF5 file. Links, which may lead to other files, are not followed, and sizes are held against the file's. */
final class Hdf5 {
    /** Deflate cannot shrink by more than about 1,032. */
    private static final long MOST_SHRINK = 1_100;

    /** Bytes; larger files are read in parts. */
    private static final long MOST_IN_MEMORY = 256L << 20;

    private final Path path;
    private final HdfFile file;
    private final long bytes;

    private Hdf5(Path path, HdfFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.bytes = Files.size(path);
    }

    /** Makes a graph of an open file. */
    interface Reader {
        OpenedGraph read(Hdf5 hdf) throws IOException;
    }

    /**
     * Opens a file, reads it and closes it.
     *
     * @throws InvalidInputException where it is damaged
     */
    static OpenedGraph read(Path path, Reader reader) throws IOException {
        // From memory, where a size that the file claims is a part of its bytes or refused, and nothing is allocated
        // for it.
        try (HdfFile hdf =
                Files.size(path) <= MOST_IN_MEMORY ? HdfFile.fromBytes(Files.readAllBytes(path)) : new HdfFile(path)) {
            return reader.read(new Hdf5(path, hdf));
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException | NoClassDefFoundError e) {
            // The library says what is wrong by exceptions of many kinds; LZ4's filter is not there.
            throw new InvalidInputException(
                    path + ": expected an HDF5 file that can be read, got one that is damaged or compressed in a"
                            + " way that is not known (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Bytes that the file may have unpacked. */
    long mostBytes() {
        return bytes * MOST_SHRINK;
    }

    Group root() {
        return file;
    }

    /** A node of a group; null where there is none. */
    @Nullable
    Node child(Group group, String name) {
        Node node = group.getChildren().get(name);
        if (node instanceof Link) {
            throw new InvalidInputException(
                    path + " (" + name + "): expected data in the file, got a link; links are not"
                            + " followed; copy what it leads to into the file");
        }
        return node;
    }

    @Nullable
    Group group(Group group, String name) {
        return child(group, name) instanceof Group found ? found : null;
    }

    Dataset dataset(Group group, String name) {
        if (child(group, name) instanceof Dataset found) {
            return found;
        }
        throw new InvalidInputException(path + " (" + group.getName() + "/" + name + "): expected an array, got none");
    }

    private Object flat(Dataset dataset, String where) {
        double elements = 1;
        for (int size : dataset.getDimensions()) {
            elements *= size;
        }
        double wanted = elements * Math.max(1, dataset.getDataType().getSize());
        double most = Math.min(
                (double) bytes * MOST_SHRINK, (double) Runtime.getRuntime().maxMemory());
        if (wanted > most || elements > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(where + ": expected an array of at most " + (long) most
                    + " bytes, got a claim of " + (long) wanted);
        }
        return dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    }

    /** An array of numbers. */
    Npy array(Dataset dataset, String where) {
        return array(dataset, dataset.getDimensions(), Order.ROWS, where);
    }

    /** The same, whose elements mean another shape. */
    Npy array(Dataset dataset, int[] shape, Order order, String where) {
        Object flat = flat(dataset, where);
        if (flat instanceof float[] floats) {
            ByteBuffer data = buffer(4L * floats.length, where);
            data.asFloatBuffer().put(floats);
            return Npy.of("<f4", shape, order, data, where);
        }
        if (flat instanceof double[] doubles) {
            ByteBuffer data = buffer(8L * doubles.length, where);
            data.asDoubleBuffer().put(doubles);
            return Npy.of("<f8", shape, order, data, where);
        }
        long[] longs = longs(flat);
        if (longs.length == 0 && dataset.getSize() > 0) {
            throw new InvalidInputException(
                    where + ": expected numbers, got " + dataset.getJavaType().getSimpleName());
        }
        ByteBuffer data = buffer(8L * longs.length, where);
        data.asLongBuffer().put(longs);
        return Npy.of("<i8", shape, order, data, where);
    }

    private static ByteBuffer buffer(long size, String where) {
        if (size > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(where + ": expected fewer than 2^31 bytes, got " + size);
        }
        return ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whole numbers of any width; empty where they are none. */
    static long[] longs(@Nullable Object flat) {
        if (flat instanceof byte[] values) {
            long[] longs = new long[values.length];
            Arrays.setAll(longs, i -> values[i]);
            return longs;
        }
        if (flat instanceof short[] values) {
            long[] longs = new long[values.length];
            Arrays.setAll(longs, i -> values[i]);
            return longs;
        }
        if (flat instanceof int[] values) {
            return Arrays.stream(values).asLongStream().toArray();
        }
        if (flat instanceof BigInteger[] values) {
            // As whole numbers of 8 bytes without a sign are read; what is too large for a place in a file becomes
            // negative, and is refused as such.
            return Arrays.stream(values).mapToLong(BigInteger::longValue).toArray();
        }
        return flat instanceof long[] values ? values : new long[0];
    }

    /** A column of obs as text: an array, or codes of categories; null where it is neither. */
    @Nullable
    List<@Nullable String> texts(Group table, String name) {
        String where = path + " (" + table.getName() + "/" + name + ")";
        Node column = child(table, name);
        if (column instanceof Dataset array) {
            return texts(array, where);
        }
        return column instanceof Group group ? categories(group, where) : null;
    }

    private @Nullable List<@Nullable String> texts(Dataset column, String where) {
        Object flat = flat(column, where);
        if (flat instanceof String[] texts) {
            return new ArrayList<>(Arrays.asList(texts));
        }
        if (flat instanceof double[] || flat instanceof float[]) {
            return new ArrayList<>(Arrays.asList(array(column, where).texts()));
        }
        long[] longs = longs(flat);
        return longs.length == 0
                ? null
                : new ArrayList<>(Arrays.stream(longs).mapToObj(Long::toString).toList());
    }

    private @Nullable List<@Nullable String> categories(Group column, String where) {
        if (!(child(column, "codes") instanceof Dataset codes)
                || !(child(column, "categories") instanceof Dataset categories)) {
            return null;
        }
        List<@Nullable String> names = texts(categories, where);
        if (names == null) {
            return null;
        }
        List<@Nullable String> values = new ArrayList<>();
        for (long code : longs(flat(codes, where))) {
            if (code >= names.size()) {
                throw new InvalidInputException(
                        where + ": expected codes below " + names.size() + " (categories), got " + code);
            }
            values.add(code < 0 ? null : names.get((int) code));
        }
        return values;
    }
}
