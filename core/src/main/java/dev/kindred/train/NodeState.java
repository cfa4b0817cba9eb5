package dev.kindred.train;

import dev.kindred.autograd.Tape;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.model.GraphModel;
import dev.kindred.model.Part;
import dev.kindred.nn.DecConfig;
import dev.kindred.nn.HeadConfig;
import dev.kindred.nn.KMeansHeadConfig;
import dev.kindred.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What training keeps for each node, {@code 8 n k} bytes: the current target distribution and the soft assignment it was computed from. It
 * belongs to the run, not to the model. Rows are in training order.
 *
 * <p>The target is recomputed in steps whose number is a multiple of the update interval, and in the first step that needs it.
 */
final class NodeState {
    private final int updateInterval;
    private @Nullable TargetDistribution target;
    private @Nullable Matrix assignment;
    private boolean renewed;

    NodeState(HeadConfig config) {
        updateInterval = switch (config) {
            case DecConfig dec -> dec.updateInterval();
            case KMeansHeadConfig none -> 1;
        };
    }

    /** Called before each step. */
    void stepBegins() {
        renewed = false;
    }

    /**
     * The target distribution for a step, recomputed if it is due.
     *
     * @param z {@code [rows x h]} embedding of the part's rows
     * @param step number of the step, from 0
     */
    TargetDistribution target(GraphModel model, Tape tape, Part part, Matrix z, long step) {
        TargetDistribution kept = target;
        return switch (part.nodes()) {
            case Part.Whole whole -> kept != null && step % updateInterval != 0 ? kept : renew(model, tape, z);
            case Part.Some some -> {
                // From the seed nodes' own Q, with the cluster frequencies of the whole graph if they are known.
                Matrix q = Matrix.zeros(some.seeds(), model.config().clusters());
                model.head().centers().assignInto(tape.compute(), z, q);
                yield kept == null ? TargetDistribution.of(q) : TargetDistribution.of(q, kept.lastFrequencies());
            }
        };
    }

    /** Recomputes the target distribution of all nodes from their embedding. */
    private TargetDistribution renew(GraphModel model, Tape tape, Matrix z) {
        Matrix q = assignment;
        TargetDistribution kept = target;
        renewed = true;
        if (q == null || kept == null) {
            q = Matrix.zeros(z.rows(), model.config().clusters());
            model.head().centers().assignInto(tape.compute(), z, q);
            kept = TargetDistribution.of(q);
            assignment = q;
            target = kept;
        } else {
            model.head().centers().assignInto(tape.compute(), z, q);
            kept.renew(q, TargetDistribution.frequencies(q));
        }
        return kept;
    }

    /** The current target distribution; null before the first. */
    @Nullable
    TargetDistribution target() {
        return target;
    }

    /** Q of all nodes, {@code [n x k]}, if the last step recomputed the target; otherwise null. */
    @Nullable
    Matrix renewedAssignment() {
        return renewed ? assignment : null;
    }

    /** Sets the target distribution of a saved state, which is used until the next update. */
    void restore(TargetDistribution saved) {
        target = saved;
        assignment = null;
    }
}
