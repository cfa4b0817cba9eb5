package dev.kindred.layout;

import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which nodes a picture shows where there are too many for one: each cluster by its share, small ones whole up to {@value #WHOLE} nodes if room allows. Within a
 * cluster each node has the same chance. The same seed gives the same nodes.
 */
public final class ClusterSample {
    /** Nodes that a small cluster keeps. */
    private static final int WHOLE = 50;

    private ClusterSample() {}

    /**
     * Draws nodes.
     *
     * @param labels {@code [n]} 0 .. clusters-1
     * @param most nodes to draw, 1 or more; all where there are no more
     * @return nodes, ascending
     */
    public static int[] of(int[] labels, int clusters, int most, long seed) {
        if (most < 1) {
            throw new IllegalArgumentException("nodes to draw: expected 1 or more, got " + most);
        }
        if (labels.length <= most) {
            return IntStream.range(0, labels.length).toArray();
        }
        int[] size = new int[clusters];
        for (int label : labels) {
            size[label]++;
        }
        int[] quota = quotas(size, labels.length, most);
        RandomStream random = new RandomStream(seed, Purpose.LAYOUT, 1);
        Integer[] shuffled = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> random.at(i)).thenComparing(i -> i))
                .toArray(Integer[]::new);
        int[] drawn = new int[Arrays.stream(quota).sum()];
        int count = 0;
        for (int node : shuffled) {
            if (quota[labels[node]]-- > 0) {
                drawn[count++] = node;
            }
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** At first what every cluster keeps, then the rest of the room by the rest of the sizes; whole numbers by largest remainder. */
    private static int[] quotas(int[] size, int nodes, int most) {
        int[] quota = new int[size.length];
        int kept = Math.min(WHOLE, most / Math.max(1, size.length));
        int used = 0;
        for (int c = 0; c < size.length; c++) {
            quota[c] = Math.min(size[c], kept);
            used += quota[c];
        }
        long rest = (long) nodes - used;
        int room = most - used;
        double[] remainder = new double[size.length];
        for (int c = 0; c < size.length; c++) {
            double share = rest == 0 ? 0 : (double) (size[c] - quota[c]) * room / rest;
            int whole = (int) share;
            quota[c] += whole;
            used += whole;
            remainder[c] = share - whole;
        }
        int[] order = IntStream.range(0, size.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -remainder[c]).thenComparing(c -> c))
                .mapToInt(c -> c)
                .toArray();
        for (int c = 0; used < most && c < order.length; c++) {
            if (quota[order[c]] < size[order[c]]) {
                quota[order[c]]++;
                used++;
            }
        }
        return quota;
    }
}
