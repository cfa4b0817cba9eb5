package dev.kindred.autograd;

import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation that first gave a number that is not finite, in a step that is run again for that alone ({@link Tape#search}); ordinary
 * steps are not slowed down by it.
 */
public final class NonFiniteSearch {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /**
     * A variable of the step.
     *
     * @param origin the operation or parameter that it came from
     */
    private record Made(String origin, Variable variable) {}

    private final List<Made> all = new ArrayList<>();
    private @Nullable String found;

    /** Notes the result of the operation that called the tape. */
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

    /** The operation's gradient, looked at after it ran. */
    Runnable watched(Runnable gradient) {
        String operation = operation();
        return () -> {
            gradient.run();
            lookAtGradients("the gradient of " + operation);
        };
    }

    /** To be called between the two passes. */
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

    /** What first gave a number that is not finite; null where every value and gradient is finite. */
    public @Nullable String found() {
        return found;
    }
}
