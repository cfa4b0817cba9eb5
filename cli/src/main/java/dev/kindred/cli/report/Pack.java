package dev.kindred.cli.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON and arrays of whole numbers as one block of bytes, as {@code report/src/pack.ts} reads it: four bytes of length, little-endian, so much JSON,
 * then the arrays. Numbers wider than a byte lie in planes, all lowest bytes first, where gzip finds more that is alike. The block goes into
 * the page as base64 of gzip, which holds no character that HTML gives a meaning.
 */
final class Pack {
    /** Width of an array's elements. */
    enum Type {
        U8(1),
        U16(2),
        U32(4),
        I32(4);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Map<String, Object>> places = new ArrayList<>();
    private final List<byte[]> arrays = new ArrayList<>();
    private long offset;

    /** Adds an array of the lowest bytes of numbers. */
    Pack put(String name, Type type, int length, IntUnaryOperator values) {
        byte[] bytes = new byte[Math.multiplyExact(length, type.bytes)];
        for (int i = 0; i < length; i++) {
            int value = values.applyAsInt(i);
            for (int plane = 0; plane < type.bytes; plane++) {
                bytes[plane * length + i] = (byte) (value >>> (8 * plane));
            }
        }
        return put(name, type, length, bytes);
    }

    Pack put(String name, byte[] bytes) {
        return put(name, Type.U8, bytes.length, bytes);
    }

    private Pack put(String name, Type type, int length, byte[] bytes) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("name", name);
        place.put("type", type.key());
        place.put("offset", offset);
        place.put("length", length);
        places.add(place);
        arrays.add(bytes);
        offset += bytes.length;
        return this;
    }

    /** The block with its JSON, ready for the page. */
    String base64(Object json) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("arrays", places);
        whole.put("json", json);
        byte[] header = JSON.writeValueAsBytes(whole);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
            out.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(header.length)
                    .array());
            out.write(header);
            for (byte[] array : arrays) {
                out.write(array);
            }
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
