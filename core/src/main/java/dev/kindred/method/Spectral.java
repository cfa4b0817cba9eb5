package dev.kindred.method;

import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;

/**
 * Spectral coordinates of a graph: the leading eigenvectors of the normalized adjacency with regularized degrees (Qin and Rohe, 2013), rows on the
 * unit sphere (Ng et al., 2002). Subspace iteration: {@code O(e k)} a step.
 */
public final class Spectral {
    private static final int STEPS = 60;

    private Spectral() {}

    /** {@code [n x width]}; rows of nodes without edges are zero. */
    public static Matrix of(EdgeCounts edges, int width) {
        int n = edges.nodes();
        double regular = edges.total() / Math.max(1, n);
        double[] roots = new double[n];
        for (int i = 0; i < n; i++) {
            roots[i] = edges.degree(i) == 0 ? 0 : 1 / Math.sqrt(edges.degree(i) + regular);
        }
        RandomStream random = new RandomStream(0, RandomStream.Purpose.K_MEANS, 1L << 41);
        Matrix x = Matrix.zeros(n, width);
        for (int e = 0; e < x.data().length; e++) {
            x.data()[e] = (float) (random.nextDouble() - .5);
        }
        Matrix next = Matrix.zeros(n, width);
        for (int t = 0; t < STEPS; t++) {
            if (t % 3 == 0) {
                Orthonormal.columns(x);
            }
            for (int i = 0; i < n; i++) {
                // A quarter of the old vector makes negative eigenvalues lose.
                for (int c = 0; c < width; c++) {
                    next.data()[i * width + c] = .5f * x.data()[i * width + c];
                }
                for (int e = edges.from(i); e < edges.to(i); e++) {
                    float w = (float) (edges.count(e, i) * roots[i] * roots[edges.neighbor(e)]);
                    int j = edges.neighbor(e) * width;
                    for (int c = 0; c < width; c++) {
                        next.data()[i * width + c] += w * x.data()[j + c];
                    }
                }
            }
            Matrix done = x;
            x = next;
            next = done;
        }
        Orthonormal.columns(x);
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int c = 0; c < width; c++) {
                squares += (double) x.get(i, c) * x.get(i, c);
            }
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int c = 0; c < width; c++) {
                x.set(i, c, x.get(i, c) * scale);
            }
        }
        return x;
    }
}
