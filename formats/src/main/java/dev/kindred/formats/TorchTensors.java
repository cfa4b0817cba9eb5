package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader.Order;
import dev.kindred.io.Pickle;
import dev.kindred.io.Pickle.Instance;
import dev.kindred.io.Pickle.Name;
import dev.kindred.io.Pickle.Reference;
import dev.kindred.io.Pickle.Tuple;
import dev.kindred.io.PickledArrays;
import dev.kindred.io.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors among the values of a pickle of PyTorch, strided and sparse, whose bytes stand in other entries of the archive. */
final class TorchTensors {
    private static final String BFLOAT16 = "bf2";

    /** NumPy's types without their byte order. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("torch.FloatStorage", "f4"),
            Map.entry("torch.DoubleStorage", "f8"),
            Map.entry("torch.HalfStorage", "f2"),
            Map.entry("torch.BFloat16Storage", BFLOAT16),
            Map.entry("torch.LongStorage", "i8"),
            Map.entry("torch.IntStorage", "i4"),
            Map.entry("torch.ShortStorage", "i2"),
            Map.entry("torch.CharStorage", "i1"),
            Map.entry("torch.ByteStorage", "u1"),
            Map.entry("torch.BoolStorage", "b1"));

    private final ZipArchive zip;
    private final String folder;
    private final ByteOrder order;

    /** @param folder of the archive's entries, with its slash */
    TorchTensors(ZipArchive zip, String folder, ByteOrder order) {
        this.zip = zip;
        this.folder = folder;
        this.order = order;
    }

    /** @throws InvalidInputException where the value is no tensor */
    Value value(@Nullable Object value, String where) throws IOException {
        if (value instanceof Instance made) {
            List<Object> arguments = made.arguments().items();
            switch (made.path()) {
                case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> {
                    return new Value.Dense(strided(arguments, where));
                }
                case "torch._utils._rebuild_parameter" -> {
                    return value(arguments.isEmpty() ? null : arguments.getFirst(), where);
                }
                case "torch._utils._rebuild_sparse_tensor" -> {
                    return new Value.Matrix(sparse(arguments, where));
                }
                default -> {
                    if (made.state() instanceof Map<?, ?> state
                            && state.get("storage") instanceof Instance storage
                            && storage.state() instanceof Map<?, ?> parts) {
                        return new Value.Matrix(parts(parts, where));
                    }
                }
            }
        }
        throw TorchFile.noTensor(where, value);
    }

    private Npy dense(@Nullable Object value, String where) throws IOException {
        if (value(value, where) instanceof Value.Dense dense) {
            return dense.array();
        }
        throw TorchFile.noTensor(where, value);
    }

    /** Arguments: storage, place of the first element, size, strides, .. */
    private Npy strided(List<Object> arguments, String where) throws IOException {
        if (arguments.size() < 4
                || !(arguments.getFirst() instanceof Reference reference)
                || !(reference.id() instanceof Tuple id)
                || id.items().size() < 5
                || !(id.items().get(1) instanceof Name storage)
                || !(id.items().get(2) instanceof String key)) {
            throw new InvalidInputException(where + ": expected the storage of a tensor, got another value");
        }
        String type = TYPES.get(storage.path());
        if (type == null) {
            throw new InvalidInputException(
                    where + ": expected a tensor of floats, whole numbers or booleans, got " + storage.path());
        }
        int first = PickledArrays.number(arguments.get(1), Integer.MAX_VALUE, where);
        int[] size = PickledArrays.shape(arguments.get(2), where);
        int[] strides = PickledArrays.shape(arguments.get(3), where);
        byte[] bytes = zip.bytes(folder + "data/" + key, "data/" + key);
        int width = Character.digit(type.charAt(type.length() - 1), 10);
        ByteBuffer data = gathered(bytes, width, first, size, strides, where);
        if (type.equals(BFLOAT16)) {
            return Npy.of(prefix() + "f4", size, Order.ROWS, widened(data), where);
        }
        return Npy.of(prefix() + type, size, Order.ROWS, data, where);
    }

    private String prefix() {
        return order == ByteOrder.BIG_ENDIAN ? ">" : "<";
    }

