package dev.kindred.train;

import dev.kindred.cluster.SeedRun;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The same run with seeds s, s + 1, ..: how far a result hangs on chance shows in how far they agree. The result is that of the first,
 * never the best of several. Runs follow one another on one prepared graph; of those that are over only results are held, so that memory is
 * that of one run and {@link MemoryEstimate#of(GraphSize, ModelConfig, int) what is held}.
 */
public final class Repetition {
    /**
     * All runs.
     *
     * @param first the result
     * @param runs the first and those that followed, but for any that diverged
     * @param warnings what became of those
     */
    public record Result(Clustering first, List<SeedRun> runs, List<String> warnings) {
        public Result {
            runs = List.copyOf(runs);
            warnings = List.copyOf(warnings);
        }
    }

    private Repetition() {}

    /**
     * Trains with one seed after another. With checkpoints each run has its own, and keeps the end of its training: when the whole is
     * resumed, what was trained is only predicted again.
     *
     * @param config of the first run; the others differ in the seed alone
     * @param seeds number of runs, 1 or more
     * @throws TrainingCancelledException as a single run does, whichever was at work
     * @throws DivergedException where the first run diverged; one that follows is left out, with a warning
     */
    public static Result fit(AttributedGraph graph, ModelConfig config, int seeds, TrainingOptions options) {
        return fit(graph, config, seeds, options, () -> {});
    }

    /**
     * The same, for callers to whom the memory of the whole matters.
     *
     * @param beforeNext run before each further run, when of those that are over nothing but results is held: the place to have their
     *     garbage collected
     */
    public static Result fit(
            AttributedGraph graph, ModelConfig config, int seeds, TrainingOptions options, Runnable beforeNext) {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds: expected 1 or more, got " + seeds);
        }
        if (seeds == 1) {
            Clustering only = Trainer.fit(graph, config, options);
            return new Result(only, List.of(run(config.seed(), only)), List.of());
        }
        try (PreparedGraph prepared = PreparedGraph.of(graph, config)) {
            return fit(prepared, config, seeds, options, beforeNext);
        }
    }

    private static Result fit(
            PreparedGraph graph, ModelConfig config, int seeds, TrainingOptions options, Runnable beforeNext) {
        Checkpoints checkpoints = options.checkpoints();
        TrainingListener listener = options.listener();
        listener.runStarted(config.seed(), 1, seeds);
        Clustering first = Trainer.fit(
                graph, config, checkpoints == null ? options : options.withCheckpoints(checkpoints.keepingTheEnd()));
        List<SeedRun> runs = new ArrayList<>(List.of(run(config.seed(), first)));
        List<String> warnings = new ArrayList<>();
        for (int number = 2; number <= seeds; number++) {
            long seed = config.seed() + number - 1;
            beforeNext.run();
            listener.runStarted(seed, number, seeds);
            try {
                runs.add(run(seed, other(graph, config.withSeed(seed), options)));
            } catch (DivergedException e) {
                // Its checkpoints go with the rest once the whole is done, while the warning stays with the result.
                String warning = "left out of the agreement: " + e.reason();
                warnings.add("seed " + seed + ": " + warning);
                listener.warning(warning);
            } catch (TrainingCancelledException e) {
                throw new TrainingCancelledException("seed " + seed + ": " + e.getMessage());
            }
        }
        return new Result(first, runs, warnings);
    }

    private static SeedRun run(long seed, Clustering result) {
        return new SeedRun(seed, result.pretrainedLabels(), result.labels());
    }

    private static Clustering other(PreparedGraph graph, ModelConfig config, TrainingOptions options) {
        Checkpoints checkpoints = options.checkpoints();
        return Trainer.fit(
                graph,
                config,
                checkpoints == null ? options : options.withCheckpoints(checkpoints.ofSeed(config.seed())));
    }
}
