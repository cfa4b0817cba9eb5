package dev.kindred.explain;

import java.util.List;

/**
 * Labels that were known beforehand. They are set against the clusters and used for nothing else.
 *
 * @param names of the labels, by number
 * @param labels {@code [n]} a number, -1 where a node has none
 */
public record Given(List<String> names, int[] labels) {
    public Given {
        names = List.copyOf(names);
        for (int label : labels) {
            if (label < -1 || label >= names.size()) {
                throw new IllegalArgumentException(
                        "given label: expected -1 to " + (names.size() - 1) + " (names - 1), got " + label);
            }
        }
    }
}
