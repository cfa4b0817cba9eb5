package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.store.StoredIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of nodes as they came: whole numbers of 64 bits as such, all others as UTF-8 text, without an object for each. {@code 8 n} bytes, or
 * {@code 4 n} and the text. Immutable.
 */
public final class NodeIds {
    private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Z][A-Z0-9_ ]{0,63}(\\(\\d{1,3}(, ?\\d{1,3})?\\))?");

    private final String type;
    private final long @Nullable [] numbers;
    private final int[] ends;
    private final byte[] text;

    private NodeIds(String type, long @Nullable [] numbers, int[] ends, byte[] text) {
        this.type = type;
        this.numbers = numbers;
        this.ends = ends;
        this.text = text;
    }

    /** Ids that are numbers, of SQL type BIGINT; takes over the array. */
    public static NodeIds of(long[] numbers) {
        return new NodeIds("BIGINT", numbers, new int[0], new byte[0]);
    }

    /** Ids that are texts. */
    public static NodeIds of(Iterable<String> texts) {
        Builder builder = new Builder("VARCHAR");
        texts.forEach(builder::add);
        return builder.build();
    }

    /**
     * Reads a column of a table whose rows are the nodes in order.
     *
     * @param type of the column, in SQL
     */
    static NodeIds read(TableSession session, String table, String column, String type) throws IOException {
        if (type.equals("BIGINT") || type.equals("INTEGER") || type.equals("SMALLINT") || type.equals("TINYINT")) {
            long[] numbers = new long[Math.toIntExact(session.numbers("SELECT count(*) FROM " + table)[0])];
            int[] next = {0};
            session.chunks("SELECT " + column + "::BIGINT FROM " + table + " ORDER BY rowid", chunk -> {
                for (int i = 0; i < chunk.rowCount(); i++) {
                    numbers[next[0]++] = chunk.vector(0).getLong(i);
                }
            });
            return new NodeIds(type, numbers, new int[0], new byte[0]);
        }
        Builder builder = new Builder(type);
        session.chunks("SELECT " + column + "::VARCHAR FROM " + table + " ORDER BY rowid", chunk -> {
            for (int i = 0; i < chunk.rowCount(); i++) {
                builder.add(String.valueOf(chunk.vector(0).getString(i)));
            }
        });
        return builder.build();
    }

    /**
     * Ids that were kept in a store.
     *
     * @throws InvalidInputException where their type is none that SQL could be given
     */
    public static NodeIds of(StoredIds stored) {
        return new NodeIds(checked(stored.type()), stored.numbers(), stored.ends(), stored.text());
    }

    /**
     * The ids as a store keeps them.
     *
     * @throws InvalidInputException where their type is more than a name and sizes
     */
    public StoredIds stored() {
        return new StoredIds(checked(type), numbers, ends, text);
    }

    /** The type becomes a part of SQL. */
    private static String checked(String type) {
        if (!PLAIN_TYPE.matcher(type).matches()) {
            throw new InvalidInputException(
                    "ids: expected a type that a store can keep, as BIGINT, VARCHAR or DECIMAL(18,3), got " + type
                            + "; make the ids text");
        }
        return type;
    }

    /** Whether they are the numbers of the nodes, 0, 1, .. */
    public boolean areRowNumbers() {
        for (int i = 0; numbers != null && i < numbers.length; i++) {
            if (numbers[i] != i) {
                return false;
            }
        }
        return numbers != null;
    }

    public int size() {
        return numbers == null ? ends.length : numbers.length;
    }

    /** The id of a node as text. */
    public String text(int node) {
        if (numbers != null) {
            return Long.toString(numbers[node]);
        }
        int from = node == 0 ? 0 : ends[node - 1];
        return new String(text, from, ends[node] - from, StandardCharsets.UTF_8);
    }

    /** Whether they are whole numbers of 64 bits. */
    boolean areNumbers() {
        return numbers != null;
    }

    /** The id of a node where {@link #areNumbers()}. */
    long number(int node) {
        if (numbers == null) {
            throw new IllegalStateException("ids: expected numbers, got " + type);
        }
        return numbers[node];
    }

    /** The SQL type that they had: {@code BIGINT}, {@code VARCHAR}, {@code UUID}, .. */
    public String type() {
        return type;
    }

    /** Bytes kept on the heap. */
    public long sizeInBytes() {
        return numbers == null ? 4L * ends.length + text.length : 8L * numbers.length;
    }

    /** Collects texts. */
    private static final class Builder {
        private final String type;
        private int[] ends = new int[1024];
        private byte[] text = new byte[1 << 14];
        private int size;
        private int length;

        Builder(String type) {
            this.type = type;
        }

        void add(String id) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, 2 * size);
            }
            if (bytes.length > text.length - length) {
                long wanted = Math.max(2L * text.length, (long) length + bytes.length);
                if ((long) length + bytes.length > Integer.MAX_VALUE - 8) {
                    throw new IllegalStateException("ids: expected at most 2 GB of text, got more");
                }
                text = Arrays.copyOf(text, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(bytes, 0, text, length, bytes.length);
            length += bytes.length;
            ends[size++] = length;
        }

        NodeIds build() {
            return new NodeIds(type, null, Arrays.copyOf(ends, size), Arrays.copyOf(text, length));
        }
    }
}
