package dev.kindred.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.List;
import java.util.Random;

/**
 * Holds an operation's gradient against central differences of a reference written in plain double loops. The result of the operation is
 * turned into a number by the inner product with fixed random weights.
 */
final class Gradients {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 2e-4;

    private Gradients() {}

    /** An operation under test. */
    interface Operation {
        Variable apply(Tape tape, List<Variable> inputs);
    }

    /** Its reference: inputs row-major in doubles, result row-major. */
    interface Reference {
        double[] apply(List<double[]> inputs);
    }

    /** A loss under test: adds its gradient and returns its value. */
    interface Loss {
        double apply(Tape tape, List<Variable> inputs);
    }

    interface LossReference {
        double apply(List<double[]> inputs);
    }

    static Matrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    static double[] doubles(Matrix matrix) {
        double[] out = new double[matrix.data().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = matrix.data()[i];
        }
        return out;
    }

    static void check(List<Matrix> inputs, Operation operation, Reference reference) {
        try (Compute compute = Compute.create(2)) {
            Tape tape = new Tape(compute);
            // Twice on one tape: the second step runs on buffers that hold the first one's numbers.
            for (int step = 0; step < 2; step++) {
                tape.begin(Tape.Mode.TRAIN, 1, 0);
                List<Variable> variables = inputs.stream().map(tape::input).toList();
                Variable result = operation.apply(tape, variables);
                double[] expected =
                        reference.apply(inputs.stream().map(Gradients::doubles).toList());
                close("value", result.value().data(), expected);
                double[] weights = doubles(random(1, expected.length, 99));
                float[] upstream = result.gradient().data();
                for (int i = 0; i < upstream.length; i++) {
                    upstream[i] = (float) weights[i];
                }
                tape.backward();
                compare(inputs, variables, doubles -> {
                    double sum = 0;
                    double[] values = reference.apply(doubles);
                    for (int i = 0; i < values.length; i++) {
                        sum += (float) weights[i] * values[i];
                    }
                    return sum;
                });
            }
        }
    }

    static void checkLoss(List<Matrix> inputs, double weight, Loss loss, LossReference reference) {
        try (Compute compute = Compute.create(2)) {
            Tape tape = new Tape(compute);
            for (int step = 0; step < 2; step++) {
                tape.begin(Tape.Mode.TRAIN, 1, 0);
                List<Variable> variables = inputs.stream().map(tape::input).toList();
                double actual = loss.apply(tape, variables);
                double expected =
                        reference.apply(inputs.stream().map(Gradients::doubles).toList());
                assertThat(actual).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
                tape.backward();
                compare(inputs, variables, doubles -> weight * reference.apply(doubles));
            }
        }
    }

    private static void compare(List<Matrix> inputs, List<Variable> variables, LossReference scalar) {
        for (int v = 0; v < inputs.size(); v++) {
            float[] gradient = variables.get(v).finishedGradient().data();
            double[] expected = new double[gradient.length];
            for (int i = 0; i < gradient.length; i++) {
                List<double[]> moved = inputs.stream().map(Gradients::doubles).toList();
                double at = moved.get(v)[i];
                moved.get(v)[i] = at + STEP;
                double up = scalar.apply(moved);
                moved.get(v)[i] = at - STEP;
                double down = scalar.apply(moved);
                expected[i] = (up - down) / (2 * STEP);
            }
            close("gradient of input " + v, gradient, expected);
        }
    }

    static void close(String what, float[] actual, double[] expected) {
        assertThat(actual.length).as(what).isEqualTo(expected.length);
        double largest = 1e-2;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(TOLERANCE * largest));
        }
    }
}
