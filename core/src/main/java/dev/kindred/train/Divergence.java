package dev.kindred.train;

import dev.kindred.autograd.NonFiniteSearch;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.model.Part;
import dev.kindred.model.Phase;
import dev.kindred.model.GraphModel;
import dev.kindred.nn.Losses;
import org.jspecify.annotations.Nullable;

/** What is said and kept when a loss or a gradient is not finite. */
final class Divergence {
    private Divergence() {}

    /**
     * Runs the step again, being a function of parameters and iteration, to find the operation at fault; keeps the state before it where
     * its weights are still finite.
     */
    static DivergedException found(
            TrainingState state,
            Tape tape,
            Batch batch,
            Losses losses,
            double gradientNorm,
            @Nullable Checkpoints checkpoints,
            Provenance provenance) {
        GraphModel model = state.model();
        long before = model.iteration() - 1;
        model.setIteration(before);
        NonFiniteSearch search = new NonFiniteSearch();
        tape.search(search);
        model.step(tape, batch, state.stage() == Stage.PRETRAIN ? Phase.PRETRAIN : Phase.FINETUNE);
        tape.search(null);
        model.setIteration(before);
        String origin = search.found();
        if (origin == null) {
            origin = !Double.isFinite(losses.reconstruction())
                    ? "the reconstruction loss"
                    : Double.isFinite(losses.clustering()) ? "the gradient's length" : "the clustering loss";
        }
        boolean good = model.parameters().stream().allMatch(Divergence::isFinite);
        String kept = checkpoints == null
                ? ""
                : good
                        ? "; the state before it is kept in " + checkpoints.write(state, provenance)
                        : "; the checkpoint before it is kept";
        return new DivergedException(
                state.stage().key() + " epoch " + (state.epoch() + 1)
                        + ": expected a finite loss and gradient, got " + losses + " and a gradient of length "
                        + gradientNorm + ", first not finite in " + origin
                        + "; a smaller learning rate or a gradient clip may help",
                kept);
    }

    private static boolean isFinite(Parameter parameter) {
        for (float value : parameter.value().data()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
