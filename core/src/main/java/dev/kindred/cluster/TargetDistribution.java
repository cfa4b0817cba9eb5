package dev.kindred.cluster;

import dev.kindred.tensor.Matrix;

/**
 * DEC's target distribution (Xie et al., 2016, eq. 3): {@code p_ij} proportional to {@code q_ij^2 / f_j} with {@code f_j = sum_i q_ij},
 * with rows that sum to 1; a cluster with frequency 0 gets 0. It is fixed between updates; row i belongs to node i.
 */
public final class TargetDistribution {
    private final Matrix p;
    private double[] frequencies;
    private double negativeEntropy;

    private TargetDistribution(Matrix p, double[] frequencies) {
        this.p = p;
        this.frequencies = frequencies;
    }

    /** From Q of all nodes, {@code [n x k]}. */
    public static TargetDistribution of(Matrix q) {
        return of(q, frequencies(q));
    }

    /**
     * From Q of some nodes and the cluster frequencies of the whole graph.
     *
     * @param q {@code [rows x k]}
     * @param frequencies {@code [k]}
     */
    public static TargetDistribution of(Matrix q, double[] frequencies) {
        TargetDistribution target = new TargetDistribution(Matrix.zeros(q.rows(), q.columns()), frequencies);
        target.renew(q, frequencies);
        return target;
    }

    /**
     * A saved distribution.
     *
     * @param p {@code [rows x k]}
     * @param frequencies {@code [k]} frequencies that it was computed with
     * @param negativeEntropy sum of {@code p log p}
     */
    public static TargetDistribution restored(Matrix p, double[] frequencies, double negativeEntropy) {
        TargetDistribution target = new TargetDistribution(p, frequencies.clone());
        target.negativeEntropy = negativeEntropy;
        return target;
    }

    /** Cluster frequencies, {@code [k]}: {@code f_j = sum_i q_ij}. */
    public static double[] frequencies(Matrix q) {
        double[] sums = new double[q.columns()];
        float[] data = q.data();
        for (int row = 0; row < q.size(); row += sums.length) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += data[row + j];
            }
        }
        return sums;
    }

    /** Recomputes P in place. */
    public void renew(Matrix q, double[] newFrequencies) {
        frequencies = newFrequencies;
        int clusters = q.columns();
        double entropy = 0;
        for (int row = 0; row < q.size(); row += clusters) {
            double sum = 0;
            for (int j = 0; j < clusters; j++) {
                sum += squareShare(q.data()[row + j], frequencies[j]);
            }
            for (int j = 0; j < clusters; j++) {
                double share = squareShare(q.data()[row + j], frequencies[j]) / sum;
                p.data()[row + j] = (float) share;
                entropy += share == 0 ? 0 : share * Math.log(share);
            }
        }
        negativeEntropy = entropy;
    }

    private static double squareShare(double share, double frequency) {
        return frequency == 0 ? 0 : share * share / frequency;
    }

    /** P, {@code [rows x k]}; the distribution's own buffer. */
    public Matrix matrix() {
        return p;
    }

    /** {@code f_j}, {@code [k]}, that P was last computed with. The target of a part of the graph uses them too. */
    public double[] lastFrequencies() {
        return frequencies.clone();
    }

    /** {@code sum of p log p}, the part of the KL divergence that does not change between updates. */
    public double negativeEntropy() {
        return negativeEntropy;
    }
}
