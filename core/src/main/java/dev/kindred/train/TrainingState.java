package dev.kindred.train;

import dev.kindred.autograd.Adam;
import dev.kindred.autograd.Parameter;
import dev.kindred.model.GraphModel;
import dev.kindred.model.Phase;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.Losses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run: everything besides graph and config that its next epoch depends on. {@link Checkpoint} saves and restores it. Random
 * numbers are functions of seed and iteration, so no generator is part of the state.
 *
 * <p>The stage is PRETRAIN or FINETUNE; stages without epochs are repeated when a run is resumed. The target distribution and the labels
 * that evaluations compare are in training order, labels of the result in the user's node order.
 */
final class TrainingState {
    private final GraphModel model;
    private final NodeState nodes;
    private final List<TrainingListener.Epoch> history = new ArrayList<>();
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private final List<String> warnings = new ArrayList<>();
    private Stage stage = Stage.PRETRAIN;
    /** Number of training steps so far, which is the number of the next step and the key of its random numbers. */
    private long iteration;

    private int epoch;
    private boolean stageEnded;
    private int reseeds;
    private Adam adam;
    private Selection selection = new Selection();
    /** {@code [n]} clusters by k-means on the pretrained embedding, in the user's node order; null before k-means. */
    private int @Nullable [] pretrainedLabels;

    /** The state of a new run. */
    TrainingState(GraphModel model) {
        this.model = model;
        this.nodes = new NodeState(model.config().head());
        this.adam = adam(Stage.PRETRAIN, 0);
    }

    /** The state of a saved run; the reader adds node state, history and selection. */
    TrainingState(TrainedModel trained, Stage stage, int epoch, boolean stageEnded, int reseeds) {
        this.model = trained.model();
        this.nodes = new NodeState(model.config().head());
        this.iteration = trained.iteration();
        this.stage = stage;
        this.epoch = epoch;
        this.stageEnded = stageEnded;
        this.reseeds = reseeds;
        this.adam = adam(stage, trained.steps());
    }

    private Adam adam(Stage of, long steps) {
        StageConfig config = of == Stage.PRETRAIN
                ? model.config().schedule().pretrain()
                : model.config().schedule().finetune();
        return new Adam(
                model.parameters(of == Stage.PRETRAIN ? Phase.PRETRAIN : Phase.FINETUNE),
                config.learningRate(),
                config.weightDecay(),
                steps);
    }

    /** Changes from pretraining to finetuning. Adam starts again with zero moments, like a new optimizer in PyTorch. */
    void beginFinetuning(int[] labelsOfKMeans) {
        stage = Stage.FINETUNE;
        epoch = 0;
        stageEnded = false;
        model.parameters().forEach(Parameter::forgetMoments);
        adam = adam(stage, 0);
        selection = new Selection();
        pretrainedLabels = labelsOfKMeans;
    }

    /** Records a finished epoch. */
    TrainingListener.Epoch epochDone(Losses losses, long nanos) {
        epoch++;
        TrainingListener.Epoch done =
                new TrainingListener.Epoch(stage, epoch, stageConfig().epochs(), losses, nanos);
        history.add(done);
        return done;
    }

    /** Whether the stage is over: all its epochs are done, or it was ended early. */
    boolean isStageDone() {
        return stageEnded || epoch >= stageConfig().epochs();
    }

    void endStage() {
        stageEnded = true;
    }

    boolean isStageEnded() {
        return stageEnded;
    }

    StageConfig stageConfig() {
        return stage == Stage.PRETRAIN
                ? model.config().schedule().pretrain()
                : model.config().schedule().finetune();
    }

    GraphModel model() {
        return model;
    }

    /** What is kept for each node. */
    NodeState nodes() {
        return nodes;
    }

    long iteration() {
        return iteration;
    }

    void setIteration(long number) {
        iteration = number;
    }

    Phase phase() {
        return stage == Stage.PRETRAIN ? Phase.PRETRAIN : Phase.FINETUNE;
    }

    /** The model with the state of its optimizer. */
    TrainedModel trained() {
        return new TrainedModel(model, iteration, adam.steps());
    }

    Stage stage() {
        return stage;
    }

    /** Finished epochs of this stage. */
    int epoch() {
        return epoch;
    }

    Adam adam() {
        return adam;
    }

    /** State of early stopping in this stage. */
    Selection selection() {
        return selection;
    }

    /** All epochs of the run in order; {@link #epochDone} adds to it. */
    List<TrainingListener.Epoch> history() {
        return history;
    }

    /** Seconds spent in each stage, over all resumptions. */
    Map<Stage, Double> seconds() {
        return seconds;
    }

    void addSeconds(Stage of, double more) {
        seconds.merge(of, more, Double::sum);
    }

    /** Warnings that arose in training. */
    List<String> warnings() {
        return warnings;
    }

    int reseeds() {
        return reseeds;
    }

    void addReseed() {
        reseeds++;
    }

    int @Nullable [] pretrainedLabels() {
        return pretrainedLabels;
    }

    void setPretrainedLabels(int[] labels) {
        pretrainedLabels = labels;
    }
}