    /** The elements in C order; a tensor may be any view of its storage. */
    private static ByteBuffer gathered(byte[] bytes, int width, int first, int[] size, int[] strides, String where) {
        if (strides.length != size.length) {
            throw new InvalidInputException(
                    where + ": expected a stride for each dimension, got " + strides.length + " for " + size.length);
        }
        long held = bytes.length / width;
        double count = 1;
        double last = first;
        for (int d = 0; d < size.length; d++) {
            count *= size[d];
            last += (size[d] - 1.0) * strides[d];
        }
        if (count > 0 && (count > held || last >= held)) {
            throw new InvalidInputException(where + ": expected a tensor of at most the " + held
                    + " elements of its storage, got shape " + Arrays.toString(size) + " with strides "
                    + Arrays.toString(strides) + " from " + first + "; save tensor.contiguous()");
        }
        byte[] out = new byte[(int) (count * width)];
        int[] index = new int[size.length];
        for (int at = 0; at < out.length; at += width) {
            int from = first;
            for (int d = 0; d < index.length; d++) {
                from += index[d] * strides[d];
            }
            System.arraycopy(bytes, from * width, out, at, width);
            for (int d = index.length - 1; d >= 0 && ++index[d] == size[d]; d--) {
                index[d] = 0;
            }
        }
        return ByteBuffer.wrap(out);
    }

    /** A bfloat16 is the upper half of a float. */
    private ByteBuffer widened(ByteBuffer halves) {
        ByteBuffer source = halves.order(order);
        ByteBuffer floats = ByteBuffer.allocate(2 * halves.limit()).order(order);
        for (int at = 0; at < halves.limit(); at += 2) {
            floats.putInt(2 * at, source.getShort(at) << 16);
        }
        return floats;
    }

    /** Arguments: layout, and (indices, values, size) or (row offsets, columns, values, size). */
    private Sparse sparse(List<Object> arguments, String where) throws IOException {
        if (arguments.size() < 2 || !(arguments.get(1) instanceof Tuple tuple)) {
            throw new InvalidInputException(where + ": expected a sparse tensor, got other values");
        }
        String layout = arguments.getFirst() instanceof Instance made
                        && !made.arguments().items().isEmpty()
                        && made.arguments().items().getFirst() instanceof String name
                ? name
                : "";
        List<Object> parts = tuple.items();
        boolean rows = layout.equals("torch.sparse_csr");
        if (!(rows || layout.equals("torch.sparse_coo")) || parts.size() < (rows ? 4 : 3)) {
            throw new InvalidInputException(
                    where + ": expected a sparse tensor by coordinates or rows, got " + TextReader.shown(layout));
        }
        int[] size = PickledArrays.shape(parts.get(rows ? 3 : 2), where);
        if (rows) {
            return Value.compressed(
                    where,
                    false,
                    size,
                    dense(parts.get(0), where),
                    dense(parts.get(1), where),
                    dense(parts.get(2), where));
        }
        Npy indices = dense(parts.getFirst(), where);
        int[] shape = indices.shape();
        if (shape.length != 2 || shape[0] != 2 || size.length != 2) {
            throw new InvalidInputException(where + ": expected a sparse matrix, got indices of shape "
                    + Arrays.toString(shape) + " in " + size.length + " dimensions");
        }
        int[] places = indices.ints();
        return Sparse.ofCoordinates(
                where,
                size[0],
                size[1],
                Arrays.copyOf(places, shape[1]),
                Arrays.copyOfRange(places, shape[1], 2 * shape[1]),
                dense(parts.get(1), where).floats());
    }

    /** A SparseTensor of torch_sparse. */
    private Sparse parts(Map<?, ?> parts, String where) throws IOException {
        int[] size = PickledArrays.shape(parts.get("_sparse_sizes"), where);
        Npy column = dense(parts.get("_col"), where);
        Object weights = parts.get("_value");
        Npy values =
                weights == null || Pickle.NONE.equals(weights) ? ones(column.size(), where) : dense(weights, where);
        Object row = parts.get("_row");
        if (row != null && !Pickle.NONE.equals(row)) {
            return Value.coordinates(where, size, dense(row, where), column, values);
        }
        return Value.compressed(where, false, size, dense(parts.get("_rowptr"), where), column, values);
    }

    private static Npy ones(int count, String where) {
        byte[] ones = new byte[count];
        Arrays.fill(ones, (byte) 1);
        return Npy.of("|u1", new int[] {count}, Order.ROWS, ByteBuffer.wrap(ones), where);
    }
}
