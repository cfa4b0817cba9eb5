package dev.kindred.doctor;

/**
 * How much more alike neighbors are by one column than nodes of the same degrees drawn by chance.
 *
 * @param column the user's name
 * @param alike 0 is chance, 1 that neighbors always have the same value; below 0, neighbors differ
 * @param deviations standard errors that this lies from chance
 */
public record Likeness(String column, double alike, double deviations) {
    private static final double SURE = 5;
    private static final double LEAST = .02;

    /** Whether neighbors are alike, beyond chance and by an amount that matters. */
    public boolean holds() {
        return deviations > SURE && alike > LEAST;
    }
}
