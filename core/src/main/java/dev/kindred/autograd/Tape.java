package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.Workers;
import dev.kindred.tensor.Workspace;
import dev.kindred.tensor.Workspace.Reuse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records the operations of a step and computes their gradients in reverse order. The tape owns all buffers of the step and reuses them in
 * the next one ({@link Workspace}), so results of operations are valid until the next {@link #begin}. Operations are stateless classes of
 * this package, each with a static {@code apply}.
 *
 * <p>Losses are the roots: an operation that computes a loss adds its weighted gradient to its inputs in the same pass, and returns the
 * loss as a number. Not thread-safe; the operations themselves run on the workers.
 */
public final class Tape {
    /** TRAIN applies dropout and records gradients; INFER does neither. */
    public enum Mode {
        TRAIN,
        INFER
    }

    private final Compute compute;
    private final Workspace workspace = new Workspace();
    private final List<Runnable> backward = new ArrayList<>();
    private final IdentityHashMap<Parameter, Variable> parameters = new IdentityHashMap<>();
    /** Parameters of the last step that ran backward; a step that does not use them sets their gradients to 0. */
    private final Set<Parameter> withGradient = Collections.newSetFromMap(new IdentityHashMap<>());

    private Mode mode = Mode.INFER;
    private long seed;
    private long step;
    private int view;
    /** Set only in a step that is repeated to find the origin of a value that is not finite. */
    private @Nullable NonFiniteSearch search;

    private @Nullable AttentionListener listener;

    /** A tape without buffers. */
    public Tape(Compute compute) {
        this.compute = compute;
    }

    /**
     * Starts a step: discards the previous one and reuses its buffers.
     *
     * @param seed random seed of the run
     * @param step number of the step; seed and step key its random numbers
     */
    public void begin(Mode newMode, long seed, long step) {
        backward.clear();
        parameters.clear();
        workspace.reset(newMode == mode ? Reuse.LARGER : Reuse.EXACT);
        this.mode = newMode;
        this.seed = seed;
        this.step = step;
        this.view = 0;
    }

    /**
     * Selects the view whose random numbers the following operations of this step draw. A step begins with view 0; objectives that compare
     * several views of a graph give each view a number.
     */
    public void view(int newView) {
        view = newView;
    }

    /** Sets the search that watches the following steps; null removes it. */
    public void search(@Nullable NonFiniteSearch newSearch) {
        search = newSearch;
    }

    /** Sets the listener that is given the attention coefficients of the following steps; null removes it. */
    public void listen(@Nullable AttentionListener newListener) {
        listener = newListener;
    }

    @Nullable
    AttentionListener listener() {
        return listener;
    }

    /** Kernels and workers of the operations. */
    public Compute compute() {
        return compute;
    }

    Kernels kernels() {
        return compute.kernels();
    }

    Workers workers() {
        return compute.workers();
    }

    /** Whether the current step is a training step, which applies dropout and records gradients. */
    public boolean isTraining() {
        return mode == Mode.TRAIN;
    }

    /** Random numbers of this step for a purpose; {@code index} distinguishes several uses, such as layers. */
    RandomStream random(RandomStream.Purpose purpose, int index) {
        return new RandomStream(seed + 0x632BE59BD9B4E019L * index + 0xD1B54A32D192ED03L * view, purpose, step);
    }

    /** A constant: a matrix without gradient. */
    public Variable constant(Matrix value) {
        return new Variable(value, false, null, null);
    }

    /** An input whose gradient is computed; used by tests. */
    public Variable input(Matrix value) {
        return new Variable(value, true, this, null);
    }

    /** The variable of a parameter in this step, the same in each call. */
    public Variable of(Parameter parameter) {
        return parameters.computeIfAbsent(parameter, p -> {
            Variable variable = new Variable(p.value(), true, this, p.gradient());
            if (search != null) {
                search.made(p, variable);
            }
            return variable;
        });
    }

    /** The result of an operation; it needs a gradient if any input does. */
    Variable result(Matrix value, Variable... inputs) {
        boolean differentiable = false;
        for (Variable input : inputs) {
            differentiable |= input.isDifferentiable();
        }
        Variable result = new Variable(value, differentiable, this, null);
        if (search != null) {
            search.made(result);
        }
        return result;
    }

    /** Records an operation's gradient for {@link #backward()}, if the result needs one and this is a training step. */
    void record(Variable result, Runnable gradient) {
        if (isTraining() && result.isDifferentiable()) {
            backward.add(search == null ? gradient : search.watched(gradient));
        }
    }

    /** A buffer for this step with undefined content; its array may be longer than the matrix. */
    Matrix matrix(int rows, int columns) {
        return workspace.matrix(rows, columns);
    }

    /** An int buffer for this step with undefined content; it may be longer than {@code size}. */
    int[] indices(int size) {
        return workspace.indices(size);
    }

    /**
     * Computes the recorded gradients in reverse order. Afterwards every parameter of the step has its gradient. Parameters that only the
     * previous step used have gradient 0, so that an optimizer does not apply a stale one.
     */
    public void backward() {
        if (search != null) {
            search.forwardDone();
        }
        for (int i = backward.size() - 1; i >= 0; i--) {
            backward.get(i).run();
        }
        withGradient.addAll(parameters.keySet());
        withGradient.forEach(parameter -> {
            Variable variable = parameters.get(parameter);
            if (variable == null || !variable.hasGradient()) {
                Arrays.fill(parameter.gradient().data(), 0f);
            }
        });
        withGradient.retainAll(parameters.keySet());
    }

    /** Bytes of all buffers, which are kept for the next step. */
    public long sizeInBytes() {
        return workspace.sizeInBytes();
    }
}
