package dev.kindred.method;

/** Numbers, Gaussian with a mean for each group and one variance a column. */
final class GaussianColumns implements BlockLikelihood {
    private static final double LEAST_VARIANCE = 1e-3;
    /** Observations at the overall mean that each group begins with. */
    private static final double PRIOR = .5;

    private final int width;
    private final float[] values;
    private final int nodes;

    GaussianColumns(AttributeColumns.Numbers numbers, int nodes) {
        this.width = numbers.width();
        this.values = numbers.values();
        this.nodes = nodes;
    }

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
            total[j] = Math.max(squares[j] / nodes, 1e-12);
            double within = Math.max((squares[j] - between) / nodes, LEAST_VARIANCE * total[j]);
            precision[j] = 1 / within;
            logRatio[j] = .5 * Math.log(total[j] / within);
            bound += nodes * logRatio[j] - .5 * (squares[j] - between) / within + .5 * squares[j] / total[j];
        }
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double v = values[i * width + j] - center[j];
                    double d = v - means[c * width + j];
                    sum += logRatio[j] - .5 * d * d * precision[j] + .5 * v * v / total[j];
                }
                evidence[i * k + c] += sum;
            }
        }
        return bound;
    }
}
