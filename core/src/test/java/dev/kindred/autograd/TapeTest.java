package dev.kindred.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeTest {
    private static final Matrix X = new Matrix(2, 2, new float[] {1, 2, 3, 4});

    /** A step whose loss is the sum of {@code X W} over some weights. */
    private static void step(Tape tape, Tape.Mode mode, Parameter... asked) {
        tape.begin(mode, 1, 0);
        for (Parameter parameter : asked) {
            Variable y = Linear.apply(tape, tape.constant(X), tape.of(parameter));
            Arrays.fill(y.gradient().data(), 1f);
        }
        tape.backward();
    }

    @Test
    void aParameterThatAStepDoesNotAskForHasNoGradientOfAnEarlierStep() {
        Parameter first = Parameter.zeros("first", 2, 1);
        Parameter second = Parameter.zeros("second", 2, 1);
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            step(tape, Tape.Mode.TRAIN, first, second);
            assertThat(first.gradient().data()).containsExactly(4, 6);
            assertThat(second.gradient().data()).containsExactly(4, 6);
            step(tape, Tape.Mode.TRAIN, first);
            assertThat(first.gradient().data()).containsExactly(4, 6);
            assertThat(second.gradient().data()).containsExactly(0, 0);
            Adam adam = new Adam(List.of(second), .1, 0);
            adam.step(compute);
            assertThat(second.value().data()).containsExactly(0, 0);
            step(tape, Tape.Mode.TRAIN, first, second);
            tape.begin(Tape.Mode.INFER, 1, 0);
            Linear.apply(tape, new DenseInput(new DenseFeatures(2, 2, X.data())), 0, tape.of(first));
            step(tape, Tape.Mode.TRAIN, second);
            assertThat(first.gradient().data()).containsExactly(0, 0);
            assertThat(second.gradient().data()).containsExactly(4, 6);
        }
    }

    @Test
    void aParameterThatNoOperationUsesHasAGradientOfZeros() {
        Parameter unused = Parameter.zeros("unused", 2, 1);
        Arrays.fill(unused.gradient().data(), 7f);
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            tape.begin(Tape.Mode.TRAIN, 1, 0);
            tape.of(unused);
            tape.backward();
            assertThat(unused.gradient().data()).containsExactly(0, 0);
        }
    }
}
