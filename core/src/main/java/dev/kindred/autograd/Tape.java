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
 * Records the operations of a step and runs their gradients in reverse. The tape owns every buffer of the step and reuses it in the next
 * one ({@link Workspace}); what an operation returned is valid until the next {@link #begin}. Operations are stateless classes of this
 * package, each with a static {@code apply}.
 *
 * <p>Losses are the roots: an operation that computes a loss adds its weighted gradient to its inputs at once, in the same pass, and
 * returns the loss as a number. Not safe for use from many threads; the operations themselves share their rows over the workers.
 */
public final class Tape {
    /** TRAIN applies dropout, uses the batch's statistics and records; INFER does none of this. */
    public enum Mode {
        TRAIN,
        INFER
    }

    private final Compute compute;
    private final Workspace workspace = new Workspace();
    private final List<Runnable> backward = new ArrayList<>();
    private final IdentityHashMap<Parameter, Variable> parameters = new IdentityHashMap<>();
    /** Parameters of the last step that ran backward: their gradients are set to 0 by a step that does not ask for them. */
    private final Set<Parameter> withGradient = Collections.newSetFromMap(new IdentityHashMap<>());

    private Mode mode = Mode.INFER;
    private long seed;
    private long step;
    private int view;
    /** Null but in a step that is run again to find where a number that is not finite came from. */
    private @Nullable NonFiniteSearch search;

    private @Nullable AttentionListener listener;

    public Tape(Compute compute) {
        this.compute = compute;
    }

    /**
     * Starts a step: forgets the last one and takes back its buffers.
     *
     * @param seed and {@code step} key the random numbers of this step
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
     * Has the operations that follow in this step draw the random numbers of a view. A step begins with view 0; objectives that compare
     * several views of a graph give each one a number of its own.
     */
    public void view(int newView) {
        view = newView;
    }

    /** Has the steps that follow looked through; null ends that. */
    public void search(@Nullable NonFiniteSearch newSearch) {
        search = newSearch;
    }

    /** Has the steps that follow tell of their attention; null ends that. */
    public void listen(@Nullable AttentionListener newListener) {
        listener = newListener;
    }

    @Nullable
    AttentionListener listener() {
        return listener;
    }

    /** What the operations compute with. */
    public Compute compute() {
        return compute;
    }

    Kernels kernels() {
        return compute.kernels();
    }

    Workers workers() {
        return compute.workers();
    }

    public boolean isTraining() {
        return mode == Mode.TRAIN;
    }

    /** The numbers of this step for a purpose; {@code index} tells apart several uses, such as layers. */
    RandomStream random(RandomStream.Purpose purpose, int index) {
        return new RandomStream(seed + 0x632BE59BD9B4E019L * index + 0xD1B54A32D192ED03L * view, purpose, step);
    }

    /** A matrix without gradient. */
    public Variable constant(Matrix value) {
        return new Variable(value, false, null, null);
    }

    /** A matrix that a gradient is wanted of: an input under test, say. */
    public Variable input(Matrix value) {
        return new Variable(value, true, this, null);
    }

    /** The parameter's variable in this step; the same for each call. */
    public Variable of(Parameter parameter) {
        return parameters.computeIfAbsent(parameter, p -> {
            Variable variable = new Variable(p.value(), true, this, p.gradient());
            if (search != null) {
                search.made(p, variable);
            }
            return variable;
        });
    }

    /** A result; its gradient is wanted if that of any input is. */
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

    /** Keeps an operation's gradient for {@link #backward()}, if the result needs one and this is a training step. */
    void record(Variable result, Runnable gradient) {
        if (isTraining() && result.isDifferentiable()) {
            backward.add(search == null ? gradient : search.watched(gradient));
        }
    }

    /** A buffer of this step, of undefined content; its array may be longer than the matrix. */
    Matrix matrix(int rows, int columns) {
        return workspace.matrix(rows, columns);
    }

    /** Whole numbers of this step, of undefined content; there may be more than asked for. */
    int[] indices(int size) {
        return workspace.indices(size);
    }

    /**
     * Runs the recorded gradients in reverse. Afterwards every parameter that took part in the step has its gradient; one that did not,
     * but did in an earlier step of this tape, has zeros, so that an optimizer does not move it by a gradient of that step.
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

    /** Bytes of buffers held for the next step. */
    public long sizeInBytes() {
        return workspace.sizeInBytes();
    }
}
