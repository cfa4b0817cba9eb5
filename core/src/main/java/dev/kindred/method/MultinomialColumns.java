package dev.kindred.method;

/**
 * A category, or a bag of words: columns drawn from a distribution of the group, which is drawn towards that of all nodes by a Dirichlet prior
 * whose strength is the likeliest of a few (empirical Bayes).
 */
final class MultinomialColumns implements BlockLikelihood {
    private static final double[] STRENGTHS = {3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000};

    private final int width;
    private final int[] offsets;
    private final int[] columns;
    private final int nodes;
    private final double[] overall;

    MultinomialColumns(AttributeColumns.Sets sets, int nodes) {
        this.width = sets.width();
        this.offsets = sets.offsets();
        this.columns = sets.columns();
        this.nodes = nodes;
        overall = new double[width];
        for (int column : columns) {
            overall[column]++;
        }
        for (int w = 0; w < width; w++) {
            overall[w] = (overall[w] + 1e-3) / (columns.length + 1e-3 * width);
        }
    }

    @Override
    public double estimate(double[] q, int k, double[] evidence) {
        double[] counts = new double[width * k];
        double[] sums = new double[k];
        for (int i = 0; i < nodes; i++) {
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                for (int c = 0; c < k; c++) {
                    counts[columns[e] * k + c] += q[i * k + c];
                }
            }
            for (int c = 0; c < k; c++) {
                sums[c] += q[i * k + c] * (offsets[i + 1] - offsets[i]);
            }
        }
        double strength = STRENGTHS[0];
        double bound = Double.NEGATIVE_INFINITY;
        for (double candidate : STRENGTHS) {
            double likelihood = evidenceOf(counts, sums, k, candidate);
            if (likelihood > bound) {
                bound = likelihood;
                strength = candidate;
            } else {
                break;
            }
        }
        for (int w = 0; w < width; w++) {
            for (int c = 0; c < k; c++) {
                counts[w * k + c] =
                        Math.log((counts[w * k + c] + strength * overall[w]) / ((sums[c] + strength) * overall[w]));
            }
        }
        for (int i = 0; i < nodes; i++) {
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                for (int c = 0; c < k; c++) {
                    evidence[i * k + c] += counts[columns[e] * k + c];
                }
            }
        }
        return bound;
    }

    /** Log-likelihood with the distributions integrated out, less that of the overall distribution. */
    private double evidenceOf(double[] counts, double[] sums, int k, double strength) {
        double value = 0;
        for (int c = 0; c < k; c++) {
            value += LogGamma.of(strength) - LogGamma.of(strength + sums[c]);
        }
        for (int w = 0; w < width; w++) {
            double prior = strength * overall[w];
            double base = LogGamma.of(prior);
            double log = Math.log(overall[w]);
            for (int c = 0; c < k; c++) {
                double count = counts[w * k + c];
                if (count > 1e-9) {
                    value += LogGamma.of(prior + count) - base - count * log;
                }
            }
        }
        return value;
    }
}
