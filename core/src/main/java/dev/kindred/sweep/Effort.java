package dev.kindred.sweep;

/**
 * How hard clusters are looked for.
 *
 * @param seeds clusterings of each method and k
 * @param communities runs of Leiden, at most one for each seed
 * @param fits block models of a seed, from its most promising starts
 */
record Effort(int seeds, int communities, int fits) {
    private static final int FITS = 2;

    /** Two clusterings can agree, and no fit of a draw is taken. */
    static final Effort OF_DRAW = new Effort(2, 1, 1);

    /** That of the data. */
    static Effort of(SweepPlan plan) {
        return new Effort(plan.seeds(), plan.seeds(), FITS);
    }
}
