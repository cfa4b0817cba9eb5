package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import java.util.List;

/** The Euclidean length of the gradient of all parameters together. */
public final class GradientNorm {
    /** Products added up in float before they go into the double sum. */
    private static final int BLOCK = 1 << 12;

    private GradientNorm() {}

    /** The length; not finite where any element is not. One thread, always in the same order. */
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
     * Scales the gradient down (Pascanu et al., ICML 2013) where it is longer than allowed.
     *
     * @param norm its length now
     * @param longest allowed, above 0
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
