package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/** Adding a matrix to a gradient. */
final class Sums {
    private Sums() {}

    /** {@code gradient of variable (+)= factor * addend}; nothing where no gradient is wanted. */
    static void addTo(Tape tape, Matrix addend, float factor, Variable variable) {
        if (!variable.isDifferentiable()) {
            return;
        }
        Kernels kernels = tape.kernels();
        boolean adding = variable.hasGradient();
        float[] gradient = variable.gradient().data();
        Chunks chunks = Chunks.ofRows(gradient.length, 2);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int size = chunks.to(chunk) - from;
            if (!adding) {
                Arrays.fill(gradient, from, from + size, 0f);
            }
            kernels.addScaled(factor, addend.data(), from, gradient, from, size);
        });
    }
}
