package dev.kindred.explain;

/**
 * Draws without replacement: of {@code total} nodes {@code marked} have a property, {@code drawn} are members. Probabilities by Loader's saddle-point expansion
 * (Loader, 2000), which keeps its relative accuracy where differences of log-gammas lose theirs; the tail by their ratios.
 */
final class Hypergeometric {
    private Hypergeometric() {}

    /** {@code P(X >= hits)}: the upper tail, Fisher's exact test, one-sided. */
    static double upperTail(int hits, int drawn, int marked, int total) {
        int least = Math.max(0, drawn + marked - total);
        int most = Math.min(drawn, marked);
        if (hits <= least) {
            return 1;
        }
        if (hits > most) {
            return 0;
        }
        double mean = (double) drawn * marked / total;
        if (hits <= mean) {
            // The lower tail is the shorter sum.
            double sum = 0;
            double term = probability(hits - 1, drawn, marked, total);
            for (long x = hits - 1L; x >= least && term > sum * 1e-17; x--) {
                sum += term;
                term *= (double) x * (total - marked - drawn + x) / ((double) (marked - x + 1) * (drawn - x + 1));
            }
            return 1 - sum;
        }
        double sum = 0;
        double term = probability(hits, drawn, marked, total);
        for (long x = hits; x <= most && term > sum * 1e-17; x++) {
            sum += term;
            term *= (double) (marked - x) * (drawn - x) / ((double) (x + 1) * (total - marked - drawn + x + 1));
        }
        return Math.min(1, sum);
    }

    /** {@code P(X = x)}. */
    static double probability(int x, int drawn, int marked, int total) {
        double p = (double) drawn / total;
        double q = (double) (total - drawn) / total;
        double log = logBinomial(x, marked, p, q)
                + logBinomial(drawn - x, total - marked, p, q)
                - logBinomial(drawn, total, p, q);
        return Math.exp(log);
    }

    private static double logBinomial(int x, int n, double p, double q) {
        if (x == 0) {
            return n == 0 ? 0 : n * (p < .5 ? Math.log1p(-p) : Math.log(q));
        }
        if (x == n) {
            return n * (q < .5 ? Math.log1p(-q) : Math.log(p));
        }
        double error = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
        double deviance = deviance(x, n * p) + deviance(n - x, n * q);
        double share = (double) x / n;
        return error - deviance - .5 * Math.log(2 * Math.PI * x * (1 - share));
    }

    /** {@code log n! - (n + .5) log n + n - .5 log 2 pi}. */
    private static double stirlingError(int n) {
        return n >= 15
                ? Gamma.stirlingError(n)
                : Gamma.log(n + 1.0) - (n + .5) * Math.log(n) + n - .5 * Math.log(2 * Math.PI);
    }

    /** {@code x log(x / mean) + mean - x}, without cancellation where they are near. */
    private static double deviance(double x, double mean) {
        double difference = x - mean;
        if (Math.abs(difference) >= .1 * (x + mean)) {
            return x * Math.log(x / mean) + mean - x;
        }
        double v = difference / (x + mean);
        double sum = difference * v;
        double term = 2 * x * v;
        for (int j = 1; j < 1_000; j++) {
            term *= v * v;
            double next = sum + term / (2 * j + 1);
            if (next == sum) {
                return next;
            }
            sum = next;
        }
        return sum;
    }
}
