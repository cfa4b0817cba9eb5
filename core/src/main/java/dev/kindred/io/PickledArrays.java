package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Pickle.Global;
import dev.kindred.io.Pickle.Instance;
import dev.kindred.io.Pickle.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds NumPy arrays in the values that {@link Pickle} reads. */
public final class PickledArrays {
    private PickledArrays() {}

    /** Whether the value is an array of numbers or objects. */
    public static boolean isArray(@Nullable Object value) {
        return value instanceof Instance array
                && (array.type() == Global.RECONSTRUCT || array.type() == Global.FROM_BUFFER);
    }

    /**
     * The array that {@code ndarray.__setstate__((version, shape, dtype, Fortran order, data))} or
     * {@code _frombuffer(data, dtype, shape, order)} makes in Python.
     *
     * @param where name of the file (and array) in messages
     * @throws InvalidInputException where it is not an array of numbers or text
     */
    public static Npy array(@Nullable Object value, String where) {
        if (value instanceof Instance array
                && array.type() == Global.RECONSTRUCT
                && array.state() instanceof Tuple state
                && state.items().size() == 5
                && state.items().get(4) instanceof String data) {
            Optional<String> type = type(state.items().get(2));
            if (type.isPresent()) {
                return npy(
                        type.get(),
                        state.items().get(1),
                        Boolean.TRUE.equals(state.items().get(3)),
                        data,
                        where);
            }
        }
        if (value instanceof Instance array
                && array.type() == Global.FROM_BUFFER
                && array.arguments().items().size() == 4
                && array.arguments().items().getFirst() instanceof String data) {
            List<Object> items = array.arguments().items();
            Optional<String> type = type(items.get(1));
            if (type.isPresent()) {
                return npy(type.get(), items.get(2), "F".equals(items.get(3)), data, where);
            }
        }
        throw new InvalidInputException(where + ": expected a NumPy array, got another value");
    }

    /** The elements of an array of objects, or null if the value is something else. */
    public static @Nullable List<?> objects(@Nullable Object value) {
        return value instanceof Instance array
                        && array.type() == Global.RECONSTRUCT
                        && array.state() instanceof Tuple state
                        && state.items().size() == 5
                        && state.items().get(4) instanceof List<?> items
                ? items
                : null;
    }

    private static Npy npy(String type, Object shape, boolean byColumns, String data, String where) {
        int[] sizes = shape(shape, where);
        return Npy.of(
                type,
                sizes,
                byColumns && sizes.length > 1 ? NpyHeader.Order.COLUMNS : NpyHeader.Order.ROWS,
                ByteBuffer.wrap(data.getBytes(StandardCharsets.ISO_8859_1)),
                where);
    }

    private static Optional<String> type(Object value) {
        return value instanceof Instance type
                        && type.type() == Global.DTYPE
                        && !type.arguments().items().isEmpty()
                        && type.arguments().items().getFirst() instanceof String code
                        && type.state() instanceof Tuple details
                        && details.items().size() > 1
                        && details.items().get(1) instanceof String order
                ? Optional.of(order + code)
                : Optional.empty();
    }

    /** The numbers in a tuple of whole numbers of 0 or more. */
    public static int[] shape(@Nullable Object value, String where) {
        if (!(value instanceof Tuple sizes)) {
            throw new InvalidInputException(where + ": expected a shape, got another value");
        }
        return sizes.items().stream()
                .mapToInt(size -> number(size, Integer.MAX_VALUE - 1, where))
                .toArray();
    }

    /** A whole number from 0 to {@code most}. */
    public static int number(@Nullable Object value, int most, String where) {
        if (value instanceof Long number && number >= 0 && number <= most) {
            return number.intValue();
        }
        throw new InvalidInputException(where + ": expected whole numbers from 0 to " + most + ", got "
                + (value instanceof Long number ? number.toString() : "another value"));
    }
}
