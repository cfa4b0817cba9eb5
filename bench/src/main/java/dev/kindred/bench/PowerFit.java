package dev.kindred.bench;

/**
 * The power law {@code y = factor x^exponent} nearest to some points: least squares of the logarithms.
 *
 * @param exponent 1 where y doubles with x
 */
record PowerFit(double factor, double exponent) {
    /**
     * Fits.
     *
     * @param x above 0, two or more different values
     * @param y above 0, as many
     */
    static PowerFit of(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException(
                    "points: expected two or more, as many x as y, got " + x.length + " and " + y.length);
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += Math.log(x[i]) / x.length;
            meanY += Math.log(y[i]) / x.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            double deviation = Math.log(x[i]) - meanX;
            covariance += deviation * (Math.log(y[i]) - meanY);
            variance += deviation * deviation;
        }
        double exponent = covariance / variance;
        return new PowerFit(Math.exp(meanY - exponent * meanX), exponent);
    }

    double at(double x) {
        return factor * Math.pow(x, exponent);
    }
}
