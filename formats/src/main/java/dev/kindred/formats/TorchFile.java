package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyHeader.Order;
import dev.kindred.io.Pickle;
import dev.kindred.io.Pickle.Instance;
import dev.kindred.io.Pickle.Tuple;
import dev.kindred.io.PickledArrays;
import dev.kindred.io.ZipArchive;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} has written since PyTorch 1.6: a zip archive with a pickle and the bytes of its tensors. The pickle is read as data alone: a
 * {@code Data} of PyTorch Geometric, of any version, or a dictionary of tensors; as such, or first in the tuple that its data sets keep.
 */
final class TorchFile implements NamedArrays {
    static final String PICKLE = "data.pkl";

    private final Path path;
    private final TorchTensors tensors;
    private final long bytes;
    private final Map<String, Object> values = new TreeMap<>();

    private TorchFile(Path path, ZipArchive zip) throws IOException {
        this.path = path;
        this.bytes = Files.size(path);
        String entry = zip.names().stream()
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .findFirst()
                .orElse(PICKLE);
        String folder = entry.substring(0, entry.length() - PICKLE.length());
        String where = path + " (" + PICKLE + ")";
        Object root = Pickle.readKeepingNames(zip.bytes(entry, PICKLE), where);
        boolean big = zip.names().contains(folder + "byteorder")
                && new String(zip.bytes(folder + "byteorder", "byteorder"), StandardCharsets.US_ASCII)
                        .strip()
                        .equals("big");
        this.tensors = new TorchTensors(zip, folder, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<?, ?> value : members(root, where).entrySet()) {
            if (value.getKey() instanceof String name && !Pickle.NONE.equals(value.getValue())) {
                values.put(name, value.getValue());
            }
        }
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        try (ZipArchive zip = ZipArchive.open(file.path(), "a PyTorch file")) {
            return NamedGraph.read(new TorchFile(file.path(), zip), file, options);
        }
    }

    /** The named values of the graph, wherever the pickle keeps them. */
    private static Map<?, ?> members(Object root, String where) {
        Object value = root;
        // A data set keeps its graphs with the places where they begin; a list may have one graph.
        for (int depth = 0; depth < 4; depth++) {
            if (value instanceof Tuple tuple && !tuple.items().isEmpty()) {
                checkOne(tuple, where);
                value = tuple.items().getFirst();
            } else if (value instanceof List<?> list && list.size() == 1) {
                value = list.getFirst();
            }
        }
        if (value instanceof List<?> list) {
            throw new InvalidInputException(where + ": expected one graph, got a list of " + list.size());
        }
        Map<?, ?> state = value instanceof Instance made && made.state() instanceof Map<?, ?> own
                ? own
                : value instanceof Map<?, ?> map ? map : Map.of();
        if (state.containsKey("_node_store_dict")) {
            throw new InvalidInputException(
                    where + ": expected nodes of one kind, got a HeteroData; save" + " data.to_homogeneous()");
        }
        if (state.get("_store") instanceof Instance store
                && store.state() instanceof Map<?, ?> inner
                && inner.get("_mapping") instanceof Map<?, ?> mapping) {
            return mapping;
        }
        if (state.isEmpty()) {
            throw new InvalidInputException(
                    where + ": expected a Data of PyTorch Geometric or a dictionary of tensors, got"
                            + " something else; save {'x': x, 'edge_index': edge_index, 'y': y} with torch.save");
        }
        return state;
    }

    /** The second of a data set's tuple says where its graphs begin: more than two places are more than one graph. */
    private static void checkOne(Tuple tuple, String where) {
        if (tuple.items().size() > 1 && tuple.items().get(1) instanceof Map<?, ?> slices) {
            for (Object slice : slices.values()) {
                if (slice instanceof Instance tensor
                        && tensor.arguments().items().size() > 2
                        && tensor.arguments().items().get(2) instanceof Tuple size
                        && size.items().size() == 1
                        && size.items().getFirst() instanceof Long places
                        && places > 2) {
                    throw new InvalidInputException(
                            where + ": expected one graph, got a data set of " + (places - 1) + "; save one of them");
                }
            }
        }
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public Value get(String name) throws IOException {
        Object value = values.get(name);
        String where = where(name);
        if (value instanceof Long number) {
            ByteBuffer data =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
            return new Value.Dense(Npy.of("<i8", new int[0], Order.ROWS, data, where));
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return new Value.Texts(list.stream().map(String.class::cast).toList());
        }
        if (PickledArrays.isArray(value) && value != null) {
            return Value.ofPickled(value, where);
        }
        return tensors.value(value, where);
    }

    /** Whether an archive is one of torch.save. */
    static boolean is(ZipArchive zip) {
        return zip.names().stream().anyMatch(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE));
    }

    /** The value that is not there. */
    static InvalidInputException noTensor(String where, @Nullable Object value) {
        String kind = value instanceof Instance made ? made.path() : "another value";
        return new InvalidInputException(where + ": expected a tensor, got " + kind);
    }
}
