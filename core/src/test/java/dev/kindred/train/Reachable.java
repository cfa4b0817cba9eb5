package dev.kindred.train;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** What an object holds, found by following the fields of our own classes. */
final class Reachable {
    private Reachable() {}

    /** All objects that can be reached, each once. */
    static Set<Object> from(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof Enum<?> || !seen.add(next)) {
                continue;
            }
            switch (next) {
                case Collection<?> all -> all.forEach(one -> push(open, one));
                case Map<?, ?> map -> map.values().forEach(one -> push(open, one));
                case Object[] all -> {
                    for (Object one : all) {
                        push(open, one);
                    }
                }
                default -> pushFields(open, next);
            }
        }
        return seen;
    }

    /** Bytes of the elements of all arrays of numbers among them. */
    static long arrayBytes(Object root) throws IllegalAccessException {
        long bytes = 0;
        for (Object one : from(root)) {
            bytes += switch (one) {
                case float[] a -> 4L * Array.getLength(a);
                case int[] a -> 4L * Array.getLength(a);
                case long[] a -> 8L * Array.getLength(a);
                case double[] a -> 8L * Array.getLength(a);
                default -> 0;
            };
        }
        return bytes;
    }

    private static void push(Deque<Object> open, Object one) {
        if (one != null) {
            open.push(one);
        }
    }

    private static void pushFields(Deque<Object> open, Object of) throws IllegalAccessException {
        if (!of.getClass().getName().startsWith("dev.kindred.") || of.getClass().isHidden()) {
            return;
        }
        for (Class<?> type = of.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    push(open, field.get(of));
                }
            }
        }
    }
}
