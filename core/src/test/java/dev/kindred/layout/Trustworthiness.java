package dev.kindred.layout;

import dev.kindred.tensor.Matrix;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How far near points of a picture are near in the original (Venna and Kaski, 2001), as scikit-learn computes it; plain loops. */
final class Trustworthiness {
    private Trustworthiness() {}

    static double of(Matrix x, Matrix y, int k) {
        int n = x.rows();
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            int[] near = order(x, i);
            int[] rank = new int[n];
            for (int r = 0; r < n; r++) {
                rank[near[r]] = r;
            }
            int[] shown = order(y, i);
            for (int r = 1; r <= k; r++) {
                penalty += Math.max(0, rank[shown[r]] - k);
            }
        }
        return 1 - 2 * penalty / ((double) n * k * (2L * n - 3L * k - 1));
    }

    /** All rows by distance from one, itself first. */
    private static int[] order(Matrix x, int from) {
        double[] distance = new double[x.rows()];
        for (int j = 0; j < x.rows(); j++) {
            for (int c = 0; c < x.columns(); c++) {
                double d = x.get(from, c) - x.get(j, c);
                distance[j] += d * d;
            }
        }
        distance[from] = -1;
        return IntStream.range(0, x.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> distance[j]))
                .mapToInt(j -> j)
                .toArray();
    }
}
