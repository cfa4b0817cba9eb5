package dev.kindred.autograd;

import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first operation whose result or gradient is not finite. It watches a step that is repeated for this purpose
 * ({@link Tape#search}), so ordinary steps are not slowed down.
 */
public final class NonFiniteSearch {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /**
     * A variable of the step.
     *
     * @param origin operation or parameter that it came from
     */
    private record Made(String origin, Variable variable) {}

    private final List<Made> all = new ArrayList<>();
    private @Nullable String found;

    /** Records the result of the operation that called the tape. */
    void made(Variable variable) {
        all.add(new Made(operation(), variable));
    }

    void made(Parameter parameter, Variable variable) {
        all.add(new Made("parameter " + parameter.name(), variable));
    }

    private static String operation() {
        return STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> type != Tape.class && type != NonFiniteSearch.class)
                .findFirst()
                .map(Class::getSimpleName)
                .orElse("an unknown operation"));
    }

    /** Wraps an operation's gradient so that its results are checked. */
    Runnable watched(Runnable gradient) {
        String operation = operation();
        return () -> {
            gradient.run();
            lookAtGradients("the gradient of " + operation);
        };
    }

    /** Called between forward and backward pass. */
    void forwardDone() {
        for (Made made : all) {
            if (found == null && !isFinite(made.variable.value())) {
                found = made.origin;
            }
        }
        lookAtGradients("the gradient of a loss");
    }

    private void lookAtGradients(String origin) {
        for (Made made : all) {
            Matrix gradient = made.variable.gradientSoFar();
            if (found == null && gradient != null && !isFinite(gradient)) {
                found = origin;
            }
        }
    }

    private static boolean isFinite(Matrix values) {
        for (int i = 0; i < values.size(); i++) {
            if (!Float.isFinite(values.data()[i])) {
                return false;
            }
        }
        return true;
    }

    /** Name of the first operation or parameter with a value or gradient that is not finite; null if all are finite. */
    public @Nullable String found() {
        return found;
    }
}
