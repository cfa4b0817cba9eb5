package dev.kindred;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.select.Selected;
import dev.kindred.train.BackgroundRun;
import dev.kindred.train.Trainer;
import dev.kindred.train.TrainingOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The front door: groups the nodes of a graph by the method that suits it, as {@code kindred cluster} does. {@link Daegc} trains the network alone.
 */
public final class Kindred {
    private Kindred() {}

    /**
     * Clusters a graph with all defaults: the network and simple methods are compared without labels ({@link Method#AUTO}), on all processors.
     *
     * @param clusters k, 1 or more and at most the number of nodes
     */
    public static Selected cluster(AttributedGraph graph, int clusters) {
        return cluster(graph, null, Method.AUTO, Daegc.defaults(clusters, graph, null), TrainingOptions.defaults());
    }

    /**
     * Clusters a graph. The same seed gives the same bits for any number of threads.
     *
     * @param blocks what the columns of the features mean; null where nobody knows, and their values must tell
     * @param method what makes the clusters; the network is trained for {@link Method#AUTO} and {@link Method#DAEGC} alone
     * @param config of the network; its number of clusters and its seed are those of every method
     * @param options how the run is carried out; none of it changes the result
     * @throws IllegalArgumentException where the graph lacks what the method needs, such as attributes for {@link Method#KMEANS}
     */
    public static Selected cluster(
            AttributedGraph graph,
            @Nullable List<FeatureBlock> blocks,
            Method method,
            ModelConfig config,
            TrainingOptions options) {
        ModelConfig used = method.isSimple() ? config.untrained() : config;
        return Selected.of(method, graph, blocks, Trainer.fit(graph, used, options), options.threads());
    }

    /** Clusters a graph with all defaults on a thread of its own; see the other method of this name. */
    public static CompletableFuture<Selected> clusterAsync(AttributedGraph graph, int clusters) {
        return clusterAsync(
                graph, null, Method.AUTO, Daegc.defaults(clusters, graph, null), TrainingOptions.defaults());
    }

    /**
     * Clusters a graph on a thread of its own. {@code cancel} on the future stops training within an epoch and ends its threads, as does whatever else completes the
     * future first, such as {@code orTimeout}; a comparison of methods that has begun is finished before.
     */
    public static CompletableFuture<Selected> clusterAsync(
            AttributedGraph graph,
            @Nullable List<FeatureBlock> blocks,
            Method method,
            ModelConfig config,
            TrainingOptions options) {
        return BackgroundRun.start(options, cancellable -> cluster(graph, blocks, method, config, cancellable));
    }
}
