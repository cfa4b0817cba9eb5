package dev.kindred.layout;

import dev.kindred.tensor.Matrix;
import java.util.Random;

/** t-SNE over all pairs in double (van der Maaten and Hinton, 2008), from a random start: the reference, in plain loops. */
final class ExactTsne {
    private ExactTsne() {}

    static Matrix of(Matrix x, double perplexity, int iterations) {
        int n = x.rows();
        double[][] p = affinities(x, perplexity);
        double[][] y = new double[n][2];
        double[][] velocity = new double[n][2];
        double[][] gain = new double[n][2];
        Random random = new Random(1);
        for (int i = 0; i < n; i++) {
            y[i] = new double[] {1e-4 * random.nextGaussian(), 1e-4 * random.nextGaussian()};
            gain[i] = new double[] {1, 1};
        }
        for (int step = 0; step < iterations + 150; step++) {
            double exaggeration = step < 150 ? 12 : 1;
            double[][] gradient = gradient(p, y, exaggeration);
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < 2; c++) {
                    gain[i][c] = gradient[i][c] * velocity[i][c] < 0 ? gain[i][c] + .2 : Math.max(.01, gain[i][c] * .8);
                    velocity[i][c] =
                            .8 * velocity[i][c] - Math.max(200, n / exaggeration) * gain[i][c] * gradient[i][c];
                    y[i][c] += velocity[i][c];
                }
            }
        }
        Matrix out = Matrix.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            out.set(i, 0, (float) y[i][0]);
            out.set(i, 1, (float) y[i][1]);
        }
        return out;
    }

    private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
        int n = y.length;
        double[][] q = new double[n][n];
        double z = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double dx = y[i][0] - y[j][0];
                double dy = y[i][1] - y[j][1];
                q[i][j] = i == j ? 0 : 1 / (1 + dx * dx + dy * dy);
                z += q[i][j];
            }
        }
        double[][] gradient = new double[n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double pull = (exaggeration * p[i][j] - q[i][j] / z) * q[i][j];
                gradient[i][0] += pull * (y[i][0] - y[j][0]);
                gradient[i][1] += pull * (y[i][1] - y[j][1]);
            }
        }
        return gradient;
    }

    private static double[][] affinities(Matrix x, double perplexity) {
        int n = x.rows();
        double[][] given = new double[n][n];
        for (int i = 0; i < n; i++) {
            double low = 0;
            double high = 1e6;
            for (int step = 0; step < 100; step++) {
                double beta = (low + high) / 2;
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    double distance = 0;
                    for (int c = 0; c < x.columns(); c++) {
                        double d = x.get(i, c) - x.get(j, c);
                        distance += d * d;
                    }
                    given[i][j] = i == j ? 0 : Math.exp(-beta * distance);
                    sum += given[i][j];
                }
                double entropy = 0;
                for (int j = 0; j < n; j++) {
                    given[i][j] /= Math.max(sum, 1e-300);
                    entropy -= given[i][j] > 0 ? given[i][j] * Math.log(given[i][j]) : 0;
                }
                if (entropy > Math.log(perplexity)) {
                    low = beta;
                } else {
                    high = beta;
                }
            }
        }
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i][j] = (given[i][j] + given[j][i]) / (2.0 * n);
            }
        }
        return p;
    }
}
