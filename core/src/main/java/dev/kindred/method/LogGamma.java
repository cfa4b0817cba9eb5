package dev.kindred.method;

/** The logarithm of the gamma function, by Stirling's series, for positive numbers; about 1e-10 of the value. */
final class LogGamma {
    private LogGamma() {}

    static double of(double x) {
        double product = 1;
        double y = x;
        while (y < 6) {
            product *= y;
            y++;
        }
        double inverse = 1 / y;
        double square = inverse * inverse;
        double series = inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)));
        return (y - .5) * Math.log(y) - y + .5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }
}
