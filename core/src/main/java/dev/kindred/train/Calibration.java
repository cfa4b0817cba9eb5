package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.Encoder;
import java.util.ArrayList;
import java.util.List;

/** Estimates how long a run will take by training a few epochs on the graph itself. */
public final class Calibration {
    /** Multiplications that the trial makes, about: one or two seconds, in which the JVM compiles the loops of a small graph. */
    private static final double WORK = 1e9;

    private static final int MOST_EPOCHS = 200;
    private static final int FEWEST_EPOCHS = 4;

    private Calibration() {}

    /**
     * Estimated seconds of a whole run, without reading and writing files. Trains for one or two seconds on a small graph, for about six
     * epochs on a large one.
     */
    public static double seconds(AttributedGraph graph, ModelConfig config, int threads) {
        double work = ((double) graph.graph().edges() + graph.features().storedValues())
                * Encoder.shapes(config.encoder(), graph.features().columns())
                        .getFirst()
                        .outputs();
        int epochs = (int) Math.clamp(WORK / Math.max(1, work), FEWEST_EPOCHS, MOST_EPOCHS);
        ModelConfig few = withEpochs(config, epochs, Math.max(2, epochs / 3));
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
                + extrapolated(pretrain, config.schedule().pretrain().epochs())
                + extrapolated(finetune, config.schedule().finetune().epochs());
    }

    /**
     * The time of the measured epochs, plus that of the fastest for each epoch that is left: the first epochs are slow because their loops
     * are not compiled yet.
     */
    private static double extrapolated(List<Double> measured, int epochs) {
        double done = measured.stream().mapToDouble(Double::doubleValue).sum();
        double fastest =
                measured.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return done + Math.max(0, epochs - measured.size()) * fastest;
    }

    private static ModelConfig withEpochs(ModelConfig config, int pretrain, int finetune) {
        StageConfig first = config.schedule().pretrain();
        StageConfig second = config.schedule().finetune();
        return config.withStages(
                new StageConfig(Math.min(pretrain, first.epochs()), first.learningRate(), first.weightDecay()),
                new StageConfig(Math.min(finetune, second.epochs()), second.learningRate(), second.weightDecay()));
    }
}
