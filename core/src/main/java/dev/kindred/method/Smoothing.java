package dev.kindred.method;

import dev.kindred.tensor.Matrix;

/**
 * Smoothing along the edges: rows become means over neighborhoods, {@code S = D^-1/2 (A + I) D^-1/2} a step (SGC, Wu et al., 2019). A node's
 * own row counts as one edge of mean weight. {@code O(e h)} a step.
 */
public final class Smoothing {
    private Smoothing() {}

    /** {@code S^steps x}; {@code x} itself for no steps. Two buffers, whatever the number of steps. */
    public static Matrix of(EdgeCounts edges, Matrix x, int steps) {
        Scales scales = new Scales(edges);
        Matrix now = x;
        Matrix spare = null;
        for (int t = 0; t < steps; t++) {
            Matrix next = spare == null ? empty(x) : spare;
            step(edges, scales, now, next);
            spare = now == x ? null : now;
            now = next;
        }
        return now;
    }

    /** {@code alpha x + (1 - alpha) / steps * sum of S^t x, t = 1 .. steps} (SSGC, Zhu and Koniusz, 2021). Three buffers. */
    public static Matrix averaged(EdgeCounts edges, Matrix x, int steps, double alpha) {
        Matrix sum = empty(x);
        Scales scales = new Scales(edges);
        Matrix now = x;
        Matrix spare = null;
        for (int t = 0; t < steps; t++) {
            Matrix next = spare == null ? empty(x) : spare;
            step(edges, scales, now, next);
            spare = now == x ? null : now;
            now = next;
            for (int e = 0; e < sum.data().length; e++) {
                sum.data()[e] += (float) ((1 - alpha) / steps * now.data()[e]);
            }
        }
        for (int e = 0; e < sum.data().length; e++) {
            sum.data()[e] += (float) (alpha * x.data()[e]);
        }
        return sum;
    }

    private static Matrix empty(Matrix x) {
        return Matrix.zeros(x.rows(), x.columns());
    }

    private record Scales(double loop, double[] roots) {
        Scales(EdgeCounts edges) {
            this(edges.entries() == 0 ? 1 : edges.total() / edges.entries(), new double[edges.nodes()]);
            for (int i = 0; i < roots.length; i++) {
                roots[i] = 1 / Math.sqrt(edges.degree(i) + loop);
            }
        }
    }

    private static void step(EdgeCounts edges, Scales scales, Matrix x, Matrix out) {
        int width = x.columns();
        float[] from = x.data();
        float[] to = out.data();
        for (int i = 0; i < x.rows(); i++) {
            double own = scales.loop * scales.roots[i] * scales.roots[i];
            for (int c = 0; c < width; c++) {
                to[i * width + c] = (float) (own * from[i * width + c]);
            }
            for (int e = edges.from(i); e < edges.to(i); e++) {
                int j = edges.neighbor(e);
                float weight = (float) (edges.count(e, i) * scales.roots[i] * scales.roots[j]);
                for (int c = 0; c < width; c++) {
                    to[i * width + c] += weight * from[j * width + c];
                }
            }
        }
    }
}
