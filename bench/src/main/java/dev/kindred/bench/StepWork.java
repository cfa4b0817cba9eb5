package dev.kindred.bench;

import dev.kindred.autograd.HeadMerge;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Proximity;
import dev.kindred.graph.SparseRows;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Phase;
import dev.kindred.model.ReconstructionConfig;
import dev.kindred.model.ReconstructionConfig.Pairs;
import dev.kindred.nn.DecConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the operations of a step have to do at least, from the sizes of graph and model: what the mathematics needs, not what the code
 * happens to do, so that a better algorithm shows as a better figure. An operation whose work is not known here is missing.
 *
 * <p>Symbols: n nodes, e directed edges, a attention entries (edges and self-loops, or the t-order neighborhood), z stored feature
 * values, d columns of features, w columns of a layer, h of the embedding, k clusters. A multiply-add is 2 flops; an exponential or a
 * logarithm counts as {@value #ELEMENTARY}, the length of its polynomial.
 */
final class StepWork {
    /** Flops of exp or log. */
    static final int ELEMENTARY = 20;

    /** Flops of Adam per parameter. */
    private static final int ADAM = 15;

    /**
     * Work of one operation of one layer.
     *
     * @param flops operations
     * @param streamed bytes of arrays that are read or written once, in order
     * @param gathered bytes of rows read along edges or entries, as often as they are met
     * @param footprint bytes of the matrix that rows are gathered from: says which cache they can come from
     */
    record Work(double flops, double streamed, double gathered, long footprint) {}

    private final Map<String, List<Work>> operations = new LinkedHashMap<>();
    private final ModelConfig config;
    private final GatConfig encoder;
    private final DecConfig head;
    private final ReconstructionConfig objective;
    private final double n;
    private final double e;
    private final double a;

    private StepWork(AttributedGraph graph, ModelConfig config) {
        this.config = config;
        this.n = graph.nodes();
        this.e = Proximity.undirected(graph.graph()).edges();
        this.encoder = (GatConfig) config.encoder();
        this.head = (DecConfig) config.head();
        this.objective = (ReconstructionConfig) config.objective();
        GatConfig.Proximity proximity = encoder.attention().proximity();
        this.a = proximity.order() > 1
                ? Proximity.ofOrder(graph.graph(), proximity.order(), proximity.top())
                        .edges()
                : Proximity.withSelfLoops(graph.graph()).edges();
    }

    /** The work of one step, by operation, named as in {@link StepProfile}. */
    static Map<String, List<Work>> of(AttributedGraph graph, ModelConfig config, Phase phase) {
        StepWork work = new StepWork(graph, config);
        work.encoder(graph.features());
        work.losses();
        double parameters = work.parameters(graph.features().columns());
        if (phase == Phase.FINETUNE) {
            work.clusters();
            parameters += (double) config.clusters() * config.encoder().embeddingSize();
        }
        // Reads gradient, parameter and two moments; writes the last three.
        work.add("Adam", ADAM * parameters, 7 * parameters, 0, 0);
        return work.operations;
    }

    /** Adds a work whose streams and gathers are counted in floats. */
    private void add(String operation, double flops, double streamed, double gathered, double rows) {
        operations
                .computeIfAbsent(operation, name -> new ArrayList<>())
                .add(new Work(flops, Float.BYTES * streamed, Float.BYTES * gathered, (long) (Float.BYTES * rows)));
    }

    private double width(int layer) {
        double size = encoder.sizes().get(layer);
        return encoder.attention().merge() == HeadMerge.CONCAT
                ? size
                : size * encoder.attention().heads();
    }

    private void encoder(Features features) {
        double inputs = features.columns();
        for (int layer = 0; layer < encoder.sizes().size(); layer++) {
            double w = width(layer);
            if (layer > 0 && encoder.dropout().hidden() > 0) {
                add("Dropout", n * inputs, 2 * n * inputs, 0, 0);
                add("Dropout backward", n * inputs, 3 * n * inputs, 0, 0);
            }
            if (layer == 0 && features instanceof SparseRows) {
                sparseLinear((double) features.storedValues(), inputs, w);
            } else {
                linear(layer, inputs, w);
            }
            attention(w, encoder.sizes().get(layer));
            inputs = encoder.sizes().get(layer);
        }
        if (encoder.output().norm() == EmbeddingNorm.L2) {
            double h = encoder.embeddingSize();
            add("RowNorm", 3 * n * h, 2 * n * h, 0, 0);
            add("RowNorm backward", 6 * n * h, 3 * n * h, 0, 0);
        }
    }

    /** A row of Y gathers rows of W; a row of W's gradient gathers rows of Y's. Values and indices are read; dropped values are written. */
    private void sparseLinear(double z, double d, double w) {
        double dropped = encoder.dropout().features() > 0 ? z : 0;
        add("SparseLinear", 2 * z * w, 2 * z + dropped + n * w, z * w, d * w);
        add("SparseLinear backward", 2 * z * w, 3 * z + d * w, z * w, n * w);
    }

    /** The features need no gradient, so the first layer has one product less. */
    private void linear(int layer, double d, double w) {
        if (layer == 0 && encoder.dropout().features() > 0) {
            add("Dropout", n * d, 2 * n * d, 0, 0);
        }
        int products = layer == 0 ? 1 : 2;
        add("Linear", 2 * n * d * w, n * d + d * w + n * w, 0, 0);
        add("Linear backward", products * 2 * n * d * w, products * (n * d + n * w + d * w), 0, 0);
    }

    /** Scores of both ends, softmax, one gather; back: one gather gives dot products and sums alike. */
    private void attention(double w, double out) {
        double heads = encoder.attention().heads();
        add(
                "GraphAttention",
                4 * n * w + (ELEMENTARY + 8) * a * heads + 2 * a * w,
                n * w + n * out + a * (1 + heads),
                a * w,
                n * w);
        add(
                "GraphAttention backward",
                4 * a * w + 10 * a * heads + 8 * n * w,
                2 * n * w + 2 * n * out + a * (2 + 2 * heads),
                a * out,
                n * out);
    }

    private void losses() {
        double h = encoder.embeddingSize();
        double logistic = 2 * ELEMENTARY;
        if (objective.pairs() == Pairs.EXACT) {
            // Every unordered pair has one logit; each end takes its gradient.
            add("AllPairsLoss", n * n * h + logistic / 2 * n * n + 2 * n * n * h, 3 * n * h, 0, 0);
            return;
        }
        // One dot product an undirected edge, one multiple of a row added at each end.
        add("EdgeLoss", e * h + logistic / 2 * e + 2 * e * h, 2 * n * h + 2 * e, e * h, n * h);
        double pairs = Math.max(1, Math.round(e / n)) * n;
        // Rows are gathered once into ring order; after that windows of them stay in the nearest cache.
        add("NonEdgeLoss", pairs * (2 * h + logistic + 4 * h), 3 * n * h + e, n * h, n * h);
    }

    /** Distances to all centers, and each distance's gradient for node and center; Q and P anew every few steps. */
    private void clusters() {
        double k = config.clusters();
        double h = encoder.embeddingSize();
        add("ClusteringLoss", 3 * n * k * h + ELEMENTARY * n * k + 4 * n * k * h, 3 * n * h + n * k, 0, 0);
        double each = 1.0 / head.updateInterval();
        add(StepProfile.TARGET, each * (3 * n * k * h + (ELEMENTARY + 6) * n * k), each * (n * h + 3 * n * k), 0, 0);
    }

    private double parameters(double columns) {
        double inputs = columns;
        double parameters = 0;
        for (int layer = 0; layer < encoder.sizes().size(); layer++) {
            double out = encoder.sizes().get(layer);
            parameters += inputs * width(layer) + 2 * width(layer) + out;
            inputs = out;
        }
        return parameters;
    }
}
