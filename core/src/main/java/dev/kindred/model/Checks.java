package dev.kindred.model;

/** Range checks of hyper-parameters, with messages a user can act on. */
final class Checks {
    private Checks() {}

    static void positive(String name, double value) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + ": expected finite and above 0, got " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + ": expected finite and 0 or more, got " + value);
        }
    }
}
