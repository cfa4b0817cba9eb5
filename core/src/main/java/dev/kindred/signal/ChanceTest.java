package dev.kindred.signal;

/**
 * A score held against the same score of data in which what it measures was destroyed.
 *
 * @param score of the data
 * @param chance mean score of the destroyed data
 * @param deviation standard deviation of those scores
 */
public record ChanceTest(double score, double chance, double deviation) {
    static final ChanceTest NONE = new ChanceTest(0, 0, 0);

    static ChanceTest of(double score, double[] chances) {
        double mean = 0;
        for (double c : chances) {
            mean += c / chances.length;
        }
        double squares = 0;
        for (double c : chances) {
            squares += (c - mean) * (c - mean);
        }
        return new ChanceTest(score, mean, Math.sqrt(squares / Math.max(1, chances.length - 1)));
    }

    /**
     * How many deviations the score lies above chance.
     *
     * @param least deviation that is believed, for a few draws may lie close together by accident
     */
    public double above(double least) {
        return (score - chance) / Math.max(least, deviation);
    }
}
