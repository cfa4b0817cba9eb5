package dev.kindred.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Layout2dTest {
    private static Matrix groups(int groups, int size, int width, double spread, long seed) {
        Random random = new Random(seed);
        Matrix centers = Matrix.zeros(groups, width);
        for (int at = 0; at < centers.data().length; at++) {
            centers.data()[at] = (float) random.nextGaussian();
        }
        Matrix x = Matrix.zeros(groups * size, width);
        for (int i = 0; i < x.rows(); i++) {
            for (int c = 0; c < width; c++) {
                x.set(i, c, centers.get(i / size, c) + (float) (spread * random.nextGaussian()));
            }
        }
        return x;
    }

    private static Matrix layout(Matrix x, int threads) {
        try (Compute compute = Compute.create(threads)) {
            return Layout2d.defaults(7).of(compute, x);
        }
    }

    @Test
    void neighborsAreKeptAsWellAsByExactTsne() {
        Matrix x = groups(6, 50, 12, .6, 1);
        double ours = Trustworthiness.of(x, layout(x, 2), 15);
        double exact = Trustworthiness.of(x, ExactTsne.of(x, 30, 300), 15);
        assertThat(ours).isGreaterThan(exact - .01).isGreaterThan(.9);
    }

    @Test
    void neighborsAreKeptOnGridsToo() {
        Matrix x = groups(12, 100, 12, .5, 2);
        assertThat(Trustworthiness.of(x, layout(x, 2), 15)).isGreaterThan(.97);
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Matrix x = groups(6, 250, 10, .5, 3);
        float[] one = layout(x, 1).data();
        assertThat(layout(x, 2).data()).isEqualTo(one);
        assertThat(layout(x, 3).data()).isEqualTo(one);
    }

    @Test
    void groupsStandApart() {
        Matrix x = groups(4, 300, 8, .1, 4);
        Matrix y = layout(x, 2);
        double inside = 0;
        double between = Double.POSITIVE_INFINITY;
        for (int g = 0; g < 4; g++) {
            inside = Math.max(inside, distance(y, g * 300, g * 300 + 1));
            for (int other = 0; other < g; other++) {
                between = Math.min(between, distance(mean(y, g), mean(y, other)));
            }
        }
        assertThat(between).isGreaterThan(inside);
    }

    private static Matrix mean(Matrix y, int group) {
        Matrix mean = Matrix.zeros(1, 2);
        for (int i = group * 300; i < (group + 1) * 300; i++) {
            mean.set(0, 0, mean.get(0, 0) + y.get(i, 0) / 300);
            mean.set(0, 1, mean.get(0, 1) + y.get(i, 1) / 300);
        }
        return mean;
    }

    private static double distance(Matrix a, Matrix b) {
        return Math.hypot(a.get(0, 0) - b.get(0, 0), a.get(0, 1) - b.get(0, 1));
    }

    private static double distance(Matrix y, int i, int j) {
        return Math.hypot(y.get(i, 0) - y.get(j, 0), y.get(i, 1) - y.get(j, 1));
    }

    @Test
    void fewNodesAndNoneHaveAPlace() {
        for (int n = 0; n <= 5; n++) {
            Matrix y = layout(groups(1, n, 3, 1, n), 2);
            assertThat(y.rows()).isEqualTo(n);
            assertFinite(y);
        }
    }

    @Test
    void identicalRowsAreSetApart() {
        Matrix y = layout(Matrix.zeros(1_200, 5), 2);
        assertFinite(y);
        assertThat(Arrays.stream(distinct(y)).distinct().count()).isEqualTo(1_200);
    }

    @Test
    void oneColumnAndHugeNumbersAreLaidOut() {
        Matrix x = groups(3, 40, 1, .1, 5);
        for (int at = 0; at < x.data().length; at++) {
            x.data()[at] = x.data()[at] * 1e15f + 1e16f;
        }
        assertFinite(layout(x, 2));
    }

    private static long[] distinct(Matrix y) {
        long[] keys = new long[y.rows()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) Float.floatToIntBits(y.get(i, 0)) << 32 ^ Float.floatToIntBits(y.get(i, 1));
        }
        return keys;
    }

    private static void assertFinite(Matrix y) {
        for (float value : y.data()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        Matrix x = groups(1, 3, 2, 1, 6);
        x.set(1, 1, Float.NaN);
        assertThatThrownBy(() -> layout(x, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embedding at row 1, column 1: expected a finite number, got NaN");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Layout2d(0, 1, 1, 0))
                .hasMessage("layout: expected a perplexity of 1 or more and iterations of 0 or more, got 0.0, 1 and 1");
    }
}
