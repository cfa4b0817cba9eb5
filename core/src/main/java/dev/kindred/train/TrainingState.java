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
 * Where a run stands: all that its next epoch depends on, besides graph and config. A run is this state moved on epoch by epoch; to resume
 * one is to read its state ({@link Checkpoint}) and go on. Random numbers need no place here: they are functions of the seed and of the
 * iteration.
 *
 * <p>The stage is PRETRAIN or FINETUNE; those without epochs are computed again from it. Rows of the target distribution, and labels that
 * are compared between evaluations, are in the order of training; labels of the result in the user's.
 */
final class TrainingState {
    private final GraphModel model;
    private final NodeState nodes;
    private final List<TrainingListener.Epoch> history = new ArrayList<>();
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private final List<String> warnings = new ArrayList<>();
    private Stage stage = Stage.PRETRAIN;
    /** Training steps taken: the number of the next, which keys its random numbers. */
    private long iteration;

    private int epoch;
    private boolean stageEnded;
    private int reseeds;
    private Adam adam;
    private Selection selection = new Selection();
    /** {@code [n]} in the user's order: clusters by k-means on the pretrained embedding; null before. */
    private int @Nullable [] pretrainedLabels;

    /** A run that has not begun. */
    TrainingState(GraphModel model) {
        this.model = model;
        this.nodes = new NodeState(model.config().head());
        this.adam = adam(Stage.PRETRAIN, 0);
    }

    /** A run as it was saved after an epoch; nodes, history and selection are filled in by the reader. */
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

    /** From pretraining to finetuning: Adam begins again, its moments too, as a new optimizer does in PyTorch. */
    void beginFinetuning(int[] labelsOfKMeans) {
        stage = Stage.FINETUNE;
        epoch = 0;
        stageEnded = false;
        model.parameters().forEach(Parameter::forgetMoments);
        adam = adam(stage, 0);
        selection = new Selection();
        pretrainedLabels = labelsOfKMeans;
    }

    /** Takes note of an epoch that was done. */
    TrainingListener.Epoch epochDone(Losses losses, long nanos) {
        epoch++;
        TrainingListener.Epoch done =
                new TrainingListener.Epoch(stage, epoch, stageConfig().epochs(), losses, nanos);
        history.add(done);
        return done;
    }

    /** No epoch of this stage is left: its last is done, or it was ended early. */
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

    /** What is remembered of each node. */
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

    /** Epochs done in this stage. */
    int epoch() {
        return epoch;
    }

    Adam adam() {
        return adam;
    }

    /** Early stopping and best weights of this stage. */
    Selection selection() {
        return selection;
    }

    /** Every epoch of the run in order; to be added to by {@link #epochDone}. */
    List<TrainingListener.Epoch> history() {
        return history;
    }

    /** Spent in each stage, over all sittings. */
    Map<Stage, Double> seconds() {
        return seconds;
    }

    void addSeconds(Stage of, double more) {
        seconds.merge(of, more, Double::sum);
    }

    /** What happened in training that the user should know. */
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
