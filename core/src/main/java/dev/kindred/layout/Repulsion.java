package dev.kindred.layout;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import java.util.Arrays;

/**
 * The repulsion of t-SNE between all points: {@code z = sum over i != j of 1 / (1 + r_ij^2)} and, for each point, {@code sum over j of
 * (y_i - y_j) / (1 + r_ij^2)^2}. Few points are summed pair by pair. For many, the second sum is half the negative gradient of the first one's potential, and the
 * potential is summed on grids ({@link GaussianGrid}): {@code 1 / (1 + r^2)} is an integral of Gaussians, {@code int exp(-s) exp(-s r^2) ds}, by the trapezoid rule
 * in {@code log s} a sum of about fifteen (relative error below 1e-4); a Gaussian is a product of one for x and one for y, and wide ones need coarse
 * grids only. Costs {@code O(n + grid)} where pairs cost {@code O(n^2)}.
 */
final class Repulsion {
    /** Points up to which pairs are summed. */
    private static final int PAIRS = 1_000;

    /** Extent below which all distances count as 0 beside 1: in the first iterations, when a potential would be flat to the last bit. */
    private static final double TOGETHER = .1;

    private final Compute compute;
    private final int n;
    private final Chunks chunks;
    private final float[] force;
    private final float[] potential;
    private final double[] partial;

    Repulsion(Compute compute, int n) {
        this.compute = compute;
        this.n = n;
        this.chunks = Chunks.ofRows(n, n <= PAIRS ? 10L * n : 400);
        this.force = new float[2 * n];
        this.potential = new float[n];
        this.partial = new double[chunks.count()];
    }

    /** {@code [n x 2]} of the last call of {@link #at}. */
    float[] force() {
        return force;
    }

    /**
     * Sums the repulsion of points.
     *
     * @param y {@code [n x 2]}
     * @return z
     */
    double at(float[] y) {
        if (n <= PAIRS) {
            return byPairs(y);
        }
        double[] box = {y[0], y[1], y[0], y[1]};
        for (int i = 0; i < y.length; i += 2) {
            box[0] = Math.min(box[0], y[i]);
            box[1] = Math.min(box[1], y[i + 1]);
            box[2] = Math.max(box[2], y[i]);
            box[3] = Math.max(box[3], y[i + 1]);
        }
        boolean together = Math.max(box[2] - box[0], box[3] - box[1]) < TOGETHER;
        return together ? fromTheMean(y) : byGrids(y, box);
    }

    /** Where {@code r^2} is small beside 1. */
    private double fromTheMean(float[] y) {
        double x0 = 0;
        double y0 = 0;
        for (int i = 0; i < n; i++) {
            x0 += y[2 * i];
            y0 += y[2 * i + 1];
        }
        for (int i = 0; i < n; i++) {
            force[2 * i] = (float) (n * (double) y[2 * i] - x0);
            force[2 * i + 1] = (float) (n * (double) y[2 * i + 1] - y0);
        }
        return (double) n * (n - 1);
    }

    private double byPairs(float[] y) {
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            double z = 0;
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                double fx = 0;
                double fy = 0;
                for (int j = 0; j < n; j++) {
                    double dx = y[2 * i] - y[2 * j];
                    double dy = y[2 * i + 1] - y[2 * j + 1];
                    double q = 1 / (1 + dx * dx + dy * dy);
                    z += j == i ? 0 : q;
                    fx += q * q * dx;
                    fy += q * q * dy;
                }
                force[2 * i] = (float) fx;
                force[2 * i + 1] = (float) fy;
            }
            partial[chunk] = z;
        });
        return sum();
    }

    private double byGrids(float[] y, double[] box) {
        GaussianGrid[] grids = GaussianGrid.levels(box);
        // Each grid has one writer while points are dealt onto it, and each of its rows one while it is summed.
        compute.workers().forEach(grids.length, (level, worker) -> grids[level].deal(y));
        int[] first = new int[grids.length + 1];
        for (int level = 0; level < grids.length; level++) {
            first[level + 1] = first[level] + grids[level].strips();
        }
        float[][] scratch = new float[compute.threads()][];
        compute.workers().forEach(first[grids.length], (chunk, worker) -> {
            int level = 0;
            while (chunk >= first[level + 1]) {
                level++;
            }
            scratch[worker] = grids[level].sumStrip(compute.kernels(), chunk - first[level], scratch[worker]);
        });
        double self = 0;
        for (GaussianGrid grid : grids) {
            self += grid.self();
        }
        double ownPart = self;
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            Arrays.fill(potential, chunks.from(chunk), chunks.to(chunk), 0f);
            Arrays.fill(force, 2 * chunks.from(chunk), 2 * chunks.to(chunk), 0f);
            for (GaussianGrid grid : grids) {
                grid.read(y, chunks.from(chunk), chunks.to(chunk), potential, force);
            }
            double z = 0;
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                z += potential[i] - ownPart;
            }
            partial[chunk] = z;
        });
        return Math.max(sum(), Double.MIN_NORMAL);
    }

    private double sum() {
        double sum = 0;
        for (double part : partial) {
            sum += part;
        }
        return sum;
    }
}
