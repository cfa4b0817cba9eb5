package dev.kindred;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.DaegcConfig;
import dev.kindred.train.Clustering;
import dev.kindred.train.Trainer;
import dev.kindred.train.TrainingListener;
import dev.kindred.train.TrainingOptions;

/** Deep attentional embedded graph clustering in one call. */
public final class Daegc {
    private Daegc() {}

    /** Clusters a graph on all processors. */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config) {
        return fit(graph, config, Runtime.getRuntime().availableProcessors(), TrainingListener.SILENT);
    }

    /**
     * Clusters a graph.
     *
     * @param threads that train, this one included; the result is the same for any number
     * @param listener told of progress
     */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config, int threads, TrainingListener listener) {
        return Trainer.fit(graph, config, threads, listener);
    }

    /**
     * Clusters a graph with checkpoints, or so that it can be cancelled.
     *
     * @param options how the run is carried out; none of it changes the result
     */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config, TrainingOptions options) {
        return Trainer.fit(graph, config, options);
    }
}
