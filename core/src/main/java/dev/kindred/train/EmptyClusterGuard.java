package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.cluster.EmptyClusters;
import dev.kindred.cluster.HardAssignment;
import dev.kindred.model.GraphModel;
import dev.kindred.model.Part;
import dev.kindred.model.Safeguards;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Moves the centers of clusters that become empty while finetuning, where the config asks for it ({@link Safeguards#emptyClusters}). What
 * it does depends on the training state alone, so a resumed run is treated like an uninterrupted one.
 */
final class EmptyClusterGuard {
    /** A center that was moved this often falls empty for a reason that moving it again does not remove. */
    private static final int MOVES_PER_CLUSTER = 2;

    private final TrainingState state;
    private final Tape tape;
    private final Part whole;
    private final Consumer<String> warn;

    /**
     * A guard of one run.
     *
     * @param tape for inference; not that of the training steps, which would lose its buffers
     * @param warn told of each center that is moved
     */
    EmptyClusterGuard(TrainingState state, Tape tape, Part whole, Consumer<String> warn) {
        this.state = state;
        this.tape = tape;
        this.whole = whole;
        this.warn = warn;
    }

    /**
     * Called after each epoch, once the parameters were moved.
     *
     * @param epoch number of the epoch, from 1
     */
    void epochDone(int epoch) {
        GraphModel model = state.model();
        if (state.stage() != Stage.FINETUNE
                || model.config().schedule().safeguards().emptyClusters() != Safeguards.EmptyClusters.RESEED) {
            return;
        }
        // Steps that renew the target compute Q anyway; in the others nothing is looked for.
        Matrix renewed = state.nodes().renewedAssignment();
        if (renewed == null || Arrays.stream(HardAssignment.sizes(renewed)).noneMatch(size -> size == 0)) {
            return;
        }
        // That Q is one of a training step, and its dropout alone may have emptied the cluster.
        Matrix z = model.embed(tape, whole.input());
        int[] sizes = HardAssignment.sizes(model.softAssignment(tape, z));
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (sizes[cluster] == 0 && state.reseeds() < MOVES_PER_CLUSTER * sizes.length) {
                move(cluster, z, epoch);
            }
        }
    }

    private void move(int cluster, Matrix z, int epoch) {
        Parameter centers = state.model().head().centers().parameter();
        if (EmptyClusters.reseed(tape.compute().kernels(), z, centers.value(), cluster)) {
            forgetMoments(centers, cluster);
            state.addReseed();
            warn.accept("finetune epoch " + epoch + ": cluster " + cluster
                    + " was empty; its center was moved to the node farthest from all centers");
        }
    }

    /** Adam's moments of a center say where it was going before it was moved. */
    private static void forgetMoments(Parameter centers, int row) {
        int width = centers.value().columns();
        Arrays.fill(centers.firstMoment().data(), row * width, (row + 1) * width, 0f);
        Arrays.fill(centers.secondMoment().data(), row * width, (row + 1) * width, 0f);
    }
}
