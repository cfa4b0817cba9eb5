package dev.kindred;

import dev.kindred.autograd.Activation;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Features;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.ReconstructionConfig;
import dev.kindred.model.ReconstructionConfig.Pairs;
import dev.kindred.model.Safeguards;
import dev.kindred.model.Safeguards.EmptyClusters;
import dev.kindred.model.Schedule;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.DecConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.Attention;
import dev.kindred.nn.GatConfig.Dropout;
import dev.kindred.nn.GatConfig.EdgeWeights;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.nn.GatConfig.Output;
import dev.kindred.nn.GatConfig.Proximity;
import dev.kindred.nn.HeadConfig.Assignment;
import dev.kindred.train.Clustering;
import dev.kindred.train.Trainer;
import dev.kindred.train.TrainingListener;
import dev.kindred.train.TrainingOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Deep attentional embedded graph clustering (Wang et al., IJCAI 2019): three presets of its config, and training in one call. */
public final class Daegc {
    private Daegc() {}

    /** The named preset: {@code default}, {@code seed} or {@code paper}. */
    public static ModelConfig preset(String name, int clusters) {
        return switch (name) {
            case "default" -> defaults(clusters);
            case "seed" -> seed(clusters);
            case "paper" -> paper(clusters);
            default -> throw new IllegalArgumentException("preset: expected default, seed or paper, got " + name);
        };
    }

    /**
     * The recommended preset: L2-normalized features and embeddings, weight decay, and strong dropout of features. Dropout, decay and
     * epochs are those whose clusterings agree most from seed to seed, a score that reads no labels (docs/RESULTS.md).
     */
    public static ModelConfig defaults(int clusters) {
        return new ModelConfig(
                Features.Normalization.L2,
                GatConfig.ofSizes(64, 64)
                        .withDropout(new Dropout(.9, 0, 0))
                        .withOutput(new Output(Activation.NONE, EmbeddingNorm.L2)),
                new ReconstructionConfig(Pairs.SAMPLED, 1),
                new DecConfig(clusters, new Assignment(1, 3), 10, 5),
                new Schedule(
                        new StageConfig(300, .01, 5e-4),
                        10,
                        new StageConfig(100, .001, 5e-4),
                        Safeguards.NONE.withEmptyClusters(EmptyClusters.RESEED)),
                0);
    }

    /**
     * The recommended preset for a graph: as {@link #defaults(int)} where attributes are many words, long vectors or positions in the graph. Columns
     * that say something each, such as a few numbers and categories, are not scaled by row, and fewer of their values are dropped. Where
     * edges have weights, the loss counts edges by them.
     *
     * @param blocks what the columns of the features mean, as a table reader tells; null where nobody knows, and the values decide
     */
    public static ModelConfig defaults(int clusters, AttributedGraph graph, @Nullable List<FeatureBlock> blocks) {
        return DefaultsByData.of(clusters, graph, blocks);
    }

    /** What the seed's library (PyAGC 1.1.1) trains; for parity and comparison. */
    public static ModelConfig seed(int clusters) {
        return new ModelConfig(
                Features.Normalization.ROW_SUM,
                GatConfig.ofSizes(64, 64),
                new ReconstructionConfig(Pairs.SAMPLED, 1),
                new DecConfig(clusters, Assignment.STANDARD, 10, 5),
                new Schedule(new StageConfig(200, .01, 0), 10, new StageConfig(100, .001, 0), Safeguards.NONE),
                0);
    }

    /** The published model: two-hop attention, sizes 256-16, all pairs (DAEGC, section 4). */
    public static ModelConfig paper(int clusters) {
        return new ModelConfig(
                Features.Normalization.NONE,
                GatConfig.ofSizes(256, 16)
                        .withAttention(Attention.plain()
                                .withEdgeWeights(EdgeWeights.IGNORE)
                                .withProximity(new Proximity(2, 0)))
                        .withOutput(new Output(Activation.ELU, EmbeddingNorm.L2)),
                new ReconstructionConfig(Pairs.EXACT, 1),
                new DecConfig(clusters, Assignment.STANDARD, 10, 5),
                new Schedule(new StageConfig(200, .005, .005), 10, new StageConfig(100, .0001, .005), Safeguards.NONE),
                0);
    }

    /** Clusters a graph on all processors. */
    public static Clustering fit(AttributedGraph graph, ModelConfig config) {
        return fit(graph, config, TrainingOptions.defaults());
    }

    /**
     * Clusters a graph.
     *
     * @param threads that train, this one included; the result is the same for any number
     * @param listener told of progress
     */
    public static Clustering fit(AttributedGraph graph, ModelConfig config, int threads, TrainingListener listener) {
        return Trainer.fit(graph, config, threads, listener);
    }

    /**
     * Clusters a graph with checkpoints, or so that it can be cancelled.
     *
     * @param options how the run is carried out; none of it changes the result
     */
    public static Clustering fit(AttributedGraph graph, ModelConfig config, TrainingOptions options) {
        return Trainer.fit(graph, config, options);
    }

    /** Clusters a graph on a thread of its own, on all processors; see {@link #fitAsync(AttributedGraph, ModelConfig, TrainingOptions)}. */
    public static CompletableFuture<Clustering> fitAsync(AttributedGraph graph, ModelConfig config) {
        return fitAsync(graph, config, TrainingOptions.defaults());
    }

    /**
     * Clusters a graph on a thread of its own. {@code cancel} on the future stops the run within an epoch and ends its threads, as does whatever else completes
     * the future first, such as {@code orTimeout}. Futures derived from it ({@code thenApply}) don't pass their cancellation on: cancel this one.
     */
    public static CompletableFuture<Clustering> fitAsync(
            AttributedGraph graph, ModelConfig config, TrainingOptions options) {
        return Trainer.fitAsync(graph, config, options);
    }
}
