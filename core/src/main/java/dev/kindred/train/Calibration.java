package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.Encoder;
import java.util.ArrayList;
import java.util.List;

/** How long a run will take, from a few epochs of the real thing on the real graph. */
public final class Calibration {
    /** Multiplications that are tried, about: a second or two, in which the loops of a small graph get compiled. */
    private static final double WORK = 1e9;

    private static final int MOST_EPOCHS = 200;
    private static final int FEWEST_EPOCHS = 4;

    private Calibration() {}

    /**
     * Seconds of a whole run, reading and writing of files not counted. Trains a few epochs to find out: a second or two of a small graph,
     * some 6 epochs of a large one.
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

    /** What was measured, and for the epochs left the fastest: until a loop is compiled it takes many times as long. */
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
