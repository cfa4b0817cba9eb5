package dev.kindred.autograd;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) with beta1 0.9, beta2 0.999 and epsilon 1e-8. Weight decay is added to the gradient, as in
 * PyTorch's Adam. The moments are kept in the parameters; this object keeps only the number of steps.
 */
public final class Adam {
    private static final double BETA1 = .9;
    private static final double BETA2 = .999;
    private static final float EPSILON = 1e-8f;

    private final List<Parameter> parameters;
    private final List<Chunks> chunks;
    private final double learningRate;
    private final double weightDecay;
    private long steps;

    public Adam(List<Parameter> parameters, double learningRate, double weightDecay) {
        this(parameters, learningRate, weightDecay, 0);
    }

    /** Continues after {@code steps} steps with the moments that the parameters hold. */
    public Adam(List<Parameter> parameters, double learningRate, double weightDecay, long steps) {
        this.steps = steps;
        this.parameters = List.copyOf(parameters);
        this.chunks = this.parameters.stream()
                .map(p -> Chunks.ofRows(p.value().data().length, 10))
                .toList();
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** Updates every parameter by its gradient. */
    public void step(Compute compute) {
        steps++;
        float stepSize = (float) (learningRate / (1 - Math.pow(BETA1, (double) steps)));
        float secondCorrection = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, (double) steps)));
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = parameters.get(i);
            Chunks ranges = chunks.get(i);
            compute.workers()
                    .forEach(
                            ranges.count(),
                            (chunk, worker) -> compute.kernels()
                                    .adam(
                                            p.gradient().data(),
                                            ranges.from(chunk),
                                            ranges.to(chunk),
                                            stepSize,
                                            secondCorrection,
                                            (float) BETA1,
                                            (float) BETA2,
                                            EPSILON,
                                            (float) weightDecay,
                                            p.value().data(),
                                            p.firstMoment().data(),
                                            p.secondMoment().data()));
        }
    }

    /** Number of steps so far. */
    public long steps() {
        return steps;
    }
}
