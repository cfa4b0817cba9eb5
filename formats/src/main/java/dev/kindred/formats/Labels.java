package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Known classes of nodes as codes 0 .. classes-1, -1 where a node has none; only for judging. */
final class Labels {
    private Labels() {}

    /** The names of the classes that {@link #ofTexts} numbers, in the order of their numbers; empty where they are numbers themselves. */
    static List<String> names(List<? extends @Nullable String> names) {
        if (areNumbers(names)) {
            return List.of();
        }
        TreeSet<String> distinct = new TreeSet<>();
        for (String name : names) {
            if (name != null && !name.isEmpty()) {
                distinct.add(name);
            }
        }
        return List.copyOf(distinct);
    }

    private static boolean areNumbers(List<? extends @Nullable String> names) {
        return names.stream().allMatch(name -> name == null || name.isEmpty() || name.matches("[+-]?\\d{1,18}"));
    }

    /** Classes by name: whole numbers in their order, other names in that of text; null and the empty text are no class. */
    static int[] ofTexts(List<? extends @Nullable String> names) {
        if (areNumbers(names)) {
            return ofWholes(names.stream()
                    .mapToLong(name -> name == null || name.isEmpty() ? -1 : Long.parseLong(name))
                    .toArray());
        }
        Map<String, Integer> codes = new HashMap<>();
        names(names).forEach(name -> codes.put(name, codes.size()));
        return names.stream()
                .mapToInt(name -> name == null ? -1 : codes.getOrDefault(name, -1))
                .toArray();
    }

    /** Classes by number; those below 0 are none. */
    static int[] ofWholes(long[] classes) {
        long[] distinct = Arrays.stream(classes)
                .filter(value -> value >= 0)
                .sorted()
                .distinct()
                .toArray();
        return Arrays.stream(classes)
                .mapToInt(value -> value < 0 ? -1 : Arrays.binarySearch(distinct, value))
                .toArray();
    }

    /**
     * Classes from an array: one a node, as numbers or text, or one column a class with a single 1 in each row.
     *
     * @param where the file (and array) that messages name
     * @return null where nodes have several classes
     */
    static int @Nullable [] of(Npy array, int nodes, String where) {
        int[] shape = array.shape();
        long columns = 1;
        for (int i = 1; i < shape.length; i++) {
            columns *= shape[i];
        }
        boolean oneRow = shape.length == 2 && shape[0] == 1 && shape[1] == nodes && nodes != 1;
        if (shape.length == 0 || (shape[0] != nodes && !oneRow)) {
            throw new InvalidInputException(where + ": expected " + nodes + " (nodes), got "
                    + (shape.length == 0 ? "a single number" : String.valueOf(shape[0])));
        }
        if (columns == 0) {
            return null;
        }
        if (array.isText()) {
            return columns == 1 || oneRow ? ofTexts(Arrays.asList(array.texts())) : null;
        }
        return columns == 1 || oneRow ? ofNumbers(array.doubles()) : ofColumns(array.floats(), (int) columns);
    }

    private static int[] ofNumbers(double[] classes) {
        return ofWholes(Arrays.stream(classes)
                .mapToLong(value -> Double.isNaN(value) ? -1 : Math.round(value))
                .toArray());
    }

    /** The column with the 1 of each row; -1 for a row of zeros, null where a row has more. */
    private static int @Nullable [] ofColumns(float[] cells, int columns) {
        int[] labels = new int[cells.length / columns];
        Arrays.fill(labels, -1);
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < columns; c++) {
                float cell = cells[i * columns + c];
                if (cell != 0 && (cell != 1 || labels[i] >= 0)) {
                    return null;
                }
                if (cell == 1) {
                    labels[i] = c;
                }
            }
        }
        return labels;
    }

    /** As {@link #ofColumns}, from a sparse matrix. */
    static int @Nullable [] of(Sparse matrix) {
        int[] labels = new int[matrix.rows()];
        Arrays.fill(labels, -1);
        boolean[] several = new boolean[1];
        matrix.forEach((row, column, value) -> {
            if (value != 0) {
                several[0] |= labels[row] >= 0;
                labels[row] = matrix.columns() == 1 ? Math.round(value) : column;
            }
        });
        if (several[0]) {
            return null;
        }
        if (matrix.columns() == 1) {
            // A sparse column of classes: what is not stored is class 0.
            return ofWholes(
                    Arrays.stream(labels).mapToLong(label -> Math.max(0, label)).toArray());
        }
        return labels;
    }
}
