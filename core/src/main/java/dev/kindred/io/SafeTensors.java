package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format of named arrays: 8 bytes of header length, a JSON header, then the data, all little-endian. It reads and writes
 * tensors of float32, float64, int32 and int64, and a map of strings. Sizes in the header are checked against the file before anything is
 * allocated.
 *
 * <p>A sealed file ({@link #writeSealed}, {@link #readSealed}) has a CRC-32C of every tensor and of its header among the strings, which
 * other readers ignore (docs/FORMAT.md).
 */
public final class SafeTensors {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    /** Prefix of the string that holds a tensor's checksum, followed by the tensor's name. */
    private static final String SEAL = "crc32c.";
    /** Name of the header's checksum. It covers the 8 bytes of length and the header, with zeros in place of the checksum itself. */
    private static final String HEADER_SEAL = "header.crc32c";

    private static final String UNSEALED = "00000000";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * A named array.
     *
     * @param shape lengths of the dimensions; empty for a single number
     * @param data elements, as many as the shape says
     */
    private record Tensor(int[] shape, TensorData data) {}

    private final String where;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafeTensors(String where) {
        this.where = where;
    }

    /** An empty set of tensors, to be filled and written. */
    public static SafeTensors empty() {
        return new SafeTensors("new tensors");
    }

    /** Adds a float32 tensor; the values are not copied and must stay as they are until they are written. */
    public SafeTensors put(String name, int[] shape, float[] values) {
        return put(name, shape, TensorData.of(values));
    }

    /** Adds a float64 tensor; the values are not copied and must stay as they are until they are written. */
    public SafeTensors put(String name, int[] shape, double[] values) {
        return put(name, shape, TensorData.of(values));
    }

    /** Adds an int32 tensor; the values are not copied and must stay as they are until they are written. */
    public SafeTensors put(String name, int[] shape, int[] values) {
        return put(name, shape, TensorData.of(values));
    }

    /** Adds an int64 tensor; the values are not copied and must stay as they are until they are written. */
    public SafeTensors put(String name, int[] shape, long[] values) {
        return put(name, shape, TensorData.of(values));
    }

    private SafeTensors put(String name, int[] shape, TensorData data) {
        long expected = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (expected != data.length()) {
            throw new IllegalArgumentException("tensor " + name + ": expected " + expected + " values for shape "
                    + Arrays.toString(shape) + ", got " + data.length());
        }
        tensors.put(name, new Tensor(shape.clone(), data));
        return this;
    }

    /** Adds a string to the header. */
    public SafeTensors put(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** The strings in the header. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** The names of all tensors. */
    public List<String> names() {
        return new ArrayList<>(tensors.keySet());
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** Bytes of all tensors together. */
    public long bytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.data.bytes())
                .sum();
    }

    /** The shape of a tensor; empty for a single number. */
    public int[] shape(String name) {
        return tensor(name).shape.clone();
    }

    /** The values of a float32 tensor, in its own array. */
    public float[] floats(String name) {
        return (float[]) array(name, TensorData.Type.F32);
    }

    /** The values of a float64 tensor, in its own array. */
    public double[] doubles(String name) {
        return (double[]) array(name, TensorData.Type.F64);
    }

    /** The values of an int32 tensor, in its own array. */
    public int[] ints(String name) {
        return (int[]) array(name, TensorData.Type.I32);
    }

    /**
     * The one number of an int64 tensor.
     *
     * @throws InvalidInputException where it does not hold exactly one
     */
    public long number(String name) {
        long[] values = longs(name);
        if (values.length != 1) {
            throw new InvalidInputException(where + " (" + name + "): expected one number, got " + values.length);
        }
        return values[0];
    }

    /** The values of an int64 tensor, in its own array. */
    public long[] longs(String name) {
        return (long[]) array(name, TensorData.Type.I64);
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInputException(
                    where + ": expected a tensor " + name + ", got " + String.join(", ", tensors.keySet()));
        }
        return tensor;
    }

    private Object array(String name, TensorData.Type type) {
        TensorData data = tensor(name).data;
        if (data.type() != type) {
            throw new InvalidInputException(where + " (" + name + "): expected " + type + ", got " + data.type());
        }
        return data.array();
    }

    /** Writes the file. The same content gives the same bytes. */
    public void write(Path file) throws IOException {
        write(file, header(metadata));
    }

    /** Writes the file with checksums, which {@link #readSealed} checks. */
    public void writeSealed(Path file) throws IOException {
        Map<String, String> sealed = new LinkedHashMap<>();
        sealed.put(HEADER_SEAL, UNSEALED);
        sealed.putAll(metadata);
        tensors.forEach((name, tensor) -> sealed.put(SEAL + name, tensor.data.checksum()));
        byte[] header = header(sealed);
        byte[] checksum = checksumOf(header).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, header, sealPosition(header), checksum.length);
        write(file, header);
    }

    /** The bytes of the header: length and JSON. */
    private byte[] header(Map<String, String> strings) {
        ObjectNode root = JSON.createObjectNode();
        if (!strings.isEmpty()) {
            ObjectNode node = root.putObject("__metadata__");
            strings.forEach(node::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = root.putObject(entry.getKey());
            node.put("dtype", tensor.data.type().name());
            Arrays.stream(tensor.shape).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.data.bytes());
            offset += tensor.data.bytes();
        }
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[8 + (json.length + 7) / 8 * 8];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length - 8)
                .put(json);
        return header;
    }

    private void write(Path file, byte[] header) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer first = ByteBuffer.wrap(header);
            while (first.hasRemaining()) {
                out.write(first);
            }
            for (Tensor tensor : tensors.values()) {
                tensor.data.write(out);
            }
        }
    }

    /** Position of the digits of the header's checksum, or -1. */
    private static int sealPosition(byte[] header) {
        byte[] key = ('"' + HEADER_SEAL + "\":\"").getBytes(StandardCharsets.US_ASCII);
        for (int at = 8; at + key.length + UNSEALED.length() <= header.length; at++) {
            if (Arrays.equals(header, at, at + key.length, key, 0, key.length)) {
                return at + key.length;
            }
        }
        return -1;
    }

    private static String checksumOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException where the file is not in the format; the message names it and the byte offset
     */
    public static SafeTensors read(Path file) throws IOException {
        return read(file, false);
    }

    /**
     * Reads a file that {@link #writeSealed} wrote.
     *
     * @throws CorruptDataException where a checksum does not match or is missing
     * @throws InvalidInputException where the file is cut short or not in the format
     */
    public static SafeTensors readSealed(Path file) throws IOException {
        return read(file, true);
    }

    private static SafeTensors read(Path file, boolean sealed) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected a .safetensors file, got nothing there");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer length = readAt(channel, 0, 8, file);
            long headerLength = length.getLong(0);
            if (headerLength < 2 || headerLength > LONGEST_HEADER || headerLength > size - 8) {
                throw new InvalidInputException(file + ", byte 0: expected a header length from 2 to "
                        + Math.min(LONGEST_HEADER, size - 8) + ", got " + headerLength);
            }
            byte[] header = new byte[8 + (int) headerLength];
            readAt(channel, 0, header.length, file).get(header);
            if (sealed) {
                checkHeader(file, header.clone());
            }
            byte[] json = Arrays.copyOfRange(header, 8, header.length);
            SafeTensors read = new SafeTensors(file.toString()).fill(channel, json, header.length, size, file);
            if (sealed) {
                read.checkTensors(file, header.length, size);
            }
            return read;
        }
    }

    private static void checkHeader(Path file, byte[] header) {
        int position = sealPosition(header);
        if (position < 0) {
            throw new CorruptDataException(file, 0, "a header with a checksum", HEADER_SEAL, "none");
        }
        String stored = new String(header, position, UNSEALED.length(), StandardCharsets.US_ASCII);
        System.arraycopy(UNSEALED.getBytes(StandardCharsets.US_ASCII), 0, header, position, UNSEALED.length());
        String actual = checksumOf(header);
        if (!stored.equals(actual)) {
            throw new CorruptDataException(file, 0, "a header with CRC-32C", stored, actual);
        }
    }

    private void checkTensors(Path file, long begin, long size) {
        long offset = begin;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            String stored = metadata.getOrDefault(SEAL + entry.getKey(), "none");
            String actual = entry.getValue().data.checksum();
            if (!stored.equals(actual)) {
                throw new CorruptDataException(file, offset, entry.getKey() + " with CRC-32C", stored, actual);
            }
            offset += entry.getValue().data.bytes();
        }
        if (offset != size) {
            throw new CorruptDataException(file, offset, "a length", offset + " bytes", size + " bytes");
        }
    }

    private SafeTensors fill(FileChannel channel, byte[] json, long begin, long size, Path file) throws IOException {
        JsonNode header;
        try {
            header = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ", byte 8: expected a JSON header, got " + e.getOriginalMessage(), e);
        }
        if (!header.isObject()) {
            throw new InvalidInputException(file + ", byte 8: expected a JSON object, got " + header.getNodeType());
        }
        long covered = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asString("")));
                continue;
            }
            Tensor tensor = tensor(channel, entry.getKey(), entry.getValue(), begin, size);
            // Tensors must not share bytes: otherwise a small file could fill the memory by many tensors on the same
            // bytes.
            covered += tensor.data.bytes();
            if (covered > size - begin) {
                throw new InvalidInputException(where + " (" + entry.getKey() + "): expected tensors of "
                        + (size - begin) + " bytes in all (what follows the header), got more");
            }
            tensors.put(entry.getKey(), tensor);
        }
        return this;
    }

    private Tensor tensor(FileChannel channel, String name, JsonNode node, long begin, long size) throws IOException {
        String at = where + " (" + name + ")";
        TensorData.Type type = type(at, node.path("dtype").asString(""));
        JsonNode offsets = node.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        if (from < 0 || to < from || to > size - begin) {
            throw new InvalidInputException(
                    at + ": expected data from 0 to " + (size - begin) + ", got " + from + " to " + to);
        }
        JsonNode dimensions = node.path("shape");
        if (!dimensions.isArray() || dimensions.size() > 8) {
            throw new InvalidInputException(at + ": expected a shape of at most 8 numbers, got " + dimensions);
        }
        int[] shape = new int[dimensions.size()];
        long items = 1;
        for (int i = 0; i < shape.length; i++) {
            long dimension = dimensions.path(i).asLong(-1);
            long most = to == from ? Integer.MAX_VALUE : Math.min(to - from, Integer.MAX_VALUE);
            if (dimension < 0 || dimension > most) {
                throw new InvalidInputException(
                        at + ": expected a shape that its " + (to - from) + " bytes cover, got " + dimensions);
            }
            shape[i] = (int) dimension;
            items = Math.min(items * dimension, Long.MAX_VALUE / Integer.MAX_VALUE / 2);
        }
        if (items * type.bytes() != to - from) {
            throw new InvalidInputException(at + ": expected " + items * type.bytes() + " bytes for shape "
                    + Arrays.toString(shape) + ", got " + (to - from));
        }
        if (items > LONGEST_ARRAY) {
            throw new InvalidInputException(at + ": expected at most " + LONGEST_ARRAY + " elements, got " + items);
        }
        return new Tensor(shape, TensorData.read(channel, begin + from, type, (int) items, Path.of(where)));
    }

    private static TensorData.Type type(String at, String name) {
        for (TensorData.Type type : TensorData.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new InvalidInputException(at + ": expected dtype F32, F64, I32 or I64, got " + name);
    }

    private static ByteBuffer readAt(FileChannel channel, long position, int length, Path file) throws IOException {
        if (position + length > channel.size()) {
            throw new InvalidInputException(file + ", byte " + position + ": expected " + length
                    + " bytes more, got the end of the file; it is cut short");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new InvalidInputException(
                        file + ", byte " + position + ": expected " + length + " bytes, got the end of the file");
            }
        }
        return buffer.flip();
    }
}
