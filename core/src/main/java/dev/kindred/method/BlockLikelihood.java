package dev.kindred.method;

import java.util.ArrayList;
import java.util.List;

/** The likelihood of one block of attributes given groups, less that given a single group. */
public sealed interface BlockLikelihood permits GaussianColumns, MultinomialColumns, BernoulliColumns {
    /**
     * Estimates the block's parameters.
     *
     * @param q {@code [n x k]} shares of the groups
     * @param evidence {@code [n x k]} the log-likelihood ratio of each node in each group is added
     * @return the sum of log-likelihood ratios under the shares, with the logarithm of the parameters' prior
     */
    double estimate(double[] q, int k, double[] evidence);

    /** Those of all blocks. */
    static List<BlockLikelihood> of(AttributeColumns attributes) {
        List<BlockLikelihood> all = new ArrayList<>();
        for (AttributeColumns.Block block : attributes.blocks()) {
            all.add(of(block, attributes.nodes()));
        }
        return all;
    }

    /** That of one. */
    static BlockLikelihood of(AttributeColumns.Block block, int nodes) {
        return switch (block) {
            case AttributeColumns.Numbers numbers -> new GaussianColumns(numbers, nodes);
            case AttributeColumns.Sets sets ->
                sets.kind() == AttributeColumns.Kind.FLAGS
                        ? new BernoulliColumns(sets, nodes)
                        : new MultinomialColumns(sets, nodes);
        };
    }
}
