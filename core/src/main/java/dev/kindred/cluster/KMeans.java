package dev.kindred.cluster;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.Workers;
import java.util.Arrays;

/**
 * Lloyd's k-means with k-means++ initialization (Arthur and Vassilvitskii, 2007: the next center is drawn with probability proportional to
 * the squared distance; the best of {@code 2 + ln k} draws is used). A cluster that becomes empty takes the point farthest from its own
 * center. {@code O(n k h)} time for each iteration, {@code O(n + chunks k h)} memory; no {@code n x k} matrix.
 *
 * @param clusters k, number of clusters
 * @param restarts number of initializations; the result with the least inertia is returned
 * @param maxIterations largest number of iterations after each initialization
 * @param tolerance iterations end when the sum of the centers' squared moves is below this share of the columns' mean variance
 */
public record KMeans(int clusters, int restarts, int maxIterations, double tolerance) {
    /**
     * A clustering.
     *
     * @param centers {@code [k x h]}
     * @param labels {@code [n]} number of the nearest center
     * @param inertia sum of squared distances to the nearest center
     * @param iterations number of iterations that led to the result
     */
    public record Result(Matrix centers, int[] labels, double inertia, int iterations) {}

    public KMeans {
        if (clusters < 1 || restarts < 1 || maxIterations < 1) {
            throw new IllegalArgumentException("k-means: expected clusters, restarts and iterations of 1 or more, got "
                    + clusters + ", " + restarts + ", " + maxIterations);
        }
    }

    /** Up to 300 iterations and tolerance 1e-4, the defaults of scikit-learn. */
    public static KMeans of(int clusters, int restarts) {
        return new KMeans(clusters, restarts, 300, 1e-4);
    }

    /**
     * Clusters the rows of a matrix.
     *
     * @param x {@code [n x h]}, n at least k
     * @param seed random seed of the initializations
     */
    public Result fit(Compute compute, Matrix x, long seed) {
        if (x.rows() < clusters) {
            throw new IllegalArgumentException(
                    "k-means rows: expected at least " + clusters + " (clusters), got " + x.rows());
        }
        Run run = new Run(compute, x, clusters);
        double least = tolerance * run.meanVariance();
        Result best = null;
        for (int restart = 0; restart < restarts; restart++) {
            run.start(new RandomStream(seed, RandomStream.Purpose.K_MEANS, restart));
            int iterations = 0;
            double moved;
            do {
                run.assign();
                moved = run.moveCenters();
                iterations++;
            } while (moved > least && iterations < maxIterations);
            double inertia = run.assign();
            if (best == null || inertia < best.inertia) {
                best = new Result(run.centers.copy(), run.labels.clone(), inertia, iterations);
            }
        }
        if (best == null) {
            throw new AssertionError("restarts: expected 1 or more, got " + restarts);
        }
        return best;
    }

    /**
     * Number of rows that are summed in float before they are added to the double sums of a chunk, which keeps the relative error below
     * 1e-5.
     */
    private static final int BLOCK = 1024;

    /** The buffers of one fit. */
    private static final class Run {
        private final Kernels kernels;
        private final Workers workers;
        private final float[] x;
        private final int rows;
        private final int width;
        private final int clusters;
        private final Chunks chunks;
        private final Matrix centers;
        private final int[] labels;
        private final float[] distances;
        private final float[] candidate;
        private final float[] scratch;
        private final double[] partialInertia;
        private final float[] blockSums;
        private final double[] partialSums;
        private final int[] partialCounts;

        Run(Compute compute, Matrix x, int clusters) {
            this.kernels = compute.kernels();
            this.workers = compute.workers();
            this.x = x.data();
            this.rows = x.rows();
            this.width = x.columns();
            this.clusters = clusters;
            this.chunks = Chunks.ofRows(rows, 3L * clusters * width);
            this.centers = Matrix.zeros(clusters, width);
            this.labels = new int[rows];
            this.distances = new float[rows];
            this.candidate = new float[rows];
            this.scratch = new float[workers.threads() * clusters];
            this.partialInertia = new double[chunks.count()];
            this.blockSums = new float[Math.multiplyExact(workers.threads(), Math.multiplyExact(clusters, width))];
            this.partialSums = new double[Math.multiplyExact(chunks.count(), Math.multiplyExact(clusters, width))];
            this.partialCounts = new int[chunks.count() * clusters];
        }

        double meanVariance() {
            double total = 0;
            for (int c = 0; c < width; c++) {
                double sum = 0;
                double squares = 0;
                for (int at = c; at < rows * width; at += width) {
                    sum += x[at];
                    squares += (double) x[at] * x[at];
                }
                total += squares / rows - (sum / rows) * (sum / rows);
            }
            return Math.max(0, total / Math.max(1, width));
        }

