package dev.kindred.method;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in groups, and how sure that is.
 *
 * @param method it comes from
 * @param clusters k
 * @param shares {@code [n x k]} how much each group claims a node; a row adds up to 1
 */
public record Grouping(Method method, int clusters, double[] shares) {
    /** {@code [n]} the group with the largest share, the first one of equals. */
    public int[] labels() {
        int[] labels = new int[nodes()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = largest(i, -1);
        }
        return labels;
    }

    /** {@code [n]} the group with the second largest share. */
    public int[] second() {
        int[] second = new int[nodes()];
        for (int i = 0; i < second.length; i++) {
            second[i] = largest(i, largest(i, -1));
        }
        return second;
    }

    /** {@code [n]} the largest share. */
    public float[] confidence() {
        float[] confidence = new float[nodes()];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = (float) shares[i * clusters + largest(i, -1)];
        }
        return confidence;
    }

    /** {@code [n]} the largest share less the second largest. */
    public float[] margin() {
        float[] margin = new float[nodes()];
        for (int i = 0; i < margin.length; i++) {
            int first = largest(i, -1);
            int second = largest(i, first);
            margin[i] = (float) (shares[i * clusters + first] - shares[i * clusters + second]);
        }
        return margin;
    }

    /** Groups that have a node. */
    public int occupied() {
        return occupied(labels(), clusters);
    }

    static int occupied(int[] labels, int clusters) {
        boolean[] seen = new boolean[clusters];
        int count = 0;
        for (int label : labels) {
            count += seen[label] ? 0 : 1;
            seen[label] = true;
        }
        return count;
    }

    public int nodes() {
        return shares.length / clusters;
    }

    private int largest(int node, int but) {
        int best = but == 0 && clusters > 1 ? 1 : 0;
        for (int c = 0; c < clusters; c++) {
            if (c != but && shares[node * clusters + c] > shares[node * clusters + best]) {
                best = c;
            }
        }
        return best;
    }

    /** Whether method and shares are the same, bit for bit. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Grouping that
                && method == that.method
                && clusters == that.clusters
                && Arrays.equals(shares, that.shares);
    }

    @Override
    public int hashCode() {
        return 31 * clusters + Arrays.hashCode(shares);
    }

    /** As in {@code Grouping[blocks, 200 nodes, 4 of 4 clusters occupied]}. */
    @Override
    public String toString() {
        return "Grouping[" + method + ", " + nodes() + " nodes, " + occupied() + " of " + clusters
                + " clusters occupied]";
    }

    /** Shares of hard labels: {@code certainty} for the label, the rest spread evenly. */
    public static Grouping of(Method method, int[] labels, int clusters, double certainty) {
        double[] shares = new double[labels.length * clusters];
        Arrays.fill(shares, (1 - certainty) / clusters);
        for (int i = 0; i < labels.length; i++) {
            shares[i * clusters + labels[i]] += certainty;
        }
        return new Grouping(method, clusters, shares);
    }
}
