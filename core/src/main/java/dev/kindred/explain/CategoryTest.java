package dev.kindred.explain;

import dev.kindred.explain.Trait.Test;

/**
 * Members against all others by category. Pearson's chi-squared without correction for continuity where the approximation holds (no expected count below 1, at most
 * a fifth of them below 5; Cochran, 1954); otherwise the smallest upper tail of the hypergeometric distribution over the categories, times their number.
 *
 * @param category the over-represented one that tells most: the largest adjusted residual, or the smallest tail; -1 where none is
 * @param test that was taken
 * @param p its value
 */
record CategoryTest(int category, Test test, double p) {
    /**
     * Tests one cluster.
     *
     * @param inside {@code [c]} members by category
     * @param all {@code [c]} nodes by category
     */
    static CategoryTest of(int[] inside, int[] all) {
        double members = 0;
        double nodes = 0;
        int categories = 0;
        for (int c = 0; c < all.length; c++) {
            members += inside[c];
            nodes += all[c];
            categories += all[c] > 0 ? 1 : 0;
        }
        double statistic = 0;
        int small = 0;
        boolean tiny = false;
        int best = -1;
        double largest = 0;
        for (int c = 0; c < all.length; c++) {
            if (all[c] > 0) {
                double expected = members * all[c] / nodes;
                double others = all[c] - expected;
                double difference = inside[c] - expected;
                statistic += difference * difference / expected + difference * difference / others;
                small += (expected < 5 ? 1 : 0) + (others < 5 ? 1 : 0);
                tiny |= expected < 1 || others < 1;
                double residual = difference / Math.sqrt(expected * (1 - members / nodes) * (1 - all[c] / nodes));
                if (residual > largest) {
                    largest = residual;
                    best = c;
                }
            }
        }
        if (!tiny && small <= .2 * 2 * categories) {
            return new CategoryTest(best, Test.CHI_SQUARED, Gamma.chiSquaredTail(statistic, categories - 1));
        }
        return exact(inside, all, (int) members, (int) nodes, categories);
    }

    private static CategoryTest exact(int[] inside, int[] all, int members, int nodes, int categories) {
        int best = -1;
        double least = 1;
        for (int c = 0; c < all.length; c++) {
            if ((double) inside[c] * nodes > (double) all[c] * members) {
                double tail = Hypergeometric.upperTail(inside[c], members, all[c], nodes);
                if (tail < least) {
                    least = tail;
                    best = c;
                }
            }
        }
        return new CategoryTest(best, Test.FISHER, Math.min(1, least * categories));
    }
}
