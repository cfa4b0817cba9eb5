package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads data from Python's pickles of protocols 2 to 5, with NumPy arrays, SciPy matrices or PyTorch tensors inside, without ever running
 * code.
 *
 * <p>A pickle is a program for a stack machine, whose globals are functions that Python calls. This reader calls nothing: the few globals
 * that stand for data ({@link Global}) are known by name and become an {@link Instance}. Other globals are refused, or kept as names
 * without any effect ({@link #readKeepingNames}). Instructions that such data do not need are refused with their offset. Values are
 * {@code Long}, {@code Double}, {@code Boolean}, {@code String} (bytes become one char each, as in latin1), {@code List} (sets too),
 * {@code Map} with keys of {@code Long} or {@code String}, {@link Tuple}, {@link Instance}, {@link Global}, {@link Name},
 * {@link Reference}, and {@link #NONE}. Lists may contain themselves, so values must not be printed or compared. Time and memory are
 * proportional to the pickle's bytes.
 *
 * <p>Instructions: Python's {@code Lib/pickletools.py}.
 */
public final class Pickle {
    /** Python's None. */
    public static final Object NONE = new Object();

    /** The globals that a pickle may use, with their modules and names in Python 2 and 3, NumPy 1 and 2, and versions of SciPy. */
    public enum Global {
        DEFAULTDICT("collections.defaultdict"),
        ORDERED_DICT("collections.OrderedDict"),
        LIST("__builtin__.list", "builtins.list"),
        ENCODE("_codecs.encode"),
        RECONSTRUCT("numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"),
        FROM_BUFFER("numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"),
        SCALAR("numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar"),
        NDARRAY("numpy.ndarray"),
        DTYPE("numpy.dtype"),
        CSR_MATRIX(
                "scipy.sparse.csr.csr_matrix",
                "scipy.sparse._csr.csr_matrix",
                "scipy.sparse.csr.csr_array",
                "scipy.sparse._csr.csr_array"),
        CSC_MATRIX(
                "scipy.sparse.csc.csc_matrix",
                "scipy.sparse._csc.csc_matrix",
                "scipy.sparse.csc.csc_array",
                "scipy.sparse._csc.csc_array"),
        COO_MATRIX(
                "scipy.sparse.coo.coo_matrix",
                "scipy.sparse._coo.coo_matrix",
                "scipy.sparse.coo.coo_array",
                "scipy.sparse._coo.coo_array"),
        /** An unknown global, of which only the name is kept. */
        UNKNOWN("");

        /** Names separated by spaces; messages use the first. */
        private final String paths;

        Global(String... paths) {
            this.paths = String.join(" ", paths);
        }

        private String path() {
            return paths.split(" ", 2)[0];
        }

        private boolean has(String path) {
            return Arrays.asList(paths.split(" ", -1)).contains(path);
        }
    }

    /** Python's tuple. */
    public record Tuple(List<Object> items) {}

    /** The name of an unknown global. */
    public record Name(String path) {}

    /** A reference to data outside the pickle by a persistent id, which PyTorch uses for the bytes of tensors. */
    public record Reference(Object id) {}

    /** The record of a call of a global, which is not executed. */
    public static final class Instance {
        private final Global type;
        private final String path;
        private final Tuple arguments;
        private Object state = NONE;

        private Instance(Global type, String path, Tuple arguments) {
            this.type = type;
            this.path = path;
            this.arguments = arguments;
        }

        public Global type() {
            return type;
        }

        /** Module and name in the pickle. */
        public String path() {
            return path;
        }

        public Tuple arguments() {
            return arguments;
        }

        /** The state that Python would set, or {@link #NONE}. */
        public Object state() {
            return state;
        }
    }

    /** What happens to unknown globals. */
    private enum Unknown {
        REFUSE,
        KEEP_NAME
    }

    private final byte[] bytes;
    private final String where;
    private final Unknown unknown;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int next;
    /** Offset of the current instruction. */
    private int offset;

    private Pickle(byte[] bytes, String where, Unknown unknown) {
        this.bytes = bytes;
        this.where = where;
        this.unknown = unknown;
    }

    /**
     * Reads the value.
     *
     * @param where name of the file in messages
     * @throws InvalidInputException where the bytes are not such a pickle, or use an unknown global; the message names the offset
     */
    public static Object read(byte[] bytes, String where) {
        return new Pickle(bytes, where, Unknown.REFUSE).value();
    }

    /**
     * Reads the value. Unknown globals become names, and their calls are recorded without being executed.
     *
     * @param where name of the file in messages
     * @throws InvalidInputException where the bytes are not such a pickle; the message names the offset
     */
    public static Object readKeepingNames(byte[] bytes, String where) {
        return new Pickle(bytes, where, Unknown.KEEP_NAME).value();
    }

    private Object value() {
        if (bytes.length < 2 || bytes[0] != (byte) 0x80 || bytes[1] < 2 || bytes[1] > 5) {
            throw refused("a pickle of protocol 2 to 5 (first byte 80, then 02 to 05)", "other data");
        }
        next = 2;
        while (true) {
            offset = next;
            int instruction = number(1);
            if (instruction == '.') {
                return pop();
            }
            if (!simple(instruction)) {
                run(instruction);
            }
        }
    }

    /** Executes an instruction that pushes a number or a text; returns whether it was one. */
    private boolean simple(int instruction) {
        switch (instruction) {
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) number(1));
            case 'M' -> push((long) number(2));
            case 'J' -> push((long) number(4));
            case 0x8a -> push(whole(number(1)));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(whole(8))));
            case 'U', 'C' -> push(text(number(1), StandardCharsets.ISO_8859_1));
            case 'T', 'B' -> push(text(number(4), StandardCharsets.ISO_8859_1));
            case 0x8e, 0x96 -> push(text(size(), StandardCharsets.ISO_8859_1));
            case 0x8c -> push(text(number(1), StandardCharsets.UTF_8));
            case 'X' -> push(text(number(4), StandardCharsets.UTF_8));
            case 0x8d -> push(text(size(), StandardCharsets.UTF_8));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void run(int instruction) {
        switch (instruction) {
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> sinceMark();
            case ')' -> push(new Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> push(new Tuple(last(stack.size() - (instruction - 0x84))));
            case 't' -> push(new Tuple(sinceMark()));
            case ']', 0x8f -> push(new ArrayList<>());
            case 0x91 -> push(new ArrayList<>(sinceMark()));
            case '}' -> push(new LinkedHashMap<>());
            case 'a' -> append(last(stack.size() - 1));
            case 'e', 0x90 -> append(sinceMark());
            case 's' -> put(last(stack.size() - 2));
            case 'u' -> put(sinceMark());
            case 'q' -> memo.put(number(1), peek());
            case 'r' -> memo.put(number(4), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> recall(number(1));
            case 'j' -> recall(number(4));
            case 'c' -> push(global(line() + "." + line()));
            case 0x93 -> push(global(textsOf(last(stack.size() - 2))));
            case 'R', 0x81 -> call();
            case 'b' -> fill();
            case 'Q' -> refer();
            // A frame's length, which only readers of streams need.
            case 0x95 -> whole(8);
            default ->
                throw refused(
                        "an instruction that data need",
                        String.format("%02x", instruction) + "; what is not known to be harmless is not read");
        }
    }

    private void refer() {
        if (unknown == Unknown.REFUSE) {
            throw refused("all data inside the pickle", "a reference to data outside of it");
        }
        push(new Reference(pop()));
    }

    private void call() {
        Object arguments = pop();
        Object function = pop();
        if (!(arguments instanceof Tuple tuple) || !(function instanceof Global || function instanceof Name)) {
            throw refused("a global and a tuple of arguments", "other values");
        }
        if (function instanceof Name name) {
            push(new Instance(Global.UNKNOWN, name.path, tuple));
            return;
        }
        Global global = (Global) function;
        switch (global) {
            case DEFAULTDICT, ORDERED_DICT -> push(new LinkedHashMap<>());
            // Bytes as Python 3 writes them in protocol 2: latin1 text and the name of that encoding.
            case ENCODE -> {
                if (tuple.items().isEmpty()) {
                    throw refused("text that stands for bytes", "none");
                }
                push(tuple.items().getFirst());
            }
            case RECONSTRUCT, FROM_BUFFER, SCALAR, DTYPE, CSR_MATRIX, CSC_MATRIX, COO_MATRIX ->
                push(new Instance(global, global.path(), tuple));
            case LIST, NDARRAY, UNKNOWN -> throw refused("a global that is called", global.path());
        }
    }

    private void fill() {
        Object state = pop();
        if (peek() instanceof Map<?, ?> && unknown == Unknown.KEEP_NAME) {
            return; // attributes of an ordered dictionary, beside its items
        }
        if (!(peek() instanceof Instance instance) || instance.state != NONE) {
            throw refused("an object without a state yet", "another value");
        }
        instance.state = state;
    }

    private String textsOf(List<Object> moduleAndName) {
        if (moduleAndName.get(0) instanceof String module && moduleAndName.get(1) instanceof String name) {
            return module + "." + name;
        }
        throw refused("a module and a name", "other values");
    }

    private Object global(String path) {
        for (Global global : Global.values()) {
            if (global.has(path)) {
                return global;
            }
        }
        if (unknown == Unknown.KEEP_NAME) {
            return new Name(path);
        }
        String known = Arrays.stream(Global.values())
                .filter(one -> one != Global.UNKNOWN)
                .map(one -> one.path())
                .collect(Collectors.joining(", "));
        throw refused(
                "one of " + known, path + "; a pickle that calls anything else could run any code, and is not read");
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof List<?>)) {
            throw refused("a list to add to", "another value");
        }
        @SuppressWarnings("unchecked") // Only instructions of lists and sets make lists.
        List<Object> list = (List<Object>) peek();
        list.addAll(items);
    }

    private void put(List<Object> items) {
        if (!(peek() instanceof Map<?, ?>) || items.size() % 2 != 0) {
            throw refused("a dictionary, and a value for each key", "other values");
        }
        @SuppressWarnings("unchecked") // Only '}' and dictionaries that are called make maps.
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

    /** Removes and returns the values above a height of the stack. */
    private List<Object> last(int from) {
        check(from);
        List<Object> top = stack.subList(from, stack.size());
        List<Object> values = List.copyOf(top);
        top.clear();
        return values;
    }

    /** Checks that the stack is higher than that, and that the last mark is not above it. */
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

    /** A length of 8 bytes. */
    private int size() {
        long size = whole(8);
        if (size < 0 || size > bytes.length) {
            throw refused("at most " + bytes.length + " bytes (of the file)", Long.toUnsignedString(size));
        }
        return (int) size;
    }

    private String text(int size, Charset charset) {
        need(size);
        next += size;
        return new String(bytes, next - size, size, charset);
    }

    private String line() {
        int end = next;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String line = text(Math.min(end, bytes.length) - next, StandardCharsets.ISO_8859_1);
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
