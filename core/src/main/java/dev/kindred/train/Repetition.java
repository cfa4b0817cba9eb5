package dev.kindred.train;

import dev.kindred.cluster.SeedRun;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeats a run with seeds s, s + 1, and so on. The agreement of the runs shows how much the result depends on chance. The result is always
 * that of the first seed, never the best of several. Runs use one prepared graph, one after another; only the results of finished runs are
 * kept ({@link MemoryEstimate#of(GraphSize, ModelConfig, int)}).
 */
public final class Repetition {
    /**
     * The result and all runs.
     *
     * @param first result of the first seed
     * @param runs all runs that did not diverge, the first included
     * @param warnings one for each run that diverged
     */
    public record Result(Clustering first, List<SeedRun> runs, List<String> warnings) {
        public Result {
            runs = List.copyOf(runs);
            warnings = List.copyOf(warnings);
        }
    }

    private Repetition() {}

    /**
     * Trains with one seed after another. If checkpoints are kept, each run has its own and keeps the state at the end of training, so that
     * resuming does not repeat finished runs.
     *
     * @param config config of the first run; the others differ only in the seed
     * @param seeds number of runs, 1 or more
     * @throws TrainingCancelledException where a run was cancelled
     * @throws DivergedException where the first run diverged; later runs that diverge are left out with a warning
     */
    public static Result fit(AttributedGraph graph, ModelConfig config, int seeds, TrainingOptions options) {
        return fit(graph, config, seeds, options, () -> {});
    }

    /**
     * The same, with a callback between runs.
     *
     * @param beforeNext called before each further run, when only results of the finished ones are kept; a good moment to collect garbage
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
                // The warning must not name the checkpoint: checkpoints are deleted at the end, while warnings stay
                // with the result.
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
