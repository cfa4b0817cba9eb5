package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format of named arrays: 8 bytes of header length, a JSON header, then the data, all little-endian. Float32 and int64
 * tensors and a map of strings; what a header claims is held against the file before anything is allocated.
 */
public final class SafeTensors {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * A named array.
     *
     * @param shape lengths of the dimensions; empty for a single number
     * @param data little-endian bytes
     */
    private record Tensor(String type, int[] shape, ByteBuffer data) {
        byte[] bytes() {
            byte[] bytes = new byte[data.capacity()];
            data.get(0, bytes);
            return bytes;
        }
    }

    private final String where;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafeTensors(String where) {
        this.where = where;
    }

    /** Nothing yet; to be filled and written. */
    public static SafeTensors empty() {
        return new SafeTensors("new tensors");
    }

    /** Adds a float32 tensor; the values are copied. */
    public SafeTensors put(String name, int[] shape, float[] values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return put(name, new Tensor("F32", shape.clone(), data), values.length);
    }

    /** Adds an int64 tensor; the values are copied. */
    public SafeTensors put(String name, int[] shape, long[] values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(8, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return put(name, new Tensor("I64", shape.clone(), data), values.length);
    }

    private SafeTensors put(String name, Tensor tensor, int size) {
        long expected = Arrays.stream(tensor.shape).asLongStream().reduce(1, Math::multiplyExact);
        if (expected != size) {
            throw new IllegalArgumentException("tensor " + name + ": expected " + expected + " values for shape "
                    + Arrays.toString(tensor.shape) + ", got " + size);
        }
        tensors.put(name, tensor);
        return this;
    }

    /** Adds a string to the header. */
    public SafeTensors put(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    public List<String> names() {
        return new ArrayList<>(tensors.keySet());
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    public int[] shape(String name) {
        return tensor(name, null).shape.clone();
    }

    /** The values of a float32 tensor. */
    public float[] floats(String name) {
        ByteBuffer data = tensor(name, "F32").data;
        float[] values = new float[data.limit() / 4];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The values of an int64 tensor. */
    public long[] longs(String name) {
        ByteBuffer data = tensor(name, "I64").data;
        long[] values = new long[data.limit() / 8];
        data.asLongBuffer().get(values);
        return values;
    }

    private Tensor tensor(String name, @Nullable String type) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInputException(
                    where + ": expected a tensor " + name + ", got " + String.join(", ", tensors.keySet()));
        }
        if (type != null && !type.equals(tensor.type)) {
            throw new InvalidInputException(where + " (" + name + "): expected " + type + ", got " + tensor.type);
        }
        return tensor;
    }

    /** Writes the file; the same content gives the same bytes. */
    public void write(Path file) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = header.putObject("__metadata__");
            metadata.forEach(strings::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type);
            Arrays.stream(tensor.shape).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.data.capacity());
            offset += tensor.data.capacity();
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(padded.length)
                    .array());
            out.write(padded);
            for (Tensor tensor : tensors.values()) {
                out.write(tensor.bytes());
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException where the file is not in the format; the message names it and the byte offset
     */
    public static SafeTensors read(Path file) throws IOException {
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
            byte[] json = new byte[(int) headerLength];
            readAt(channel, 8, (int) headerLength, file).get(json);
            return new SafeTensors(file.toString()).fill(channel, json, 8 + headerLength, size, file);
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
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asString("")));
            } else {
                tensors.put(entry.getKey(), tensor(channel, entry.getKey(), entry.getValue(), begin, size));
            }
        }
        return this;
    }

    private Tensor tensor(FileChannel channel, String name, JsonNode node, long begin, long size) throws IOException {
        String at = where + " (" + name + ")";
        String type = node.path("dtype").asString("");
        int itemSize = switch (type) {
            case "F32" -> 4;
            case "I64" -> 8;
            default -> throw new InvalidInputException(at + ": expected dtype F32 or I64, got " + type);
        };
        JsonNode offsets = node.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        if (from < 0 || to < from || to > size - begin || to - from > Integer.MAX_VALUE - 8) {
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
            if (dimension < 0 || dimension > to - from) {
                throw new InvalidInputException(
                        at + ": expected a shape that its " + (to - from) + " bytes cover, got " + dimensions);
            }
            shape[i] = (int) dimension;
            items = Math.min(items * dimension, Long.MAX_VALUE / Integer.MAX_VALUE / 2);
        }
        if (items * itemSize != to - from) {
            throw new InvalidInputException(at + ": expected " + items * itemSize + " bytes for shape "
                    + Arrays.toString(shape) + ", got " + (to - from));
        }
        return new Tensor(type, shape, readAt(channel, begin + from, (int) (to - from), Path.of(where)));
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
