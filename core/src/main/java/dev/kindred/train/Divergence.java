package dev.kindred.train;

import dev.kindred.autograd.NonFiniteSearch;
import dev.kindred.autograd.Parameter;
import dev.kindred.model.Part;
import dev.kindred.nn.Losses;
import org.jspecify.annotations.Nullable;

/** What is said and kept when a loss or a gradient is not finite. */
final class Divergence {
    private Divergence() {}

    /**
     * Runs the step again, being a function of parameters and iteration, to find the operation at fault; keeps the state before it where
     * its weights are still finite, for whoever wants to look at it: a run that goes on from it meets the same step.
     */
    static DivergedException found(
            Session session, Part part, Losses losses, double gradientNorm, @Nullable Checkpoints checkpoints) {
        TrainingState state = session.state();
        long before = state.iteration() - 1;
        state.setIteration(before);
        NonFiniteSearch search = new NonFiniteSearch();
        session.tape().search(search);
        session.step(part);
        session.tape().search(null);
        state.setIteration(before);
        String origin = search.found();
        if (origin == null) {
            origin = losses.parts().stream()
                    .filter(loss -> !Double.isFinite(loss.value()))
                    .findFirst()
                    .map(loss -> "the " + loss.name() + " loss")
                    .orElse("the gradient norm");
        }
        boolean good = state.model().parameters().stream().allMatch(Divergence::isFinite);
        String kept = checkpoints == null || !good
                ? ""
                : "; the state before it is kept in " + checkpoints.write(state, session.provenance());
        return new DivergedException(
                state.stage().key() + " epoch " + (state.epoch() + 1)
                        + ": expected a finite loss and gradient, got " + losses + " and a gradient of norm "
                        + gradientNorm + ", first not finite in " + origin
                        + "; resuming would repeat this: start again with a smaller learning rate or a gradient clip",
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
