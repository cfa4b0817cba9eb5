package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects as rows. The columns of a record are its components in their order; those of any other class are what its public getters return, by name, as the
 * order of methods is not fixed.
 *
 * @param names of the columns
 * @param types of the columns
 * @param getters of the columns
 */
record TypedRows(List<String> names, List<Class<?>> types, List<Method> getters) {
    /** The columns of a class. */
    static TypedRows of(Class<?> type) {
        List<String> names = new ArrayList<>();
        List<Method> getters = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        if (components != null) {
            for (RecordComponent component : components) {
                names.add(component.getName());
                getters.add(component.getAccessor());
            }
        } else {
            Arrays.stream(type.getMethods())
                    .filter(TypedRows::isGetter)
                    .sorted(Comparator.comparing(TypedRows::property))
                    .forEach(method -> {
                        names.add(property(method));
                        getters.add(method);
                    });
        }
        if (getters.isEmpty()) {
            throw new IllegalArgumentException(
                    "rows: expected a record or a class with public getters, got " + type.getName());
        }
        for (Method getter : getters) {
            if (!getter.trySetAccessible()) {
                throw new IllegalArgumentException("rows: expected a class whose getters may be called, got "
                        + type.getName() + "; make it public, or open its package to dev.kindred.tables");
            }
        }
        List<Class<?>> types = new ArrayList<>();
        getters.forEach(getter -> types.add(getter.getReturnType()));
        return new TypedRows(List.copyOf(names), List.copyOf(types), List.copyOf(getters));
    }

    private static boolean isGetter(Method method) {
        String name = method.getName();
        boolean named = name.matches("get\\P{Ll}.*")
                || (name.matches("is\\P{Ll}.*")
                        && (method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class));
        return named
                && method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && method.getDeclaringClass() != Object.class;
    }

    /** As for beans: {@code getFirstName} is {@code firstName}, {@code getURL} is {@code URL}. */
    private static String property(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        boolean capitals = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return capitals ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The rows. */
    Stream<@Nullable Object[]> rows(Stream<?> objects) {
        return objects.map(this::row);
    }

    private @Nullable Object[] row(Object object) {
        @Nullable Object[] row = new @Nullable Object[names.size()];
        for (int c = 0; c < row.length; c++) {
            try {
                row[c] = getters.get(c).invoke(object);
            } catch (InvocationTargetException e) {
                throw new InvalidInputException(
                        "column " + names.get(c) + ": expected a value, got " + e.getCause(), e);
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException("column " + names.get(c) + ": " + e.getMessage(), e);
            }
        }
        return row;
    }
}
