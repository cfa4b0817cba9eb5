package dev.kindred.explain;

import java.util.Arrays;
import java.util.Comparator;

/** The correction of Benjamini and Hochberg (1995): of what has q below a bound, that share is expected to be there by chance. */
final class FalseDiscovery {
    private FalseDiscovery() {}

    /**
     * The q-values of some tests. Those left out must have larger p-values; then q-values below the least of these are those of all tests together.
     *
     * @param p of the tests with the smallest p-values
     * @param tests in all
     */
    static double[] q(double[] p, long tests) {
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] q = new double[p.length];
        double least = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int i = order[rank - 1];
            least = Math.min(least, p[i] * tests / rank);
            q[i] = least;
        }
        return q;
    }
}
