package dev.kindred.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How far to trust each cluster: the mean of what is known of four signs, each between 0 and 1 (stability over seeds, edge weight that stays, separation in the
 * embedding, mean margin). The reason names the sign in which a cluster falls farthest behind the mean of all clusters.
 *
 * @param trust {@code [k]}
 * @param rank {@code [k]} 1 for the least trustworthy
 * @param reason {@code [k]}
 */
record Trust(double[] trust, int[] rank, List<String> reason) {
    private static final int STABILITY = 0;
    private static final int STAYS = 1;
    private static final int SEPARATION = 2;
    private static final int MARGIN = 3;

    /** A sign that is less behind than this is not named. */
    private static final double NOTICED = .01;

    /**
     * Weighs the signs.
     *
     * @param signs {@code [k][4]} not a number where one is not known
     */
    static Trust of(double[][] signs, int[] size) {
        int k = signs.length;
        double[] mean = new double[4];
        for (int s = 0; s < mean.length; s++) {
            int sign = s;
            mean[s] = IntStream.range(0, k)
                    .filter(j -> size[j] > 0 && !Double.isNaN(signs[j][sign]))
                    .mapToDouble(j -> signs[j][sign])
                    .average()
                    .orElse(Double.NaN);
        }
        double[] trust = new double[k];
        List<String> reasons = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            trust[j] = size[j] == 0
                    ? 0
                    : Arrays.stream(signs[j])
                            .filter(v -> !Double.isNaN(v))
                            .average()
                            .orElse(0);
            reasons.add(size[j] == 0 ? "it has no nodes" : reason(signs[j], mean, k));
        }
        int[] order = IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> trust[j])
                        .thenComparingInt(j -> size[j])
                        .thenComparing(j -> j))
                .mapToInt(j -> j)
                .toArray();
        int[] rank = new int[k];
        for (int r = 0; r < k; r++) {
            rank[order[r]] = r + 1;
        }
        return new Trust(trust, rank, reasons);
    }

    private static String reason(double[] own, double[] mean, int k) {
        if (k == 1) {
            return "it is the only cluster";
        }
        int worst = -1;
        double farthest = NOTICED;
        for (int s = 0; s < own.length; s++) {
            if (mean[s] - own[s] > farthest) {
                farthest = mean[s] - own[s];
                worst = s;
            }
        }
        return switch (worst) {
            case STABILITY ->
                format("other seeds find %.0f %% of it again (mean of the clusters: %.0f %%)", own, mean, worst, 100);
            case STAYS ->
                format(
                        "%.0f %% of its edge weight stays inside (mean of the clusters: %.0f %%)",
                        own, mean, worst, 100);
            case SEPARATION ->
                format(
                        "its separation from the next cluster is %.2f (mean of the clusters: %.2f)",
                        own, mean, worst, 1);
            case MARGIN -> format("its mean margin is %.2f (mean of the clusters: %.2f)", own, mean, worst, 1);
            default -> "it falls behind the other clusters in nothing";
        };
    }

    private static String format(String text, double[] own, double[] mean, int sign, double unit) {
        return String.format(Locale.ROOT, text, own[sign] * unit, mean[sign] * unit);
    }
}
