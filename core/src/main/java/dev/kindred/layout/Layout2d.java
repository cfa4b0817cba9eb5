package dev.kindred.layout;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.Arrays;

/**
 * A picture of an embedding: points in the plane whose neighbors are the embedding's. t-SNE (van der Maaten and Hinton, 2008) from the principal plane (Kobak and
 * Berens, 2019), learning rate {@code n / exaggeration} (Belkina et al., 2019), exact attraction along nearest neighbors, repulsion by {@link Repulsion}. Nearest
 * neighbors are exact up to {@value #EXACT} rows. The same embedding and seed give the same bits for any number of threads.
 *
 * <p>Distances between far groups, and their sizes, mean little in such a picture; who is whose neighbor is what it keeps. Memory:
 * {@link #bytes}.
 *
 * @param perplexity neighbors that a point heeds, softly; 3 times as many are looked for
 * @param exaggerated iterations in which attraction counts {@value #EXAGGERATION}-fold, for groups to gather
 * @param iterations that follow
 * @param seed of the small shifts that set identical rows apart
 */
public record Layout2d(double perplexity, int exaggerated, int iterations, long seed) {
    /** Rows up to which nearest neighbors are exact: about five seconds on two cores. */
    private static final int EXACT = 50_000;

    private static final double EXAGGERATION = 12;
    private static final double LEAST_LEARNING_RATE = 200;
    private static final double MOMENTUM = .8;
    private static final double START_DEVIATION = 1e-4;
    private static final double SHIFT = 1e-6;
    private static final double LEAST_GAIN = .01;
    private static final double MOST_MOVED = 5;

    public Layout2d {
        if (!(perplexity >= 1) || exaggerated < 0 || iterations < 0) {
            throw new IllegalArgumentException(
                    "layout: expected a perplexity of 1 or more and iterations of 0 or more, got " + perplexity + ", "
                            + exaggerated + " and " + iterations);
        }
    }

    /** Perplexity 30, 150 and 350 iterations. */
    public static Layout2d defaults(long seed) {
        return new Layout2d(30, 150, 350, seed);
    }

    /**
     * Bytes of heap that it takes, besides the embedding: centered rows, nearest neighbors, and at most twice as many affinities.
     *
     * @param n rows of the embedding
     * @param h its columns
     */
    public long bytes(long n, long h) {
        long neighbors = Math.min(Math.max(0, n - 1), (long) Math.ceil(3 * perplexity));
        long searching = 8 * n * (h + 1) + 16 * n * neighbors;
        long joining = (8 + 4 + 16) * n * neighbors;
        return 4 * n * h + 40 * n + Math.max(searching, joining);
    }

    /**
     * Lays out the rows of an embedding.
     *
     * @param embedding {@code [n x h]} finite
     * @return {@code [n x 2]} centered at the origin
     */
    public Matrix of(Compute compute, Matrix embedding) {
        int n = embedding.rows();
        Matrix centered = centered(embedding);
        Matrix y = start(compute, centered);
        if (n < 2) {
            return y;
        }
        double heeded = Math.max(1, Math.min(perplexity, (n - 1) / 3.0));
        int neighbors = (int) Math.min(n - 1L, (long) Math.ceil(3 * heeded));
        NearestNeighbors near = n <= EXACT
                ? NearestNeighbors.exact(compute, centered, neighbors)
                : NearestNeighbors.byCells(compute, centered, neighbors, seed);
        Affinities affinities = Affinities.of(compute, near, n, heeded);
        Descent descent = new Descent(compute, affinities, y.data());
        for (int i = 0; i < exaggerated; i++) {
            descent.step(EXAGGERATION);
        }
        for (int i = 0; i < iterations; i++) {
            descent.step(1);
        }
        return centered(y);
    }

    /** The rows less their mean. */
    private static Matrix centered(Matrix x) {
        int width = x.columns();
        double[] mean = new double[width];
        for (int at = 0; at < x.data().length; at++) {
            if (!Float.isFinite(x.data()[at])) {
                throw new IllegalArgumentException("embedding at row " + at / width + ", column " + at % width
                        + ": expected a finite number, got " + x.data()[at]);
            }
            mean[at % width] += x.data()[at];
        }
        Matrix centered = Matrix.zeros(x.rows(), width);
        for (int at = 0; at < x.data().length; at++) {
            centered.data()[at] = (float) (x.data()[at] - mean[at % width] / x.rows());
        }
        return centered;
    }

    private Matrix start(Compute compute, Matrix centered) {
        Matrix y = PrincipalPlane.of(compute, centered);
        double squares = 0;
        for (int i = 0; i < y.rows(); i++) {
            squares += (double) y.get(i, 0) * y.get(i, 0);
        }
        double scale = squares > 0 ? START_DEVIATION / Math.sqrt(squares / y.rows()) : 0;
        RandomStream random = new RandomStream(seed, Purpose.LAYOUT, 0);
        for (int at = 0; at < y.data().length; at++) {
            y.data()[at] = (float) (y.data()[at] * scale + SHIFT * (2 * random.nextDouble() - 1));
        }
        return y;
    }

    /** Gradient descent with momentum and a gain for each coordinate (Jacobs, 1988). */
    private static final class Descent {
        private final Compute compute;
        private final Affinities affinities;
        private final Repulsion repulsion;
        private final Chunks chunks;
        private final float[] y;
        private final float[] gradient;
        private final float[] velocity;
        private final float[] gain;
        private final int n;

        Descent(Compute compute, Affinities affinities, float[] y) {
            this.compute = compute;
            this.affinities = affinities;
            this.y = y;
            this.n = y.length / 2;
            this.repulsion = new Repulsion(compute, n);
            this.chunks = Chunks.ofRows(n, 10L * affinities.columns().length / n);
            this.gradient = new float[y.length];
            this.velocity = new float[y.length];
            this.gain = new float[y.length];
            Arrays.fill(gain, 1f);
        }

        void step(double exaggeration) {
            double z = repulsion.at(y);
            float[] apart = repulsion.force();
            compute.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    float yx = y[2 * i];
                    float yy = y[2 * i + 1];
                    float fx = 0;
                    float fy = 0;
                    for (int e = affinities.offsets()[i]; e < affinities.offsets()[i + 1]; e++) {
                        int j = affinities.columns()[e];
                        float dx = yx - y[2 * j];
                        float dy = yy - y[2 * j + 1];
                        float pull = affinities.values()[e] / (1 + dx * dx + dy * dy);
                        fx += pull * dx;
                        fy += pull * dy;
                    }
                    gradient[2 * i] = (float) (exaggeration * fx - apart[2 * i] / z);
                    gradient[2 * i + 1] = (float) (exaggeration * fy - apart[2 * i + 1] / z);
                }
            });
            double rate = Math.max(n / exaggeration, LEAST_LEARNING_RATE);
            compute.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int at = 2 * chunks.from(chunk); at < 2 * chunks.to(chunk); at++) {
                    boolean ahead = gradient[at] * velocity[at] < 0;
                    gain[at] = (float) Math.max(LEAST_GAIN, ahead ? gain[at] + .2 : gain[at] * .8);
                    double moved = MOMENTUM * velocity[at] - rate * gain[at] * gradient[at];
                    velocity[at] = (float) Math.clamp(moved, -MOST_MOVED, MOST_MOVED);
                    y[at] += velocity[at];
                }
            });
        }
    }
}
