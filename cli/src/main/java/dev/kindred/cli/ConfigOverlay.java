package dev.kindred.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Nested config records with some components replaced, which are named by paths as in {@code encoder.attention.heads}. Each record is made once,
 * with all of its new components, so that it checks them together.
 */
final class ConfigOverlay {
    /** A record refused its components. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String path;

        RefusedException(String path, IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
            this.path = path;
        }

        /** The path of the record; empty for the outermost one. */
        String path() {
            return path;
        }
    }

    private ConfigOverlay() {}

    /**
     * The same config with other values.
     *
     * @param values by path
     * @throws RefusedException where a record refuses them
     * @throws IllegalArgumentException where a record has no such component, as a config of another kind has not
     */
    static <R extends Record> R apply(R base, Map<String, ?> values) {
        return apply(base, values, "");
    }

    private static <R extends Record> R apply(R base, Map<String, ?> values, String path) {
        if (values.isEmpty()) {
            return base;
        }
        RecordComponent[] components = base.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        Set<String> left = new HashSet<>(values.keySet());
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            Object value = values.containsKey(name) ? values.get(name) : read(base, components[i]);
            left.remove(name);
            Map<String, Object> below = new HashMap<>();
            values.forEach((key, replaced) -> {
                if (key.startsWith(name + ".")) {
                    below.put(key.substring(name.length() + 1), replaced);
                    left.remove(key);
                }
            });
            arguments[i] = value instanceof Record inner ? apply(inner, below, join(path, name)) : value;
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(join(path, left.iterator().next()));
        }
        return make(base, types, arguments, path);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @SuppressWarnings("unchecked") // the class of a record is its own
    private static <R extends Record> R make(R base, Class<?>[] types, Object[] arguments, String path) {
        try {
            return (R) base.getClass().getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new RefusedException(path, refused);
            }
            throw new AssertionError(base.getClass() + ": expected a constructor that only checks", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(base.getClass() + ": expected a public record", e);
        }
    }

    /** The value of a component. */
    static Object get(Record base, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        for (RecordComponent component : base.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) {
                Object value = read(base, component);
                return dot < 0 ? value : get((Record) value, path.substring(dot + 1));
            }
        }
        throw new IllegalArgumentException(path);
    }

    private static Object read(Record base, RecordComponent component) {
        try {
            return component.getAccessor().invoke(base);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(base.getClass() + ": expected a public record", e);
        }
    }
}
