package dev.kindred.explain;

/**
 * The regularized upper incomplete gamma function, and the two tails that come of it. By the series below {@code a + 1} and Lentz's continued fraction above
 * (Abramowitz and Stegun, 6.5.29 and 6.5.31); the relative error against SciPy is below 1e-11 in the tests.
 */
final class Gamma {
    private static final double EPSILON = 1e-16;
    private static final double TINY = 1e-300;
    private static final double HALF_LOG_TWO_PI = .9189385332046728;

    private Gamma() {}

    /** {@code P(chi-squared > x)} with so many degrees of freedom. */
    static double chiSquaredTail(double x, int degrees) {
        return x <= 0 ? 1 : upper(degrees / 2.0, x / 2);
    }

    /** {@code P(Z > z)} of the standard normal distribution. */
    static double normalTail(double z) {
        double tail = z == 0 ? .5 : .5 * upper(.5, z * z / 2);
        return z < 0 ? 1 - tail : tail;
    }

    /** {@code Q(a, x)} for positive {@code a} and {@code x}. */
    static double upper(double a, double x) {
        double front = Math.exp(a * Math.log(x) - x - log(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (double n = a + 1; term > sum * EPSILON; n++) {
                term *= x / n;
                sum += term;
            }
            return 1 - sum * front;
        }
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double fraction = d;
        double change = 0;
        for (int n = 1; Math.abs(change - 1) > EPSILON && n < 10_000; n++) {
            double numerator = -n * (n - a);
            b += 2;
            d = numerator * d + b;
            d = 1 / (Math.abs(d) < TINY ? TINY : d);
            c = b + numerator / c;
            c = Math.abs(c) < TINY ? TINY : c;
            change = d * c;
            fraction *= change;
        }
        return front * fraction;
    }

    /** The logarithm of gamma for positive {@code x}: Stirling's series from 15 on, the recurrence below. */
    static double log(double x) {
        double shift = 1;
        double at = x;
        while (at < 15) {
            shift *= at;
            at++;
        }
        return (at - .5) * Math.log(at) - at + HALF_LOG_TWO_PI + stirlingError(at) - Math.log(shift);
    }

    /** {@code log gamma(x) - (x - .5) log x + x - .5 log 2 pi} for {@code x} of 15 or more. */
    static double stirlingError(double x) {
        double square = x * x;
        return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / (1188.0 * square)) / square) / square) / square)
                / x;
    }
}
