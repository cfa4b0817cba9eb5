package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.StageConfig;
import java.util.ArrayList;
import java.util.List;

/** How long a run will take, from a few epochs of the real thing on the real graph. */
public final class Calibration {
    /** Multiplications of an epoch above which few epochs are tried: they take long enough to be measured well. */
    private static final double LARGE = 1e9;

    private Calibration() {}

    /**
     * Seconds of a whole run, reading and writing of files not counted. Trains a few epochs to find out: about 2 seconds of a small graph,
     * some 5 epochs of a large one.
     */
    public static double seconds(AttributedGraph graph, DaegcConfig config, int threads) {
        double work = ((double) graph.graph().edges() + graph.features().storedValues())
                * config.encoder().sizes().getFirst();
        boolean large = work > LARGE;
        DaegcConfig few = withEpochs(config, large ? 3 : 40, large ? 2 : 20);
        List<Double> pretrain = new ArrayList<>();
        List<Double> finetune = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochFinished(Epoch epoch) {
                (epoch.stage() == Stage.PRETRAIN ? pretrain : finetune).add(epoch.nanos() * 1e-9);
            }
        };
        Clustering tried = Trainer.fit(graph, few, threads, listener);
        double once = 0;
        for (Stage stage : List.of(Stage.PREPARE, Stage.KMEANS, Stage.PREDICT)) {
            once += tried.timings().seconds().getOrDefault(stage, 0.0);
        }
        return once
                + extrapolated(pretrain, config.pretrain().epochs())
                + extrapolated(finetune, config.finetune().epochs());
    }

    /** What was measured, and for the epochs left the median of the later half, by which time the loops are compiled. */
    private static double extrapolated(List<Double> measured, int epochs) {
        if (measured.isEmpty()) {
            return 0;
        }
        double[] later = measured.subList(measured.size() / 2, measured.size()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double done = measured.stream().mapToDouble(Double::doubleValue).sum();
        return done + Math.max(0, epochs - measured.size()) * later[later.length / 2];
    }

    private static DaegcConfig withEpochs(DaegcConfig config, int pretrain, int finetune) {
        StageConfig first = config.pretrain();
        StageConfig second = config.finetune();
        return config.withStages(
                new StageConfig(Math.min(pretrain, first.epochs()), first.learningRate(), first.weightDecay()),
                new StageConfig(Math.min(finetune, second.epochs()), second.learningRate(), second.weightDecay()));
    }
}
