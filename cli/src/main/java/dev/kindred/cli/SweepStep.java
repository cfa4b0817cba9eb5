package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.model.ModelConfig;
import dev.kindred.select.Selected;
import dev.kindred.sweep.ClusterCounts;
import dev.kindred.sweep.Pretraining;
import dev.kindred.sweep.Sweep;
import dev.kindred.sweep.SweepCancelledException;
import dev.kindred.sweep.SweepOptions;
import dev.kindred.sweep.SweepPlan;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.GraphSize;
import dev.kindred.train.TrainingCancelledException;
import dev.kindred.train.TrainingOptions;

/**
 * The sweep of a command: one pretraining, then every number of clusters.
 *
 * @param input that is clustered
 * @param counts numbers of clusters
 * @param settings of the run
 * @param progress of the whole
 */
record SweepStep(ClusterInput input, ClusterCounts counts, Settings settings, Progress progress) {
    /**
     * Sweeps.
     *
     * @throws InterruptedRunException where a signal ended it
     */
    Sweep run(int threads) {
        AttributedGraph graph = input.graph();
        if (!Selected.compares(GraphSize.of(graph), counts.largest())) {
            throw new InvalidInputException("-k: expected a number, for the graph is too large to try " + counts
                    + "; try fewer or smaller numbers, or cluster a sample");
        }
        ModelConfig config = settings.forClusters(counts.largest(), input);
        SweepPlan plan = settings.plan(counts);
        try {
            Matrix embedding = settings.method().isSimple() ? null : pretrained(graph, config, threads);
            progress.sweepStarted();
            return Sweep.of(
                    graph,
                    input.blocks(),
                    embedding,
                    plan,
                    new SweepOptions(threads, progress::swept, Interruption::isRequested));
        } catch (TrainingCancelledException | SweepCancelledException e) {
            throw new InterruptedRunException(e.getMessage() + ": run the command again", e);
        }
    }

    private Matrix pretrained(AttributedGraph graph, ModelConfig config, int threads) {
        MemoryLimits.ofThisProcess().check(GraphSize.of(graph), config, 1);
        return Pretraining.embedding(
                graph,
                config,
                TrainingOptions.defaults()
                        .withThreads(threads)
                        .withListener(progress)
                        .withCancellation(Interruption::isRequested));
    }
}