        void start(RandomStream random) {
            int first = random.nextInt(rows);
            System.arraycopy(x, first * width, centers.data(), 0, width);
            double total = distancesTo(first, distances);
            int trials = 2 + (int) Math.log(clusters);
            for (int j = 1; j < clusters; j++) {
                int best = -1;
                double bestTotal = Double.POSITIVE_INFINITY;
                for (int trial = 0; trial < trials; trial++) {
                    int drawn = draw(random.nextDouble() * total, random);
                    double with = distancesTo(drawn, candidate, distances);
                    if (with < bestTotal) {
                        bestTotal = with;
                        best = drawn;
                    }
                }
                System.arraycopy(x, best * width, centers.data(), j * width, width);
                total = distancesTo(best, distances, distances);
            }
        }

        /** The row where the running sum of squared distances passes {@code target}; a random row if all distances are 0. */
        private int draw(double target, RandomStream random) {
            double sum = 0;
            int last = -1;
            for (int i = 0; i < rows; i++) {
                if (distances[i] > 0) {
                    sum += distances[i];
                    last = i;
                    if (sum > target) {
                        return i;
                    }
                }
            }
            return last >= 0 ? last : random.nextInt(rows);
        }

        private double distancesTo(int row, float[] out) {
            Arrays.fill(out, Float.POSITIVE_INFINITY);
            return distancesTo(row, out, out);
        }

        /** Sets {@code out = min(before, squared distance to a row)} and returns its sum. */
        private double distancesTo(int row, float[] out, float[] before) {
            workers.forEach(chunks.count(), (chunk, worker) -> {
                double sum = 0;
                int at = worker * clusters;
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    kernels.squaredDistances(x, row * width, width, x, i * width, width, 1, scratch, at);
                    out[i] = Math.min(before[i], scratch[at]);
                    sum += out[i];
                }
                partialInertia[chunk] = sum;
            });
            return Arrays.stream(partialInertia).sum();
        }

        /** Assigns every row to its nearest center, adds it to the cluster's sums, and returns the inertia. */
        double assign() {
            workers.forEach(chunks.count(), (chunk, worker) -> {
                int at = worker * clusters;
                int base = chunk * clusters;
                Arrays.fill(partialCounts, base, base + clusters, 0);
                Arrays.fill(partialSums, base * width, (base + clusters) * width, 0);
                double inertia = 0;
                for (int from = chunks.from(chunk); from < chunks.to(chunk); from += BLOCK) {
                    int to = Math.min(from + BLOCK, chunks.to(chunk));
                    Arrays.fill(blockSums, at * width, (at + clusters) * width, 0f);
                    for (int i = from; i < to; i++) {
                        int nearest = nearest(i, at);
                        labels[i] = nearest;
                        distances[i] = scratch[at + nearest];
                        inertia += distances[i];
                        partialCounts[base + nearest]++;
                        kernels.addScaled(1f, x, i * width, blockSums, (at + nearest) * width, width);
                    }
                    for (int c = 0; c < clusters * width; c++) {
                        partialSums[base * width + c] += blockSums[at * width + c];
                    }
                }
                partialInertia[chunk] = inertia;
            });
            return Arrays.stream(partialInertia).sum();
        }

        /** The center nearest to a row; the squared distances to all centers are in the scratch memory at {@code at} afterwards. */
        private int nearest(int row, int at) {
            kernels.squaredDistances(x, row * width, width, centers.data(), 0, width, clusters, scratch, at);
            int nearest = 0;
            for (int j = 1; j < clusters; j++) {
                if (scratch[at + j] < scratch[at + nearest]) {
                    nearest = j;
                }
            }
            return nearest;
        }

        /** Moves centers to the means of their rows and returns the sum of their squared moves. */
        double moveCenters() {
            double moved = 0;
            double[] mean = new double[width];
            for (int j = 0; j < clusters; j++) {
                Arrays.fill(mean, 0);
                long count = 0;
                for (int chunk = 0; chunk < chunks.count(); chunk++) {
                    int from = (chunk * clusters + j) * width;
                    count += partialCounts[chunk * clusters + j];
                    for (int c = 0; c < width; c++) {
                        mean[c] += partialSums[from + c];
                    }
                }
                int farthest = count == 0 ? takeFarthest() : -1;
                for (int c = 0; c < width; c++) {
                    float to = farthest >= 0 ? x[farthest * width + c] : (float) (mean[c] / count);
                    double step = to - centers.data()[j * width + c];
                    moved += step * step;
                    centers.data()[j * width + c] = to;
                }
            }
            return moved;
        }

        /** The row farthest from its center. Its distance is set to 0, so that the next empty cluster takes another row. */
        private int takeFarthest() {
            int farthest = 0;
            for (int i = 1; i < rows; i++) {
                if (distances[i] > distances[farthest]) {
                    farthest = i;
                }
            }
            distances[farthest] = 0;
            return farthest;
        }
    }
}
