package dev.kindred.method;

import java.util.Arrays;
import java.util.List;

/**
 * An attributed block model: groups that explain both the edges and the attributes. Edges are Poisson counts of a degree-corrected stochastic
 * block model (Karrer and Newman, 2011); numbers are Gaussian with one variance a column, categories and words multinomial, flags Bernoulli,
 * all independent given the group, of free size. Fitted by variational EM with node-by-node updates, in a fixed order and on one
 * thread: {@code O(k (e + s))} a sweep.
 */
public final class BlockModel {
    /**
     * A fit.
     *
     * @param shares {@code [n x k]} posterior of the groups
     * @param edgeNats what the groups explain of the edges: log-likelihood ratio to one single group
     * @param attributeNats the same of the attributes
     * @param bound lower bound of the log-likelihood ratio of all: the two, less what it costs to name the groups
     */
    public record Fit(int clusters, double[] shares, double edgeNats, double attributeNats, double bound) {
        /** Whether it leaves fewer groups empty than another fit, or as many and explains more. */
        boolean betterThan(Fit other) {
            int occupied = Grouping.occupied(labels(), clusters);
            int others = Grouping.occupied(other.labels(), clusters);
            return occupied > others || (occupied == others && bound > other.bound);
        }

        /** {@code [n]} the likeliest group. */
        public int[] labels() {
            return new Grouping(Method.BLOCKS, clusters, shares).labels();
        }
    }

    private static final int ITERATIONS = 60;
    /** Iterations between two looks at the bound. */
    private static final int LOOK = 5;

    private static final double TOLERANCE = 1e-6;
    /** How far the start's labels are believed. */
    private static final double CERTAINTY = .8;

    private static final double LAMBDA_PRIOR = 2;

    private final EdgeCounts edges;
    private final int nodes;
    private final int k;
    private final List<BlockLikelihood> attributes;
    private final double[] q;
    private final double[] evidence;
    private final double[] logLambda;
    private final double[] lambda;
    private final double[] volume;
    private final double[] share;
    private double attributeNats;

    private BlockModel(EdgeCounts edges, List<BlockLikelihood> attributes, int clusters, double[] start) {
        this.edges = edges;
        this.nodes = edges.nodes();
        this.k = clusters;
        this.attributes = attributes;
        q = start;
        evidence = new double[nodes * k];
        logLambda = new double[k * k];
        lambda = new double[k * k];
        volume = new double[k];
        share = new double[k];
    }

    /**
     * Fits from a start.
     *
     * @param start {@code [n]} labels, 0 .. k-1
     */
    public static Fit fit(EdgeCounts edges, List<BlockLikelihood> attributes, int clusters, int[] start) {
        double[] shares = Grouping.of(Method.BLOCKS, start, clusters, CERTAINTY).shares();
        BlockModel model = new BlockModel(edges, attributes, clusters, shares);
        Fit fit = null;
        for (int t = 1; t <= ITERATIONS; t++) {
            model.estimate();
            model.sweep();
            if (t % LOOK == 0) {
                Fit now = model.now();
                boolean done = fit != null && now.bound - fit.bound < TOLERANCE * Math.abs(now.bound);
                fit = now;
                if (done) {
                    break;
                }
            }
        }
        if (fit == null) {
            throw new AssertionError("iterations: expected " + LOOK + " or more, got " + ITERATIONS);
        }
        return fit;
    }

    /** What some labels explain, as they are. */
    public static Fit of(EdgeCounts edges, List<BlockLikelihood> attributes, int clusters, int[] labels) {
        return new BlockModel(
                        edges,
                        attributes,
                        clusters,
                        Grouping.of(Method.BLOCKS, labels, clusters, 1).shares())
                .now();
    }

    /** Sizes, block rates and attributes given the shares. */
    private void estimate() {
        Arrays.fill(share, 1);
        Arrays.fill(volume, 0);
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                share[c] += q[i * k + c];
                volume[c] += q[i * k + c] * edges.degree(i);
            }
        }
        for (int c = 0; c < k; c++) {
            share[c] = share[c] / (nodes + k);
        }
        if (edges.total() > 0) {
            rates();
        }
        Arrays.fill(evidence, 0);
        attributeNats = 0;
        for (BlockLikelihood block : attributes) {
            attributeNats += block.estimate(q, k, evidence);
        }
    }

    private void rates() {
        double[] between = new double[k * k];
        double[] near = new double[k];
        for (int i = 0; i < nodes; i++) {
            neighborhood(i, near);
            for (int c = 0; c < k; c++) {
                for (int d = 0; d < k; d++) {
                    between[c * k + d] += q[i * k + c] * near[d];
                }
            }
        }
        for (int c = 0; c < k; c++) {
            for (int d = 0; d < k; d++) {
                double expected = volume[c] * volume[d] / edges.total();
                double both = .5 * (between[c * k + d] + between[d * k + c]);
                lambda[c * k + d] = (both + LAMBDA_PRIOR) / (expected + LAMBDA_PRIOR);
                logLambda[c * k + d] = Math.log(lambda[c * k + d]);
            }
        }
    }

    private void neighborhood(int i, double[] near) {
        Arrays.fill(near, 0);
        for (int e = edges.from(i); e < edges.to(i); e++) {
            double count = edges.count(e, i);
            int j = edges.neighbor(e) * k;
            for (int d = 0; d < k; d++) {
                near[d] += count * q[j + d];
            }
        }
    }

    /** Updates the shares, node by node. */
    private void sweep() {
        double[] near = new double[k];
        double[] logits = new double[k];
        for (int i = 0; i < nodes; i++) {
            double degree = edges.degree(i);
            boolean linked = degree > 0;
            if (linked) {
                neighborhood(i, near);
            }
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                double logit = Math.log(share[c]) + evidence[i * k + c];
                if (linked) {
                    double sum = 0;
                    for (int d = 0; d < k; d++) {
                        double others = (volume[d] - q[i * k + d] * degree) * degree / edges.total();
                        sum += near[d] * logLambda[c * k + d] - others * lambda[c * k + d];
                    }
                    logit += sum;
                }
                logits[c] = logit;
                most = Math.max(most, logit);
            }
            double sum = 0;
            for (int c = 0; c < k; c++) {
                logits[c] = Math.exp(logits[c] - most);
                sum += logits[c];
            }
            for (int c = 0; c < k; c++) {
                double moved = logits[c] / sum;
                volume[c] += (moved - q[i * k + c]) * degree;
                q[i * k + c] = moved;
            }
        }
    }

    private Fit now() {
        estimate();
        double names = 0;
        double edgeNats = 0;
        double[] near = new double[k];
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < k; c++) {
                double p = q[i * k + c];
                if (p > 1e-12) {
                    names += p * (Math.log(share[c]) - Math.log(p));
                }
            }
            neighborhood(i, near);
            for (int c = 0; c < k; c++) {
                for (int d = 0; d < k; d++) {
                    edgeNats += .5 * q[i * k + c] * near[d] * logLambda[c * k + d];
                }
            }
        }
        for (int c = 0; c < k && edges.total() > 0; c++) {
            for (int d = 0; d < k; d++) {
                double rate = lambda[c * k + d];
                edgeNats -= .5 * (rate - 1) * volume[c] * volume[d] / edges.total();
                edgeNats += .25 * LAMBDA_PRIOR * (logLambda[c * k + d] - rate + 1);
            }
        }
        return new Fit(k, q.clone(), edgeNats, attributeNats, names + edgeNats + attributeNats);
    }
}
