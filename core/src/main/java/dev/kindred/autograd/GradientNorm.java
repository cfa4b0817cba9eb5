package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import java.util.List;

/** The global gradient norm: the Euclidean norm of the gradients of all parameters together. */
public final class GradientNorm {
    /** Squares that are summed in float before they are added to the double sum. */
    private static final int BLOCK = 1 << 12;

    private GradientNorm() {}

    /** The norm; not finite if any element is not. Computed on one thread, always in the same order. */
    public static double of(Kernels kernels, List<Parameter> parameters) {
        double squares = 0;
        for (int p = 0; p < parameters.size(); p++) {
            float[] gradient = parameters.get(p).gradient().data();
            for (int from = 0; from < gradient.length; from += BLOCK) {
                squares += kernels.dot(gradient, from, gradient, from, Math.min(BLOCK, gradient.length - from));
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * Clips the global gradient norm (Pascanu et al., ICML 2013): scales all gradients down if it is above {@code longest}.
     *
     * @param norm the current norm
     * @param longest largest norm allowed, above 0
     */
    public static void clip(Kernels kernels, List<Parameter> parameters, double norm, double longest) {
        if (norm > longest) {
            for (Parameter parameter : parameters) {
                float[] gradient = parameter.gradient().data();
                kernels.scaleInPlace((float) (longest / norm), gradient, 0, gradient.length);
            }
        }
    }
}
