package dev.kindred.method;

/**
 * Evidence of a block model: its bound, less what its parameters cost. That makes fits with different numbers of groups comparable (the integrated
 * classification likelihood, Biernacki et al., 2000; of block models, Daudin et al., 2008). A parameter that is set by m observations costs
 * {@code .5 log(1 + m)} nats; the distributions of categories and words are integrated out in the bound already. One group has evidence 0.
 */
public final class BlockEvidence {
    /** Counts that a rate between groups begins with, as in {@link BlockModel}. */
    private static final double EDGE_PRIOR = 2;
    /** Nodes that the probability of a flag begins with, as in {@link BernoulliColumns}. */
    private static final double FLAG_PRIOR = 4;

    private BlockEvidence() {}

    /** Evidence in nats. */
    public static double of(Prepared data, BlockModel.Fit fit) {
        int k = fit.clusters();
        int n = data.nodes();
        double[] sizes = new double[k];
        double[] volumes = new double[k];
        for (int i = 0; i < n; i++) {
            double degree = data.edges().degree(i);
            for (int c = 0; c < k; c++) {
                sizes[c] += fit.shares()[i * k + c];
                volumes[c] += fit.shares()[i * k + c] * degree;
            }
        }
        double cost = .5 * (k - 1) * Math.log(n);
        if (data.hasEdges()) {
            cost += rates(volumes, data.edges().total());
        }
        for (AttributeColumns.Block block : data.attributes().blocks()) {
            cost += switch (block) {
                case AttributeColumns.Numbers numbers -> numbers.width() * (means(sizes, 1) - mean(n, 1));
                case AttributeColumns.Sets sets ->
                    sets.kind() == AttributeColumns.Kind.FLAGS
                            ? sets.width() * (means(sizes, FLAG_PRIOR) - mean(n, FLAG_PRIOR))
                            : 0;
            };
        }
        return fit.bound() - cost;
    }

    private static double rates(double[] volumes, double total) {
        double cost = -mean(.5 * total, EDGE_PRIOR);
        for (int c = 0; c < volumes.length; c++) {
            for (int d = c; d < volumes.length; d++) {
                double expected = volumes[c] * volumes[d] / total;
                cost += mean(c == d ? .5 * expected : expected, EDGE_PRIOR);
            }
        }
        return cost;
    }

    private static double means(double[] sizes, double prior) {
        double cost = 0;
        for (double size : sizes) {
            cost += mean(size, prior);
        }
        return cost;
    }

    private static double mean(double observations, double prior) {
        return .5 * Math.log(1 + observations / prior);
    }
}
