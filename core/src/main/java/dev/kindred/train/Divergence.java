package dev.kindred.train;

import dev.kindred.autograd.NonFiniteSearch;
import dev.kindred.autograd.Parameter;
import dev.kindred.model.Part;
import dev.kindred.nn.Losses;
import org.jspecify.annotations.Nullable;

/** Makes the exception for a loss or gradient that is not finite. */
final class Divergence {
    private Divergence() {}

    /**
     * Repeats the step, which is a function of parameters and iteration, to find the operation at fault. If the weights before the step are
     * finite, that state is written as a checkpoint for inspection; resuming from it would repeat the same step.
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
