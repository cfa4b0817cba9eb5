package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model with the state of its optimizer.
 *
 * @param model weights, centers and config, with Adam's moments
 * @param iteration number of training steps so far, which is the number of the next
 * @param steps number of Adam's steps in the last stage
 */
public record TrainedModel(GraphModel model, long iteration, long steps) {
    /** All hyper-parameters. */
    public ModelConfig config() {
        return model.config();
    }

    /** Whether config, weights, centers, moments and counts are the same, bit for bit. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrainedModel that
                && iteration == that.iteration
                && steps == that.steps
                && model.inputs() == that.model.inputs()
                && config().equals(that.config())
                && haveSameValues(model.parameters(), that.model.parameters());
    }

    private static boolean haveSameValues(List<Parameter> ones, List<Parameter> others) {
        for (int i = 0; i < ones.size(); i++) {
            Parameter one = ones.get(i);
            Parameter other = others.get(i);
            boolean same = Arrays.equals(one.value().data(), other.value().data())
                    && Arrays.equals(
                            one.firstMoment().data(), other.firstMoment().data())
                    && Arrays.equals(
                            one.secondMoment().data(), other.secondMoment().data());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * config().hashCode() + Long.hashCode(iteration);
    }

    /** As in {@code TrainedModel[1433 features, 7 clusters, 400 steps]}. */
    @Override
    public String toString() {
        return "TrainedModel[" + model.inputs() + " features, " + config().clusters() + " clusters, " + iteration
                + " steps]";
    }
}
