package dev.kindred.method;

import dev.kindred.cluster.KMeans;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The methods without a network, by name. The same seed gives the same bits for any number of threads. */
public final class SimpleMethods {
    private static final int RESTARTS = 10;
    private static final int RESTARTS_OF_LARGE = 4;
    /** Values in the points from which on fewer restarts have to do. */
    private static final long LARGE = 200_000;

    private static final int SSGC_STEPS = 8;
    private static final double SSGC_OWN = .05;
    private final Prepared data;
    private final int clusters;
    private final long seed;
    private final Compute compute;

    /**
     * Methods on one graph.
     *
     * @param clusters k
     * @param seed of starts
     */
    public SimpleMethods(Prepared data, int clusters, long seed, Compute compute) {
        this.data = data;
        this.clusters = clusters;
        this.seed = seed;
        this.compute = compute;
    }

    /**
     * Why a method cannot be used on this graph; empty where it can.
     */
    public static String refusal(Method method, Prepared data) {
        return switch (method) {
            case KMEANS -> data.hasAttributes() ? "" : "needs attributes, and the nodes have none of their own";
            case LEIDEN, SPECTRAL -> data.hasEdges() ? "" : "needs edges, and the graph has none";
            case SSGC -> !data.hasAttributes() ? refusal(Method.KMEANS, data) : refusal(Method.LEIDEN, data);
            case AUTO, DAEGC, BLOCKS -> "";
        };
    }

    /**
     * Groups the nodes.
     *
     * @param method any but AUTO and DAEGC
     * @throws IllegalArgumentException where the method cannot be used, see {@link #refusal}
     */
    public Grouping fit(Method method) {
        String refusal = refusal(method, data);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException("method " + method.key() + ": " + refusal);
        }
        return switch (method) {
            case KMEANS -> byPoints(method, data.points());
            case SSGC -> byPoints(method, Smoothing.averaged(data.edges(), data.points(), SSGC_STEPS, SSGC_OWN));
            case SPECTRAL -> byPoints(method, Spectral.of(data.edges(), clusters));
            case LEIDEN -> leiden();
            case BLOCKS -> blocks(starts());
            case AUTO, DAEGC ->
                throw new IllegalArgumentException("method: expected one without a network, got " + method.key());
        };
    }

    /**
     * k-means on attributes that were smoothed so many steps, one grouping for each number of steps.
     *
     * @param steps ascending; 0 for the attributes as they are
     */
    public List<Grouping> smoothed(int... steps) {
        List<Grouping> groupings = new ArrayList<>();
        Matrix points = data.points();
        int done = 0;
        for (int number : steps) {
            points = Smoothing.of(data.edges(), points, number - done);
            done = number;
            groupings.add(byPoints(Method.SSGC, points));
        }
        return groupings;
    }

    /** Different first guesses: by the attributes, by the edges, and by both. */
    public List<int[]> starts() {
        List<int[]> starts = new ArrayList<>();
        if (data.hasAttributes()) {
            starts.add(fit(Method.KMEANS).labels());
            if (data.hasEdges()) {
                smoothed(2, 8).forEach(grouping -> starts.add(grouping.labels()));
            }
        }
        if (data.hasEdges()) {
            starts.add(fit(Method.SPECTRAL).labels());
            starts.add(leiden().labels());
        }
        if (starts.isEmpty()) {
            int[] labels = new int[data.nodes()];
            Arrays.setAll(labels, i -> i % clusters);
            starts.add(labels);
        }
        return starts;
    }

    /** The block model from the best of some starts. */
    public Grouping blocks(List<int[]> starts) {
        return new Grouping(Method.BLOCKS, clusters, blockFit(starts).shares());
    }

    /** As {@link #blocks}, with its bound. A fit whose groups ran empty counts less than any other. */
    public BlockModel.Fit blockFit(List<int[]> starts) {
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        BlockModel.Fit best = null;
        for (int[] start : starts) {
            BlockModel.Fit fit = BlockModel.fit(data.edges(), attributes, clusters, start);
            best = best == null || fit.betterThan(best) ? fit : best;
        }
        if (best == null) {
            throw new IllegalArgumentException("starts: expected 1 or more, got none");
        }
        return new SplitAndMerge(data, space(), seed, compute).improved(best);
    }

    /** Where nodes that belong together lie together. */
    private Matrix space() {
        if (!data.hasAttributes()) {
            return Spectral.of(data.edges(), clusters);
        }
        return data.hasEdges() ? Smoothing.of(data.edges(), data.points(), 2) : data.points();
    }

    private Grouping leiden() {
        int[] labels = new Communities(data.edges(), seed).merged(clusters);
        return new Grouping(Method.LEIDEN, clusters, edgeShares(labels));
    }

    /** Half for the own group, half by where a node's edges lead. */
    private double[] edgeShares(int[] labels) {
        EdgeCounts edges = data.edges();
        double[] shares = new double[labels.length * clusters];
        for (int i = 0; i < labels.length; i++) {
            double degree = edges.degree(i);
            shares[i * clusters + labels[i]] = degree == 0 ? 1 : .51;
            for (int e = edges.from(i); degree > 0 && e < edges.to(i); e++) {
                shares[i * clusters + labels[edges.neighbor(e)]] += .49 * edges.count(e, i) / degree;
            }
        }
        return shares;
    }

    private Grouping byPoints(Method method, Matrix points) {
        boolean large = points.data().length > LARGE;
        Matrix used = data.attributes().areWide() ? unitRows(points) : points;
        KMeans.Result found =
                KMeans.of(clusters, large ? RESTARTS_OF_LARGE : RESTARTS).fit(compute, used, seed);
        return new Grouping(method, clusters, pointShares(used, found));
    }

    /** Of Gaussians of one variance around the centers. */
    private double[] pointShares(Matrix points, KMeans.Result found) {
        int n = points.rows();
        int d = points.columns();
        double variance = Math.max(1e-12, found.inertia() / Math.max(1, (long) n * d));
        double[] shares = new double[n * clusters];
        double[] distances = new double[clusters];
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < clusters; c++) {
                double squares = 0;
                for (int j = 0; j < d; j++) {
                    double difference = points.get(i, j) - found.centers().get(c, j);
                    squares += difference * difference;
                }
                distances[c] = squares;
                least = Math.min(least, squares);
            }
            double sum = 0;
            for (int c = 0; c < clusters; c++) {
                // The label is kept where rounding has two centers equally near.
                double from = c == found.labels()[i] ? least : Math.max(distances[c], least * (1 + 1e-9));
                shares[i * clusters + c] = Math.exp(-.5 * (from - least) / variance);
                sum += shares[i * clusters + c];
            }
            for (int c = 0; c < clusters; c++) {
                shares[i * clusters + c] /= sum;
            }
        }
        return shares;
    }

    /** Rows scaled to length 1; rows of zeros stay. */
    public static Matrix unitRows(Matrix points) {
        Matrix out = points.copy();
        float[] data = out.data();
        int d = out.columns();
        for (int i = 0; i < out.rows(); i++) {
            double squares = 0;
            for (int c = 0; c < d; c++) {
                squares += (double) data[i * d + c] * data[i * d + c];
            }
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int c = 0; c < d; c++) {
                data[i * d + c] *= scale;
            }
        }
        return out;
    }
}
