package dev.kindred.method;

import java.util.Arrays;

/** Flags: each column a yes with a probability of the group, drawn towards that of all nodes. */
final class BernoulliColumns implements BlockLikelihood {
    private static final double STRENGTH = 4;

    private final int width;
    private final int[] offsets;
    private final int[] columns;
    private final int nodes;
    private final double[] overall;

    BernoulliColumns(AttributeColumns.Sets sets, int nodes) {
        this.width = sets.width();
        this.offsets = sets.offsets();
        this.columns = sets.columns();
        this.nodes = nodes;
        overall = new double[width];
        for (int column : columns) {
            overall[column]++;
        }
        for (int w = 0; w < width; w++) {
            overall[w] = (overall[w] + .5) / (nodes + 1);
        }
    }

    @Override
    public double estimate(double[] q, int k, double[] evidence) {
        double[] yes = new double[width * k];
        double[] sizes = new double[k];
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                sizes[c] += q[i * k + c];
            }
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                for (int c = 0; c < k; c++) {
                    yes[columns[e] * k + c] += q[i * k + c];
                }
            }
        }
        double bound = 0;
        double[] absent = new double[k];
        double[] odds = new double[width * k];
        for (int w = 0; w < width; w++) {
            double p0 = overall[w];
            for (int c = 0; c < k; c++) {
                double p = (yes[w * k + c] + STRENGTH * p0) / (sizes[c] + STRENGTH);
                double no = Math.log((1 - p) / (1 - p0));
                absent[c] += no;
                odds[w * k + c] = Math.log(p / p0) - no;
                bound += sizes[c] * no + yes[w * k + c] * odds[w * k + c];
                bound += STRENGTH * (p0 * Math.log(p / p0) + (1 - p0) * no);
            }
        }
        double[] sum = new double[k];
        for (int i = 0; i < nodes; i++) {
            System.arraycopy(absent, 0, sum, 0, k);
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                for (int c = 0; c < k; c++) {
                    sum[c] += odds[columns[e] * k + c];
                }
            }
            for (int c = 0; c < k; c++) {
                evidence[i * k + c] += sum[c];
            }
        }
        Arrays.fill(sum, 0);
        return bound;
    }
}
