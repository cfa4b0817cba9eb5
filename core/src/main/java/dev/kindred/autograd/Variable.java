package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in a step: a constant, a parameter or the result of an operation. Its gradient is undefined at first; the first operation that
 * contributes overwrites it, later ones add to it, so gradients need not be filled with zeros.
 */
public final class Variable {
    private final Matrix value;
    private final boolean differentiable;
    private final @Nullable Tape tape;
    private @Nullable Matrix gradient;
    private boolean started;

    Variable(Matrix value, boolean differentiable, @Nullable Tape tape, @Nullable Matrix gradient) {
        this.value = value;
        this.differentiable = differentiable;
        this.tape = tape;
        this.gradient = gradient;
    }

    public Matrix value() {
        return value;
    }

    public int rows() {
        return value.rows();
    }

    public int columns() {
        return value.columns();
    }

    /** Whether a gradient is needed: false for constants and for results of constants alone. */
    boolean isDifferentiable() {
        return differentiable;
    }

    /** Whether an operation has contributed already, so that the next one must add. */
    boolean hasGradient() {
        return started;
    }

    /**
     * The buffer of the gradient. Its content is undefined unless {@link #hasGradient()}, which is true after this call: the caller must
     * fill it.
     */
    Matrix gradient() {
        Matrix buffer = gradient;
        if (buffer == null) {
            if (tape == null) {
                throw new IllegalStateException("gradient: expected a differentiable variable, got a constant");
            }
            buffer = tape.matrix(rows(), columns());
            gradient = buffer;
        }
        started = true;
        return buffer;
    }

    /** Adds a matrix to the gradient, if one is needed. */
    void addToGradient(Matrix addend) {
        if (!differentiable || tape == null) {
            return;
        }
        Kernels kernels = tape.kernels();
        boolean adding = hasGradient();
        float[] data = gradient().data();
        Chunks chunks = Chunks.ofRows(value.size(), 2);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            int from = chunks.from(chunk);
            int size = chunks.to(chunk) - from;
            if (!adding) {
                Arrays.fill(data, from, from + size, 0f);
            }
            kernels.addScaled(1f, addend.data(), from, data, from, size);
        });
    }

    /** The sum of the contributions so far; null before the first. */
    @Nullable
    Matrix gradientSoFar() {
        return started ? gradient : null;
    }

    /** The gradient after {@link Tape#backward()}. */
    public Matrix finishedGradient() {
        if (!started || gradient == null) {
            throw new IllegalStateException("gradient: expected backward() to have reached this variable");
        }
        return gradient;
    }
}
