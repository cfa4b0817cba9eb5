package dev.kindred.layout;

import dev.kindred.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grid that sums Gaussians of all points. A point is dealt onto 4 x 4 nodes by cubic B-splines, rows and columns are convolved with each Gaussian in turn, and the
 * potential and its gradient are read through the same splines. Both splines widen a Gaussian, by a variance of {@code h^2 / 3} each, so the Gaussian convolved
 * with is narrower by as much (the particle-mesh methods of molecular dynamics correct likewise; Hockney and Eastwood, 1988, chapter 8).
 */
final class GaussianGrid {
    /** Distance of neighboring nodes of the finest grid, where it needs no more than {@link #ROOMY} nodes a side. */
    private static final double FINE = .25;

    /** The same for larger pictures. */
    private static final double COARSE = .5;

    private static final int ROOMY = 320;

    /** How much coarser the next grid is. */
    private static final int STEP = 4;

    /** A Gaussian goes onto a grid whose nodes are at most its deviation by this apart. */
    private static final double NODES_A_DEVIATION = 2.5;

    /** Nodes a side that the coarsest grid has at least, without its margin. */
    private static final int LEAST = 12;

    /** Nodes around the points: the splines reach 2. */
    private static final int MARGIN = 2;

    /** Deviations after which a Gaussian is cut off. */
    private static final double REACH = 4.5;

    /** Rows of a strip, which is one chunk of work. */
    private static final int STRIP = 8;

    /** Largest {@code log s} of the trapezoid rule, and the smallest where the points lie close together. */
    private static final int LAST_TERM = 2;

    private static final int FIRST_TERM = -10;

    private final double left;
    private final double bottom;
    private final double spacing;
    private final int width;
    private final int height;
    private final List<Term> terms;
    private final float[] charges;
    private final float[] sums;
    private final double remainder;

    /**
     * One Gaussian on this grid.
     *
     * @param amplitude of its product
     * @param taps {@code [2 reach + 1]} along one axis
     */
    private record Term(float amplitude, float[] taps) {
        int reach() {
            return taps.length / 2;
        }

        static Term of(double log, double spacing) {
            double s = Math.exp(log);
            double variance = 1 / (2 * s);
            double narrowed = Math.max(variance - 2 * spacing * spacing / 3, 1e-3 * spacing * spacing);
            int reach = Math.max(1, (int) Math.ceil(REACH * Math.sqrt(narrowed) / spacing));
            double[] taps = new double[2 * reach + 1];
            double sum = 0;
            for (int r = -reach; r <= reach; r++) {
                taps[reach + r] = Math.exp(-r * r * spacing * spacing / (2 * narrowed));
                sum += taps[reach + r];
            }
            double whole = Math.sqrt(2 * Math.PI * variance) / spacing;
            float[] scaled = new float[taps.length];
            for (int r = 0; r < taps.length; r++) {
                scaled[r] = (float) (taps[r] / sum * whole);
            }
            return new Term((float) weight(log), scaled);
        }
    }

    /** {@code exp(-s) ds} at {@code s = exp log}, a step of 1 in the logarithm. */
    private static double weight(double log) {
        return Math.exp(log - Math.exp(log));
    }

    private GaussianGrid(double[] box, double spacing, List<Double> logs, double remainder) {
        this.spacing = spacing;
        this.left = box[0] - MARGIN * spacing;
        this.bottom = box[1] - MARGIN * spacing;
        this.width = (int) Math.ceil((box[2] - box[0]) / spacing) + 2 * MARGIN + 1;
        this.height = (int) Math.ceil((box[3] - box[1]) / spacing) + 2 * MARGIN + 1;
        this.terms = logs.stream().map(log -> Term.of(log, spacing)).toList();
        this.charges = new float[Math.multiplyExact(width, height)];
        this.sums = new float[charges.length];
        this.remainder = remainder;
    }

    /**
     * The grids that together hold {@code 1 / (1 + r^2)} over the extent of some points, the finest first.
     *
     * @param box least x and y, largest x and y of the points, not all equal
     */
    static GaussianGrid[] levels(double[] box) {
        double extent = Math.max(box[2] - box[0], box[3] - box[1]);
        double spacing = Math.min(Math.min(Math.max(FINE, extent / ROOMY), COARSE), extent / LEAST);
        int first = Math.min(FIRST_TERM, (int) Math.floor(-Math.log(2 * extent * extent)) - 4);
        int log = LAST_TERM;
        List<GaussianGrid> levels = new ArrayList<>();
        while (log >= first) {
            double coarser = spacing * STEP;
            boolean last = extent / coarser < LEAST;
            List<Double> logs = new ArrayList<>();
            while (log >= first && (last || Math.sqrt(.5 * Math.exp(-log)) < NODES_A_DEVIATION * coarser)) {
                logs.add((double) log--);
            }
            // Gaussians wider still are 1 all over.
            double remainder = log >= first ? 0 : Math.exp(first - .5);
            levels.add(new GaussianGrid(box, spacing, logs, remainder));
            spacing = coarser;
        }
        return levels.toArray(GaussianGrid[]::new);
    }

