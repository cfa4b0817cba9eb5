package dev.kindred.cli.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A block of a page taken apart by other code than wrote it: what report/src/pack.ts does. */
final class Unpacked {
    private final byte[] bytes;
    private final int from;
    private final JsonNode header;

    private Unpacked(byte[] bytes) {
        this.bytes = bytes;
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        this.from = 4 + length;
        this.header = JsonMapper.shared().readTree(new String(bytes, 4, length, StandardCharsets.UTF_8));
    }

    /** The block that lies in a page's element. */
    static Unpacked of(String html, String element) throws IOException {
        String tag = "<script type=\"application/octet-stream\" id=\"" + element + "\">";
        int at = html.indexOf(tag) + tag.length();
        byte[] packed = Base64.getDecoder().decode(html.substring(at, html.indexOf('<', at)));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new Unpacked(in.readAllBytes());
        }
    }

    JsonNode json() {
        return header.path("json");
    }

    /** All of it as one text, in which a test looks for what must not be there. */
    String raw() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return !place(name).isMissingNode();
    }

    long[] numbers(String name) {
        JsonNode place = place(name);
        int length = place.path("length").asInt();
        int width = Integer.parseInt(place.path("type").asString().substring(1)) / 8;
        long[] out = new long[length];
        for (int i = 0; i < length; i++) {
            for (int plane = 0; plane < width; plane++) {
                out[i] |= (bytes[from + place.path("offset").asInt() + plane * length + i] & 255L) << (8 * plane);
            }
            if (place.path("type").asString().equals("i32")) {
                out[i] = (int) out[i];
            }
        }
        return out;
    }

    List<String> texts() {
        int at = from + place("idBytes").path("offset").asInt();
        List<String> texts = new ArrayList<>();
        for (long length : numbers("idLengths")) {
            texts.add(new String(bytes, at, (int) length, StandardCharsets.UTF_8));
            at += (int) length;
        }
        return texts;
    }

    private JsonNode place(String name) {
        for (JsonNode place : header.path("arrays")) {
            if (place.path("name").asString().equals(name)) {
                return place;
            }
        }
        return JsonMapper.shared().missingNode();
    }
}
