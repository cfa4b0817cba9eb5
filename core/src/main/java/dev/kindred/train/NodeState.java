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
 * What training remembers of each node, {@code 8 n k} bytes: the target distribution in force and the soft assignment that it was made
 * of. It belongs to the run, not to the model, and goes with the run. Rows are in the order of training.
 *
 * <p>The target is renewed when the number of a step is a multiple of the update interval, and in the first step that asks for it.
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

    /** Before a step. */
    void stepBegins() {
        renewed = false;
    }

    /**
     * The target of a step, renewed where it is due.
     *
     * @param z embedding of the part's rows
     * @param step its number
     */
    TargetDistribution target(GraphModel model, Tape tape, Part part, Matrix z, long step) {
        TargetDistribution kept = target;
        return switch (part.nodes()) {
            case Part.Whole whole -> kept != null && step % updateInterval != 0 ? kept : renew(model, tape, z);
            case Part.Some some -> {
                // The seeds' own Q, set against the frequencies of the whole graph where those are known.
                Matrix q = Matrix.zeros(some.seeds(), model.config().clusters());
                model.head().centers().assignInto(tape.compute(), z, q);
                yield kept == null ? TargetDistribution.of(q) : TargetDistribution.of(q, kept.lastFrequencies());
            }
        };
    }

    /** The target of all nodes anew from their embedding. */
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

    /** The target in force; null before the first. */
    @Nullable
    TargetDistribution target() {
        return target;
    }

    /** Q of all nodes where the last step renewed the target; null where it did not. */
    @Nullable
    Matrix renewedAssignment() {
        return renewed ? assignment : null;
    }

    /** Takes over the target of a saved state; it stays until the next renewal. */
    void restore(TargetDistribution saved) {
        target = saved;
        assignment = null;
    }
}
