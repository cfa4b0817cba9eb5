package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GaussianColumnsTest {
    private static final int N = 900;

    /** Nats a node that three groups explain of one column. */
    private static double explained(IntToDoubleFunction value) {
        float[] values = new float[N];
        double[] shares = new double[3 * N];
        for (int i = 0; i < N; i++) {
            values[i] = (float) value.applyAsDouble(i);
            shares[3 * i + i % 3] = 1;
        }
        AttributeColumns.Numbers numbers = new AttributeColumns.Numbers(1, values);
        return new GaussianColumns(numbers, N).estimate(shares, 3, new double[3 * N]) / N;
    }

    /** The groups are the values: they cannot explain more than the logarithm of their number. */
    @Test
    void groupsThatNameTheValuesExplainNoMoreThanTheValuesSay() {
        assertThat(explained(i -> i % 3)).isBetween(.9, Math.log(3));
        assertThat(explained(i -> 10 + 7 * (i % 3))).isEqualTo(explained(i -> i % 3), within(1e-4));
    }

    @Test
    void numbersOfManyValuesAreNotRounded() {
        Random random = new Random(1);
        double[] noise = random.doubles(N, -1e-4, 1e-4).toArray();
        // The floor of one thousandth of the variance: half the logarithm of a thousand.
        assertThat(explained(i -> i % 3 + noise[i])).isBetween(3.0, .5 * Math.log(1000));
    }

    /** One odd value between the others does not make a column of few values one of many. */
    @Test
    void theStepIsThatOfMostValues() {
        assertThat(explained(i -> i == 0 ? .003 : i % 3)).isBetween(.9, Math.log(3));
    }
}
