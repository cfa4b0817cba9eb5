package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads data, and nothing but data, from pickles of protocol 2 as Python 2 wrote them with NumPy arrays and SciPy matrices inside.
 *
 * <p>A pickle is a program for a machine with one stack, and its globals are functions that it has Python call. Nothing is called here: the
 * few globals that stand for data ({@link Global}) are known by name and become an {@link Instance}; every other global, and every instruction
 * that such data do not need, is refused with its offset. Values are {@code Long}, {@code Boolean}, {@code String} (one char a byte,
 * as latin1), {@code List}, {@code Map} with keys of {@code Long} or {@code String}, {@link Tuple}, {@link Instance}, {@link Global}, and
 * {@link #NONE}. Lists may contain themselves, so values are never printed nor compared. Time and memory are proportional to the
 * pickle's bytes.
 *
 * <p>Instructions: Python's {@code Lib/pickletools.py}.
 */
final class Pickle {
    /** Python's None. */
    static final Object NONE = new Object();

    /** What a pickle may name: module and name as the pickle has them. */
    enum Global {
        DEFAULTDICT("collections.defaultdict"),
        LIST("__builtin__.list"),
        RECONSTRUCT("numpy.core.multiarray._reconstruct"),
        SCALAR("numpy.core.multiarray.scalar"),
        NDARRAY("numpy.ndarray"),
        DTYPE("numpy.dtype"),
        CSR_MATRIX("scipy.sparse.csr.csr_matrix");

        private final String path;

        Global(String path) {
            this.path = path;
        }
    }

    /** Python's tuple. */
    record Tuple(List<Object> items) {}

    /** What Python would make by calling a global: the call, written down. */
    static final class Instance {
        private final Global type;
        private final Tuple arguments;
        private Object state = NONE;

        private Instance(Global type, Tuple arguments) {
            this.type = type;
            this.arguments = arguments;
        }

        Global type() {
            return type;
        }

        Tuple arguments() {
            return arguments;
        }

        /** What Python would fill it with, or {@link #NONE}. */
        Object state() {
            return state;
        }
    }

    private final byte[] bytes;
    private final String where;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int next;
    /** Of the instruction being read. */
    private int offset;

    private Pickle(byte[] bytes, String where) {
        this.bytes = bytes;
        this.where = where;
    }

    /**
     * Reads the value.
     *
     * @param where the file that messages name
     * @throws InvalidInputException where the bytes are no such pickle; the message names the offset
     */
    static Object read(byte[] bytes, String where) {
        return new Pickle(bytes, where).value();
    }

    private Object value() {
        if (bytes.length < 2 || bytes[0] != (byte) 0x80 || bytes[1] != 2) {
            throw refused("a pickle of protocol 2 (first bytes 80 02)", "other data");
        }
        next = 2;
        while (true) {
            offset = next;
            int instruction = number(1);
            if (instruction == '.') {
                return pop();
            }
            run(instruction);
        }
    }

    private void run(int instruction) {
        switch (instruction) {
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) number(1));
            case 'M' -> push((long) number(2));
            case 'J' -> push((long) number(4));
            case 0x8a -> push(whole(number(1)));
            case 'U' -> push(text(number(1)));
            case 'T' -> push(text(number(4)));
            case '(' -> marks.add(stack.size());
            case ')' -> push(new Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> push(new Tuple(last(stack.size() - (instruction - 0x84))));
            case 't' -> push(new Tuple(sinceMark()));
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 'a' -> append(last(stack.size() - 1));
            case 'e' -> append(sinceMark());
            case 's' -> put(last(stack.size() - 2));
            case 'u' -> put(sinceMark());
            case 'q' -> memo.put(number(1), peek());
            case 'r' -> memo.put(number(4), peek());
            case 'h' -> recall(number(1));
            case 'j' -> recall(number(4));
            case 'c' -> push(global(line() + "." + line()));
            case 'R', 0x81 -> call();
            case 'b' -> fill();
            default ->
                throw refused(
                        "an instruction that data need",
                        String.format("%02x", instruction) + "; what is not known to be harmless is not read");
        }
    }

    private void call() {
        Object arguments = pop();
        Object function = pop();
        if (!(arguments instanceof Tuple tuple) || !(function instanceof Global global)) {
            throw refused("a global and a tuple of arguments", "other values");
        }
        switch (global) {
            case DEFAULTDICT -> push(new LinkedHashMap<>());
            case RECONSTRUCT, SCALAR, DTYPE, CSR_MATRIX -> push(new Instance(global, tuple));
            case LIST, NDARRAY -> throw refused("a global that is called", global.path);
        }
    }

    private void fill() {
        Object state = pop();
        if (!(peek() instanceof Instance instance) || instance.state != NONE) {
            throw refused("an object without a state yet", "another value");
        }
        instance.state = state;
    }

    private Global global(String path) {
        for (Global global : Global.values()) {
            if (global.path.equals(path)) {
                return global;
            }
        }
        String known = Arrays.stream(Global.values()).map(one -> one.path).collect(Collectors.joining(", "));
        throw refused(
                "one of " + known, path + "; a pickle that calls anything else could run any code, and is not read");
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof List<?>)) {
            throw refused("a list to add to", "another value");
        }
        @SuppressWarnings("unchecked") // Only ']' makes lists.
        List<Object> list = (List<Object>) peek();
        list.addAll(items);
    }

    private void put(List<Object> items) {
        if (!(peek() instanceof Map<?, ?>) || items.size() % 2 != 0) {
            throw refused("a dictionary, and a value for each key", "other values");
        }
        @SuppressWarnings("unchecked") // Only '}' and defaultdict make maps.
        Map<Object, Object> map = (Map<Object, Object>) peek();
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof Long || key instanceof String)) {
                throw refused("keys that are whole numbers or strings", "another value");
            }
            map.put(key, items.get(i + 1));
        }
    }

    private void recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw refused("a value remembered as " + index, "none");
        }
        push(value);
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        return last(stack.size() - 1).getFirst();
    }

    private Object peek() {
        check(stack.size() - 1);
        return stack.getLast();
    }

    /** Takes what stands on the stack from a height on. */
    private List<Object> last(int from) {
        check(from);
        List<Object> top = stack.subList(from, stack.size());
        List<Object> values = List.copyOf(top);
        top.clear();
        return values;
    }

    /** That the stack is higher than that, and the last mark not above it. */
    private void check(int height) {
        if (height < (marks.isEmpty() ? 0 : marks.getLast())) {
            throw refused("a value on the stack", "none");
        }
    }

    private List<Object> sinceMark() {
        if (marks.isEmpty()) {
            throw refused("a mark on the stack", "none");
        }
        return last(marks.removeLast());
    }

    /** An unsigned number of 1 or 2 bytes, or a signed one of 4; little-endian. */
    private int number(int size) {
        need(size);
        int value = 0;
        for (int b = 0; b < size; b++) {
            value |= (bytes[next++] & 0xFF) << (8 * b);
        }
        return value;
    }

    /** A signed number of 0 to 8 bytes. */
    private long whole(int size) {
        if (size > 8) {
            throw refused("whole numbers of up to 8 bytes", size + " bytes");
        }
        need(size);
        long value = 0;
        for (int b = 0; b < size; b++) {
            value |= (bytes[next++] & 0xFFL) << (8 * b);
        }
        int unused = 64 - 8 * size;
        return size == 0 ? 0 : value << unused >> unused;
    }

    private String text(int size) {
        need(size);
        next += size;
        return new String(bytes, next - size, size, StandardCharsets.ISO_8859_1);
    }

    private String line() {
        int end = next;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String line = text(Math.min(end, bytes.length) - next);
        need(1);
        next++;
        return line;
    }

    private void need(int size) {
        if (size < 0 || size > bytes.length - next) {
            throw refused(
                    Integer.toUnsignedString(size) + " bytes more",
                    (bytes.length - next) + "; the file is cut short or damaged");
        }
    }

    private InvalidInputException refused(String expected, String got) {
        return new InvalidInputException(where + ", byte " + offset + ": expected " + expected + ", got " + got);
    }
}
