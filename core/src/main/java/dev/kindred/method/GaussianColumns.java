package dev.kindred.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Numbers, Gaussian with a mean for each group and one variance a column, that of rounding to the column's steps included: the density of numbers with few
 * values, such as one to three devices, would otherwise have no bound, and groups that name those values would explain more than the values say.
 */
final class GaussianColumns implements BlockLikelihood {
    private static final double LEAST_VARIANCE = 1e-3;
    /** Variance of rounding, by that of the whole column, that changes nothing. */
    private static final double LEAST_ROUNDING = 1e-6;
    /** Observations at the overall mean that each group begins with. */
    private static final double PRIOR = .5;

    private final int width;
    private final float[] values;
    private final int nodes;
    /** {@code [width]} variance that rounding takes from each column, {@code step^2 / 12} (Sheppard, 1898). */
    private final double[] rounding;

    GaussianColumns(AttributeColumns.Numbers numbers, int nodes) {
        this.width = numbers.width();
        this.values = numbers.values();
        this.nodes = nodes;
        this.rounding = new double[width];
        float[] column = new float[nodes];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < nodes; i++) {
                column[i] = values[i * width + j];
            }
            double step = step(column);
            double variance = step * step / 12;
            rounding[j] = variance < LEAST_ROUNDING ? 0 : variance;
        }
    }

    /**
     * The distance between neighboring values: the median over all pairs of neighbors in order, each pair counted as often as the rarer of the two occurs.
     *
     * @param column is sorted
     */
    private static double step(float[] column) {
        Arrays.sort(column);
        List<Gap> gaps = new ArrayList<>();
        int before = 0;
        int weights = 0;
        for (int from = 0; from < column.length; ) {
            int to = from;
            while (to < column.length && column[to] == column[from]) {
                to++;
            }
            if (from > 0) {
                int weight = Math.min(before, to - from);
                gaps.add(new Gap((double) column[from] - column[from - 1], weight));
                weights += weight;
            }
            before = to - from;
            from = to;
        }
        gaps.sort(Comparator.comparingDouble(Gap::width));
        int passed = 0;
        for (Gap gap : gaps) {
            passed += gap.weight;
            if (2 * passed >= weights) {
                return gap.width;
            }
        }
        return 0;
    }

    /** Two neighboring values. */
    private record Gap(double width, int weight) {}

    @Override
    public double estimate(double[] q, int k, double[] evidence) {
        double[] sizes = new double[k];
        double[] means = new double[k * width];
        double[] squares = new double[width];
        double[] center = new double[width];
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < width; j++) {
                center[j] += values[i * width + j];
            }
        }
        for (int j = 0; j < width; j++) {
            center[j] /= nodes;
        }
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                double p = q[i * k + c];
                sizes[c] += p;
                for (int j = 0; j < width; j++) {
                    means[c * width + j] += p * (values[i * width + j] - center[j]);
                }
            }
            for (int j = 0; j < width; j++) {
                double v = values[i * width + j] - center[j];
                squares[j] += v * v;
            }
        }
        double bound = 0;
        double[] precision = new double[width];
        double[] logRatio = new double[width];
        double[] total = new double[width];
        for (int j = 0; j < width; j++) {
            double between = 0;
            for (int c = 0; c < k; c++) {
                double sum = means[c * width + j];
                double mean = sum / (sizes[c] + PRIOR);
                means[c * width + j] = mean;
                between += 2 * mean * sum - (sizes[c] + PRIOR) * mean * mean;
            }
            total[j] = Math.max(squares[j] / nodes, 1e-12) + rounding[j];
            double left = (squares[j] - between) / nodes + rounding[j];
            double within = Math.max(left, LEAST_VARIANCE * total[j]);
            precision[j] = 1 / within;
            logRatio[j] = .5 * Math.log(total[j] / within);
            bound += nodes * (logRatio[j] - .5 * left / within + .5);
        }
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double v = values[i * width + j] - center[j];
                    double d = v - means[c * width + j];
                    sum += logRatio[j]
                            - .5 * (d * d + rounding[j]) * precision[j]
                            + .5 * (v * v + rounding[j]) / total[j];
                }
                evidence[i * k + c] += sum;
            }
        }
        return bound;
    }
}
