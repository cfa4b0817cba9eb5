package dev.kindred.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Numbers of clusters to try.
 *
 * @param values in ascending order, each once, 2 or more
 */
public record ClusterCounts(List<Integer> values) {
    private static final int MOST = 1000;
    /** The largest number that is tried where nobody says. */
    private static final int USUAL = 20;
    /** Nodes a cluster has at least on average where nobody says. */
    private static final int LEAST_NODES = 5;

    public ClusterCounts {
        values = List.copyOf(new TreeSet<>(values));
        if (values.size() < 2) {
            throw new IllegalArgumentException(
                    "numbers of clusters: expected 2 or more to compare, got " + values.size());
        }
        if (values.getFirst() < 2) {
            throw new IllegalArgumentException("numbers of clusters: expected 2 or more, got " + values.getFirst());
        }
    }

    /** What is tried where nobody says: 2 to 20, or fewer on a small graph. */
    public static ClusterCounts upTo(long nodes) {
        return range(2, Math.clamp(nodes / LEAST_NODES, 3, USUAL));
    }

    /** All numbers from one to another. */
    public static ClusterCounts range(int from, int to) {
        List<Integer> values = new ArrayList<>();
        for (int k = from; k <= to && values.size() < MOST; k++) {
            values.add(k);
        }
        return new ClusterCounts(values);
    }

    /**
     * As users type them: {@code 2..20}, {@code 2,4,8} or both, {@code 2..6,10}.
     *
     * @throws IllegalArgumentException with what was expected and what was given
     */
    public static ClusterCounts parse(String text) {
        List<Integer> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("\\.\\.", -1);
            int from = number(ends[0], text);
            int to = ends.length == 1 ? from : number(ends[1], text);
            if (ends.length > 2 || to < from || to - from >= MOST) {
                throw refused(text);
            }
            for (int k = from; k <= to; k++) {
                values.add(k);
            }
        }
        if (new TreeSet<>(values).size() < 2) {
            throw refused(text);
        }
        return new ClusterCounts(values);
    }

    private static int number(String text, String whole) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 2) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(whole);
        }
        throw refused(whole);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "expected two or more numbers of clusters, each 2 or more, as in 2..20 or 2,4,8, got " + text);
    }

    /** The largest. */
    public int largest() {
        return values.getLast();
    }

    /** The least. */
    public int least() {
        return values.getFirst();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return largest() - least() + 1 == values.size()
                ? least() + ".." + largest()
                : values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