    /** Deals the points onto the nodes. */
    void deal(float[] y) {
        float[] wx = new float[4];
        float[] wy = new float[4];
        for (int i = 0; i < y.length; i += 2) {
            double u = (y[i] - left) / spacing;
            double v = (y[i + 1] - bottom) / spacing;
            int column = (int) u;
            int row = (int) v;
            spline((float) (u - column), wx);
            spline((float) (v - row), wy);
            for (int r = 0; r < 4; r++) {
                int at = (row - 1 + r) * width + column - 1;
                charges[at] += wy[r] * wx[0];
                charges[at + 1] += wy[r] * wx[1];
                charges[at + 2] += wy[r] * wx[2];
                charges[at + 3] += wy[r] * wx[3];
            }
        }
    }

    int strips() {
        return (height + STRIP - 1) / STRIP;
    }

    /**
     * Sums the Gaussians on a strip of rows.
     *
     * @param scratch of the caller's last strip, or null
     * @return scratch for its next one
     */
    float[] sumStrip(Kernels kernels, int strip, float @Nullable [] scratch) {
        int reach = terms.stream().mapToInt(Term::reach).max().orElse(0);
        int size = width + 2 * reach;
        float[] line = scratch == null || scratch.length < size ? new float[size] : scratch;
        for (int row = strip * STRIP; row < Math.min(height, (strip + 1) * STRIP); row++) {
            for (Term term : terms) {
                int own = term.reach();
                Arrays.fill(line, 0, size, 0f);
                int from = Math.max(0, row - own);
                int to = Math.min(height, row + own + 1);
                kernels.weightedSum(
                        term.taps, from - row + own, charges, from * width, width, to - from, line, reach, width);
                kernels.scaleInPlace(term.amplitude, line, reach, width);
                kernels.weightedSum(term.taps, 0, line, reach - own, 1, 2 * own + 1, sums, row * width, width);
            }
        }
        return line;
    }

    /** What a point's own Gaussians add to its potential, on average over its place between the nodes. */
    double self() {
        int places = 8;
        float[] w = new float[4];
        double self = remainder;
        for (Term term : terms) {
            double mean = 0;
            for (int place = 0; place < places; place++) {
                spline((place + .5f) / places, w);
                for (int a = 0; a < 4; a++) {
                    for (int b = 0; b < 4; b++) {
                        int tap = term.reach() + a - b;
                        mean += tap < 0 || tap >= term.taps.length ? 0 : w[a] * w[b] * term.taps[tap] / places;
                    }
                }
            }
            self += term.amplitude * mean * mean;
        }
        return self;
    }

    /** Adds the potential of points {@code from .. to - 1}, and half its negative gradient to the force. */
    void read(float[] y, int from, int to, float[] potential, float[] force) {
        float[] wx = new float[4];
        float[] wy = new float[4];
        float[] dx = new float[4];
        float[] dy = new float[4];
        float scale = (float) (-.5 / spacing);
        float everywhere = (float) (remainder * (y.length / 2.0));
        for (int i = from; i < to; i++) {
            double u = (y[2 * i] - left) / spacing;
            double v = (y[2 * i + 1] - bottom) / spacing;
            int column = (int) u;
            int row = (int) v;
            spline((float) (u - column), wx);
            spline((float) (v - row), wy);
            slopes((float) (u - column), dx);
            slopes((float) (v - row), dy);
            float sum = 0;
            float gx = 0;
            float gy = 0;
            for (int r = 0; r < 4; r++) {
                int at = (row - 1 + r) * width + column - 1;
                float along = wx[0] * sums[at] + wx[1] * sums[at + 1] + wx[2] * sums[at + 2] + wx[3] * sums[at + 3];
                float slope = dx[0] * sums[at] + dx[1] * sums[at + 1] + dx[2] * sums[at + 2] + dx[3] * sums[at + 3];
                sum += wy[r] * along;
                gx += wy[r] * slope;
                gy += dy[r] * along;
            }
            potential[i] += sum + everywhere;
            force[2 * i] += scale * gx;
            force[2 * i + 1] += scale * gy;
        }
    }

    /** Cubic B-spline weights of the four nodes around a point at {@code t} between the second and the third. */
    private static void spline(float t, float[] out) {
        float u = 1 - t;
        out[0] = u * u * u / 6;
        out[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
        out[2] = (4 - 6 * u * u + 3 * u * u * u) / 6;
        out[3] = t * t * t / 6;
    }

    private static void slopes(float t, float[] out) {
        float u = 1 - t;
        out[0] = -u * u / 2;
        out[1] = (-4 * t + 3 * t * t) / 2;
        out[2] = (4 * u - 3 * u * u) / 2;
        out[3] = t * t / 2;
    }
}
