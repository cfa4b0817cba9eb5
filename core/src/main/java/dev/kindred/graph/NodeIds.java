package dev.kindred.graph;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of nodes as the user gave them: integers of 64 bits, or text in UTF-8, without an object for each id. {@code 8 n} bytes, or
 * {@code 4 n} and the text; the first call of {@link #indexOf} adds up to {@code 16 n}. Immutable: returned arrays must not be changed.
 * Thread-safe.
 */
public final class NodeIds {
    private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Z][A-Z0-9_ ]{0,63}(\\(\\d{1,3}(, ?\\d{1,3})?\\))?");
    private static final int LONGEST_TEXT = Integer.MAX_VALUE - 8;

    private final String type;
    private final long @Nullable [] numbers;
    private final int[] ends;
    private final byte[] text;
    private volatile int @Nullable [] index;

    private NodeIds(String type, long @Nullable [] numbers, int[] ends, byte[] text) {
        this.type = type;
        this.numbers = numbers;
        this.ends = ends;
        this.text = text;
    }

    /** Ids that are numbers, of SQL type BIGINT. The array is not copied. */
    public static NodeIds of(long[] numbers) {
        return ofNumbers("BIGINT", numbers);
    }

    /** Ids that are texts, of SQL type VARCHAR. */
    public static NodeIds of(Iterable<String> texts) {
        Builder builder = new Builder("VARCHAR");
        texts.forEach(builder::add);
        return builder.build();
    }

    /**
     * Ids that are numbers.
     *
     * @param type SQL type of the ids in the user's data
     * @param numbers {@code [n]}; taken over
     */
    public static NodeIds ofNumbers(String type, long[] numbers) {
        return new NodeIds(type, numbers, new int[0], new byte[0]);
    }

    /**
     * Ids that are texts.
     *
     * @param type SQL type of the ids in the user's data
     * @param ends {@code [n]} where each text ends in {@code text}, ascending; taken over
     * @param text all texts, one after the other, in UTF-8; taken over
     */
    public static NodeIds ofText(String type, int[] ends, byte[] text) {
        int last = 0;
        for (int end : ends) {
            if (end < last) {
                throw new IllegalArgumentException("ends of ids: expected ascending, got " + end + " after " + last);
            }
            last = end;
        }
        if (last != text.length) {
            throw new IllegalArgumentException(
                    "ends of ids: expected " + text.length + " (bytes of text) last, got " + last);
        }
        return new NodeIds(type, null, ends, text);
    }

    /**
     * Checks that the type is a plain name with sizes, because it becomes part of SQL when ids are written.
     *
     * @throws InvalidInputException where it is anything else
     */
    public void checkType() {
        if (!PLAIN_TYPE.matcher(type).matches()) {
            throw new InvalidInputException(
                    "ids: expected a type that a store can keep, as BIGINT, VARCHAR or DECIMAL(18,3), got " + type
                            + "; make the ids text");
        }
    }

    /** Whether the ids are the numbers of the nodes, 0, 1, .. */
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
        return new String(text, begin(node), ends[node] - begin(node), StandardCharsets.UTF_8);
    }

    private int begin(int node) {
        return node == 0 ? 0 : ends[node - 1];
    }

    /**
     * The first node whose {@link #text} is this id, or -1. The first call builds an index in {@code O(n)}; later calls take constant time.
     */
    public int indexOf(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        int[] slots = index;
        if (slots == null) {
            slots = buildIndex();
            index = slots;
        }
        for (int at = hash(bytes, 0, bytes.length) & (slots.length - 1);
                slots[at] != 0;
                at = at + 1 & slots.length - 1) {
            int node = slots[at] - 1;
            if (numbers == null
                    ? Arrays.equals(text, begin(node), ends[node], bytes, 0, bytes.length)
                    : text(node).equals(id)) {
                return node;
            }
        }
        return -1;
    }

    /** The first node whose id is a number, or -1; see {@link #indexOf(String)}. */
    public int indexOf(long id) {
        return indexOf(Long.toString(id));
    }

    /** The slots of a hash table that is at most half full: 0 if empty, otherwise a node's number plus 1. */
    private int[] buildIndex() {
        int capacity = Integer.highestOneBit(Math.max(2, Math.min(size(), 1 << 28))) << 2;
        int[] slots = new int[capacity];
        for (int node = 0; node < size(); node++) {
            byte[] number = numbers == null ? null : text(node).getBytes(StandardCharsets.UTF_8);
            int hash = number == null ? hash(text, begin(node), ends[node]) : hash(number, 0, number.length);
            int at = hash & (capacity - 1);
            while (slots[at] != 0) {
                at = at + 1 & capacity - 1;
            }
            slots[at] = node + 1;
        }
        return slots;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /** Whether the ids are integers of 64 bits. */
    public boolean areNumbers() {
        return numbers != null;
    }

    /** The id of a node, if {@link #areNumbers()}. */
    public long number(int node) {
        if (numbers == null) {
            throw new IllegalStateException("ids: expected numbers, got " + type);
        }
        return numbers[node];
    }

    /** The SQL type of the ids in the user's data: {@code BIGINT}, {@code VARCHAR}, {@code UUID}, .. */
    public String type() {
        return type;
    }

    /** {@code [n]} the numbers, or null if the ids are texts. */
    public long @Nullable [] numbers() {
        return numbers;
    }

    /** {@code [n]} where each text ends in {@link #text()}; empty if the ids are numbers. */
    public int[] ends() {
        return ends;
    }

    /** All texts, one after another, in UTF-8; empty if the ids are numbers. */
    public byte[] text() {
        return text;
    }

    /** Bytes on the heap. */
    public long sizeInBytes() {
        int[] slots = index;
        return (numbers == null ? 4L * ends.length + text.length : 8L * numbers.length)
                + (slots == null ? 0 : 4L * slots.length);
    }

    /** Whether the other ids are the same texts, or the same numbers, of the same type. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeIds that
                && type.equals(that.type)
                && Arrays.equals(numbers, that.numbers)
                && Arrays.equals(ends, that.ends)
                && Arrays.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(text);
    }

    /** As in {@code NodeIds[3 of VARCHAR: ann, ben, cid]}; of many the first ones. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder("NodeIds[" + size() + " of " + type);
        for (int i = 0; i < Math.min(size(), MOST_SHOWN); i++) {
            shown.append(i == 0 ? ": " : ", ").append(text(i));
        }
        return shown.append(size() > MOST_SHOWN ? ", ..]" : "]").toString();
    }

    private static final int MOST_SHOWN = 5;

    /** Collects ids that are texts. */
    public static final class Builder {
        private final String type;
        private int[] ends = new int[1024];
        private byte[] text = new byte[1 << 14];
        private int size;
        private int length;

        /**
         * A builder without ids.
         *
         * @param type SQL type of the ids in the user's data
         */
        public Builder(String type) {
            this.type = type;
        }

        /** Adds the id of the next node. */
        public void add(String id) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, 2 * size);
            }
            if (bytes.length > text.length - length) {
                long wanted = Math.max(2L * text.length, (long) length + bytes.length);
                if ((long) length + bytes.length > LONGEST_TEXT) {
                    throw new IllegalStateException("ids: expected at most 2 GB of text, got more");
                }
                text = Arrays.copyOf(text, (int) Math.min(wanted, LONGEST_TEXT));
            }
            System.arraycopy(bytes, 0, text, length, bytes.length);
            length += bytes.length;
            ends[size++] = length;
        }

        /** The ids added so far. */
        public NodeIds build() {
            return new NodeIds(type, null, Arrays.copyOf(ends, size), Arrays.copyOf(text, length));
        }
    }
}
