package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.cluster.EmptyClusters;
import dev.kindred.cluster.HardAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.model.GraphModel;
import dev.kindred.model.Part;
import dev.kindred.model.Safeguards;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a run between its epochs, as the config's {@link Safeguards} say: begins empty clusters anew, evaluates, ends a stage early,
 * and puts its best weights back. A function of the state alone, so that a resumed run is looked after alike.
 */
final class Guards {
    /** A center that is moved so often falls empty again for a reason that moving it does not mend. */
    private static final int RESEEDS_PER_CLUSTER = 2;

    private final TrainingState state;
    private final Safeguards safeguards;
    private final Tape tape;
    private final Part whole;
    private final Consumer<String> warn;
    private final Consumer<String> note;
    /** Evaluations ask for other buffers than steps: on a tape of their own neither takes the other's away. */
    private @Nullable Tape evaluations;

    Guards(TrainingState state, Tape tape, Part whole, Consumer<String> warn, Consumer<String> note) {
        this.state = state;
        this.safeguards = state.model().config().schedule().safeguards();
        this.tape = tape;
        this.whole = whole;
        this.warn = warn;
        this.note = note;
    }

    /**
     * After Adam moved the weights.
     *
     * @param epoch that was done, from 1
     */
    void epochDone(int epoch) {
        if (state.stage() == Stage.FINETUNE) {
            reseedEmptyClusters(epoch);
        }
        if (safeguards.evaluates() && epoch % Safeguards.EVALUATION_EPOCHS == 0) {
            evaluate(epoch);
        }
    }

    /** The target was renewed in the step just done, from a Q that tells which clusters are empty at no cost. */
    private void reseedEmptyClusters(int epoch) {
        GraphModel model = state.model();
        Matrix q = state.nodes().renewedAssignment();
        if (safeguards.emptyClusters() != Safeguards.EmptyClusters.RESEED || q == null) {
            return;
        }
        if (Arrays.stream(HardAssignment.sizes(q)).noneMatch(size -> size == 0)) {
            return;
        }
        // Dropout alone may have emptied it for a step: what counts is the Q of whole features, taken only where there
        // is suspicion.
        Matrix z = model.embed(evaluationTape(), whole.input());
        int[] sizes = HardAssignment.sizes(model.softAssignment(tape, z));
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (sizes[cluster] == 0
                    && state.reseeds() < RESEEDS_PER_CLUSTER * sizes.length
                    && EmptyClusters.reseed(
                            tape.compute().kernels(), z, model.head().centers().value(), cluster)) {
                forgetMoments(model.head().centers().parameter(), cluster);
                state.addReseed();
                warn.accept("finetune epoch " + epoch + ": cluster " + cluster
                        + " was empty and was begun anew at the node farthest from all centers");
            }
        }
    }

    private static void forgetMoments(Parameter centers, int row) {
        int width = centers.value().columns();
        Arrays.fill(centers.firstMoment().data(), row * width, (row + 1) * width, 0f);
        Arrays.fill(centers.secondMoment().data(), row * width, (row + 1) * width, 0f);
    }

    private void evaluate(int epoch) {
        GraphModel model = state.model();
        Selection selection = state.selection();
        boolean finetuning = state.stage() == Stage.FINETUNE;
        Tape own = evaluationTape();
        if (finetuning) {
            Matrix z = model.embed(own, whole.input());
            Matrix q = model.softAssignment(own, z);
            if (selection.target() == null) {
                selection.setTarget(TargetDistribution.of(q));
            }
            double changed = selection.changedShare(HardAssignment.labels(q));
            if (safeguards.labelTolerance() > 0 && changed <= safeguards.labelTolerance()) {
                state.endStage();
            }
        }
        if (safeguards.patience() > 0) {
            List<Parameter> weights = model.parameters();
            double score = model.evaluate(own, whole, selection.target()).total();
            selection.evaluated(score, epoch, weights);
            if (selection.sinceBest() >= safeguards.patience()) {
                state.endStage();
            }
        }
    }

    /** Before the stage that follows. */
    void stageDone() {
        int epoch = state.selection().takeBest(state.model().parameters());
        if (epoch > 0) {
            note.accept(state.stage().key() + " ended after epoch " + state.epoch() + "; the weights of epoch " + epoch
                    + " scored best and are kept");
        }
    }

    private Tape evaluationTape() {
        Tape own = evaluations;
        if (own == null) {
            own = new Tape(tape.compute());
            evaluations = own;
        }
        return own;
    }
}
