package dev.kindred.graph;

/**
 * Edge weights made fit for sums over edges. Where a few heavy edges would decide alone, because the effective number of edges
 * {@code (sum w)^2 / sum w^2} (Kish, 1965) is below a fifth of all, roots are taken until it is not. The result has no scale: weights from 1
 * to a million and the same weights divided by a hundred are one thing.
 *
 * @param largest weight
 * @param power that weights, divided by the largest, are raised to; 1 unless roots were taken
 * @param sum of the tempered weights
 * @param squares sum of their squares
 */
public record TemperedWeights(double largest, double power, double sum, double squares) {
    private static final double LEAST_EFFECTIVE_SHARE = .2;
    private static final double LEAST_POWER = .1;
    private static final double ROOT = .7;

    /**
     * Finds the power.
     *
     * @param weights {@code [e]} above 0
     */
    public static TemperedWeights of(float[] weights) {
        double largest = 0;
        for (float w : weights) {
            largest = Math.max(largest, w);
        }
        double power = 1;
        while (true) {
            double sum = 0;
            double squares = 0;
            for (float w : weights) {
                double v = Math.pow(w / largest, power);
                sum += v;
                squares += v * v;
            }
            if (sum * sum >= LEAST_EFFECTIVE_SHARE * weights.length * squares || power < LEAST_POWER) {
                return new TemperedWeights(largest, power, sum, squares);
            }
            power *= ROOT;
        }
    }

    /**
     * Weights whose mean is 1.
     *
     * @param weights that this was made of
     */
    public float[] relative(float[] weights) {
        return scaled(weights, weights.length / sum);
    }

    /**
     * Weights that add up to the effective number of edges.
     *
     * @param weights that this was made of
     */
    public float[] counts(float[] weights) {
        return scaled(weights, squares == 0 ? 1 : sum / squares);
    }

    private float[] scaled(float[] weights, double scale) {
        float[] scaled = new float[weights.length];
        for (int e = 0; e < scaled.length; e++) {
            scaled[e] = (float) (scale * Math.pow(weights[e] / largest, power));
        }
        return scaled;
    }
}
