package dev.kindred.graph;

import java.util.Arrays;
import java.util.Objects;

/**
 * A list of ordered pairs of nodes, grouped by the first node, that losses are computed on. Unlike a {@link Graph} it may contain a pair
 * more than once, and the second nodes of a group are in the order given. {@code 8 (n + 1) + 4 e} bytes for {@code e} pairs. Immutable:
 * returned arrays must not be changed.
 */
public final class Pairs {
    private final long[] offsets;
    private final int[] seconds;

    private Pairs(long[] offsets, int[] seconds) {
        this.offsets = offsets;
        this.seconds = seconds;
    }

    /**
     * The same pairs by their second node.
     *
     * @param pairs the pairs, grouped by the second node
     * @param pairOf {@code [e]} position in the original of each of these pairs
     */
    public record Transpose(Pairs pairs, int[] pairOf) {}

    /**
     * Groups pairs.
     *
     * @param nodes {@code n}
     * @param firsts {@code [e]} the first node of each pair, in {@code 0 .. n-1}
     * @param seconds {@code [e]} the second node of each pair, in {@code 0 .. n-1}
     */
    public static Pairs of(int nodes, int[] firsts, int[] seconds) {
        if (firsts.length != seconds.length) {
            throw new IllegalArgumentException(
                    "second nodes of pairs: expected " + firsts.length + " (first nodes), got " + seconds.length);
        }
        for (int second : seconds) {
            Objects.checkIndex(second, nodes);
        }
        long[] offsets = new long[nodes + 1];
        for (int first : firsts) {
            Objects.checkIndex(first, nodes);
            offsets[first + 1]++;
        }
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] += offsets[i];
        }
        long[] next = Arrays.copyOf(offsets, nodes);
        int[] grouped = new int[seconds.length];
        for (int e = 0; e < firsts.length; e++) {
            grouped[(int) next[firsts[e]]++] = seconds[e];
        }
        return new Pairs(offsets, grouped);
    }

    public int nodes() {
        return offsets.length - 1;
    }

    /** Number of pairs, {@code e}. */
    public int size() {
        return seconds.length;
    }

    /** {@code [n + 1]} the pairs of first node {@code i} are {@code offsets[i] .. offsets[i + 1] - 1}. */
    public long[] offsets() {
        return offsets;
    }

    /** {@code [e]} the second node of each pair. */
    public int[] seconds() {
        return seconds;
    }

    /** Groups the pairs by their second nodes: {@code O(n + e)}. */
    public Transpose transpose() {
        long[] swapped = new long[offsets.length];
        for (int second : seconds) {
            swapped[second + 1]++;
        }
        for (int i = 0; i < nodes(); i++) {
            swapped[i + 1] += swapped[i];
        }
        long[] next = Arrays.copyOf(swapped, nodes());
        int[] firsts = new int[seconds.length];
        int[] pairOf = new int[seconds.length];
        for (int i = 0; i < nodes(); i++) {
            for (int e = (int) offsets[i]; e < offsets[i + 1]; e++) {
                int to = (int) next[seconds[e]]++;
                firsts[to] = i;
                pairOf[to] = e;
            }
        }
        return new Transpose(new Pairs(swapped, firsts), pairOf);
    }
}
