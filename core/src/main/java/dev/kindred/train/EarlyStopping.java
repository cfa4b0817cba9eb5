package dev.kindred.train;

import dev.kindred.autograd.Tape;
import dev.kindred.cluster.HardAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.model.GraphModel;
import dev.kindred.model.Part;
import dev.kindred.model.Safeguards;
import dev.kindred.tensor.Matrix;
import java.util.function.Consumer;

/**
 * Evaluates a run every {@link Safeguards#EVALUATION_EPOCHS} epochs, where the config asks for it; ends a stage that no longer improves,
 * and puts its best weights back. What it remembers between evaluations is the state's {@link Selection}, so a resumed run stops at the
 * same epoch.
 */
final class EarlyStopping {
    private final TrainingState state;
    private final Safeguards safeguards;
    private final Tape tape;
    private final Part whole;
    private final Consumer<String> note;

    /**
     * Early stopping of one run.
     *
     * @param tape for evaluations; not that of the training steps, which would lose its buffers
     * @param note told where a stage ends with other weights than its last
     */
    EarlyStopping(TrainingState state, Tape tape, Part whole, Consumer<String> note) {
        this.state = state;
        this.safeguards = state.model().config().schedule().safeguards();
        this.tape = tape;
        this.whole = whole;
        this.note = note;
    }

    /**
     * Called after each epoch, once the parameters were moved.
     *
     * @param epoch number of the epoch, from 1
     */
    void epochDone(int epoch) {
        if (!safeguards.evaluates() || epoch % Safeguards.EVALUATION_EPOCHS != 0) {
            return;
        }
        if (state.stage() == Stage.FINETUNE) {
            compareLabels();
        }
        if (safeguards.patience() > 0) {
            score(epoch);
        }
    }

    /** DEC's criterion: finetuning ends when hardly a node changes its cluster. */
    private void compareLabels() {
        GraphModel model = state.model();
        Selection selection = state.selection();
        Matrix z = model.embed(tape, whole.input());
        Matrix q = model.softAssignment(tape, z);
        if (selection.target() == null) {
            selection.setTarget(TargetDistribution.of(q));
        }
        double changed = selection.changedShare(HardAssignment.labels(q));
        if (safeguards.labelTolerance() > 0 && changed <= safeguards.labelTolerance()) {
            state.endStage();
        }
    }

    private void score(int epoch) {
        GraphModel model = state.model();
        Selection selection = state.selection();
        double score = model.evaluate(tape, whole, selection.target()).total();
        selection.evaluated(score, epoch, model.parameters());
        if (selection.sinceBest() >= safeguards.patience()) {
            state.endStage();
        }
    }

    /** Called at the end of a stage: puts its best weights back. */
    void stageDone() {
        int epoch = state.selection().takeBest(state.model().parameters());
        if (epoch > 0) {
            note.accept(state.stage().key() + " ended after epoch " + state.epoch() + "; the weights of epoch " + epoch
                    + " scored best and are kept");
        }
    }
}
