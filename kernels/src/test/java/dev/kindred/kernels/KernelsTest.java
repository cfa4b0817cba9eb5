package dev.kindred.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernel sets on the same data, at sizes that straddle every lane count, at offsets that are no multiple of anything. */
class KernelsTest {
    private static final Kernels SCALAR = new ScalarKernels();
    private static final int OFFSET = 3;

    private final Random random = new Random(7);

    @BeforeAll
    static void vectorsArePresent() {
        assumeTrue(KernelSelection.vectorModulePresent(), "skipped: the JVM runs without jdk.incubator.vector");
    }

    private static Kernels vector() {
        return new VectorKernels();
    }

    /** 0, 1, and around every multiple of a lane count up to 64, then some larger ones. */
    static IntStream sizes() {
        TreeSet<Integer> sizes = new TreeSet<>(Set.of(0, 1, 2, 3, 5, 100, 127, 128, 129, 255, 257));
        for (int lanes = 4; lanes <= 64; lanes += 4) {
            sizes.addAll(Set.of(lanes - 1, lanes, lanes + 1));
        }
        return sizes.stream().mapToInt(Integer::intValue);
    }

    private float[] data(int size) {
        float[] data = new float[size];
        for (int i = 0; i < size; i++) {
            data[i] = random.nextFloat() * 4 - 2;
        }
        return data;
    }

    private int[] rows(int count, int below) {
        return IntStream.range(0, count).map(i -> random.nextInt(below)).toArray();
    }

    private static void assertSame(String what, float[] expected, float[] actual, int length) {
        double tolerance = 2e-6 * Math.max(8, length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .as("%s[%d]", what, i)
                    .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void everyKernelIsTestedHere() {
        Set<String> tested = Set.of(
                "name",
                "lanes",
                "select",
                "dot",
                "dotsAt",
                "dots",
                "squaredDistances",
                "weightedSumAt",
                "weightedSum",
                "leakyDotsAt",
                "leakySumsAt",
                "scoreGradients",
                "sumRows",
                "multiply",
                "expInPlace",
                "yesLossInPlace",
                "weightedYesLossInPlace",
                "noLossInPlace",
                "logInPlace",
                "eluInPlace",
                "eluGradientInPlace",
                "addScaled",
                "scaleInPlace",
                "adam");
        assertThat(Arrays.stream(Kernels.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName))
                .allMatch(tested::contains);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void sumsOverRowsAgree(int size) {
        int stride = size + 2;
        int count = 11;
        float[] x = data(size + OFFSET);
        float[] y = data(count * stride + OFFSET);
        int[] rows = rows(count, count);
        assertThat((double) vector().dot(x, OFFSET, y, OFFSET, size))
                .isCloseTo(SCALAR.dot(x, OFFSET, y, OFFSET, size), within(2e-6 * Math.max(8, size)));
        for (int from = 0; from <= count; from += 3) {
            int begin = from;
            float[][] out = {new float[count + OFFSET], new float[count + OFFSET]};
            both(out, (k, o) -> k.dotsAt(x, OFFSET, size, y, OFFSET, stride, rows, begin, count, o, OFFSET));
            assertSame("dotsAt", out[0], out[1], size);
            both(out, (k, o) -> k.dots(x, OFFSET, size, y, OFFSET, stride, count - begin, o, OFFSET));
            assertSame("dots", out[0], out[1], size);
            both(out, (k, o) -> k.squaredDistances(x, OFFSET, size, y, OFFSET, stride, count - begin, o, OFFSET));
            assertSame("squaredDistances", out[0], out[1], 4 * size);
            both(
                    out,
                    (k, o) -> k.leakyDotsAt(
                            x, OFFSET, x, OFFSET, size, y, OFFSET, stride, rows, begin, count, o, OFFSET));
            assertSame("leakyDotsAt", out[0], out[1], 2 * size);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void weightedSumsAgree(int size) {
        int stride = size + 1;
        int count = 13;
        float[] weights = data(count + OFFSET);
        float[] y = data(count * stride + OFFSET);
        float[] start = data(size + OFFSET);
        int[] rows = rows(count, count);
        float[][] out = {start.clone(), start.clone()};
        both(out, (k, o) -> k.weightedSumAt(weights, OFFSET, y, OFFSET, stride, rows, 2, count, o, OFFSET, size));
        assertSame("weightedSumAt", out[0], out[1], count);
        both(out, (k, o) -> k.weightedSum(weights, OFFSET, y, OFFSET, stride, count, o, OFFSET, size));
        assertSame("weightedSum", out[0], out[1], count);
        float[][] slopes = {new float[2 * size + OFFSET], new float[2 * size + OFFSET]};
        both(
                slopes,
                (k, o) -> k.leakySumsAt(
                        weights,
                        OFFSET,
                        start,
                        OFFSET,
                        size,
                        y,
                        OFFSET,
                        stride,
                        rows,
                        1,
                        count,
                        o,
                        OFFSET,
                        o,
                        OFFSET + size));
        assertSame("leakySumsAt", slopes[0], slopes[1], 4 * count);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void sumsDownTheRowsAgree(int size) {
        int stride = size + 1;
        for (int count : new int[] {0, 1, 13}) {
            float[] x = data(count * stride + OFFSET);
            float[] u = data(count + OFFSET);
            float[] v = data(2 * count + OFFSET);
            float[] a = data(size + OFFSET);
            float[] b = data(2 * size + OFFSET);
            float[] start = data(Math.max(2 * size, count * stride) + OFFSET);
            float[][] sums = {start.clone(), start.clone()};
            float[][] dx = {start.clone(), start.clone()};
            for (int i = 0; i < 2; i++) {
                Kernels kernels = i == 0 ? SCALAR : vector();
                kernels.scoreGradients(
                        u,
                        v,
                        OFFSET,
                        count,
                        a,
                        b,
                        OFFSET,
                        x,
                        OFFSET,
                        stride,
                        size,
                        dx[i],
                        sums[i],
                        OFFSET,
                        OFFSET + size);
            }
            assertSame("scoreGradients: dx", dx[0], dx[1], 2);
            assertSame("scoreGradients: sums", sums[0], sums[1], 2 * count);
            both(sums, (k, o) -> k.sumRows(x, OFFSET, stride, count, o, OFFSET, size));
            assertSame("sumRows", sums[0], sums[1], 3 * count);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void productsAgree(int width) {
        for (int rows : new int[] {0, 1, 5, 6, 7, 13}) {
            for (int inner : new int[] {0, 1, 17, 513}) {
                float[] a = data(rows * inner + OFFSET);
                float[] b = data(inner * (width + 1) + OFFSET);
                float[] start = data(rows * (width + 2) + OFFSET);
                for (boolean adding : new boolean[] {false, true}) {
                    float[][] out = {start.clone(), start.clone()};
                    both(
                            out,
                            (k, o) -> k.multiply(
                                    a, OFFSET, inner, 1, rows, inner, b, OFFSET, width + 1, o, OFFSET, width + 2, width,
                                    adding));
                    assertSame("multiply", out[0], out[1], 2 * inner);
                    float[][] transposed = {start.clone(), start.clone()};
                    both(
                            transposed,
                            (k, o) -> k.multiply(
                                    a, OFFSET, 1, rows, rows, inner, b, OFFSET, width + 1, o, OFFSET, width + 2, width,
                                    adding));
                    assertSame("multiply transposed", transposed[0], transposed[1], 2 * inner);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void elementwiseKernelsAgree(int size) {
        float[] x = data(size + OFFSET);
        float[] y = data(size + OFFSET);
        float[][] out = {x.clone(), x.clone()};
        both(out, (k, o) -> k.expInPlace(o, OFFSET, OFFSET + size));
        assertSame("exp", out[0], out[1], 8);
        both(out, (k, o) -> k.logInPlace(o, OFFSET, OFFSET + size));
        assertSame("log", out[0], out[1], 8);
        float[][] elu = {x.clone(), x.clone()};
        both(elu, (k, o) -> k.eluInPlace(o, OFFSET, OFFSET + size));
        assertSame("elu", elu[0], elu[1], 8);
        float[][] gradient = {y.clone(), y.clone()};
        both(gradient, (k, o) -> k.eluGradientInPlace(elu[0], o, OFFSET, OFFSET + size));
        assertSame("eluGradient", gradient[0], gradient[1], 8);
        both(gradient, (k, o) -> k.addScaled(1.5f, x, OFFSET, o, OFFSET, size));
        both(gradient, (k, o) -> k.scaleInPlace(-.5f, o, OFFSET, size));
        assertSame("addScaled, scale", gradient[0], gradient[1], 8);
        for (float factor : new float[] {1, 20, 200}) {
            float[] logits = x.clone();
            SCALAR.scaleInPlace(factor, logits, 0, logits.length);
            float[][] yes = {logits.clone(), logits.clone()};
            double[] losses = new double[4];
            losses[0] = SCALAR.yesLossInPlace(yes[0], OFFSET, OFFSET + size, .7f);
            losses[1] = vector().yesLossInPlace(yes[1], OFFSET, OFFSET + size, .7f);
            assertSame("yes", yes[0], yes[1], 8);
            float[] weights = data(size + OFFSET);
            float[][] weighted = {logits.clone(), logits.clone()};
            double[] weightedLosses = {
                SCALAR.weightedYesLossInPlace(weighted[0], weights, OFFSET, OFFSET + size, .7f),
                vector().weightedYesLossInPlace(weighted[1], weights, OFFSET, OFFSET + size, .7f)
            };
            assertSame("weighted yes", weighted[0], weighted[1], 8);
            assertThat(weightedLosses[1]).isCloseTo(weightedLosses[0], within(1e-5 * Math.max(1, Math.abs(losses[0]))));
            float[][] no = {logits.clone(), logits.clone()};
            losses[2] = SCALAR.noLossInPlace(no[0], OFFSET, OFFSET + size, .7f);
            losses[3] = vector().noLossInPlace(no[1], OFFSET, OFFSET + size, .7f);
            assertSame("no", no[0], no[1], 8);
            assertThat(losses[1]).isCloseTo(losses[0], within(1e-5 * Math.max(1, losses[0])));
            assertThat(losses[3]).isCloseTo(losses[2], within(1e-5 * Math.max(1, losses[2])));
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void adamStepsAgree(int size) {
        float[] gradient = data(size + OFFSET);
        float[][] parameter = {data(size + OFFSET), null};
        parameter[1] = parameter[0].clone();
        float[][] first = {new float[size + OFFSET], new float[size + OFFSET]};
        float[][] second = {new float[size + OFFSET], new float[size + OFFSET]};
        for (int step = 0; step < 3; step++) {
            SCALAR.adam(
                    gradient,
                    OFFSET,
                    OFFSET + size,
                    .01f,
                    3f,
                    .9f,
                    .999f,
                    1e-8f,
                    .1f,
                    parameter[0],
                    first[0],
                    second[0]);
            vector().adam(
                            gradient,
                            OFFSET,
                            OFFSET + size,
                            .01f,
                            3f,
                            .9f,
                            .999f,
                            1e-8f,
                            .1f,
                            parameter[1],
                            first[1],
                            second[1]);
        }
        assertSame("parameter", parameter[0], parameter[1], 8);
        assertSame("first", first[0], first[1], 8);
        assertSame("second", second[0], second[1], 8);
    }

    @Test
    void elementaryFunctionsAreAccurate() {
        float[] x = new float[4096];
        for (int i = 0; i < x.length; i++) {
            x[i] = -80 + 160f * i / x.length;
        }
        float[] exp = x.clone();
        vector().expInPlace(exp, 0, exp.length);
        float[] log = exp.clone();
        vector().logInPlace(log, 0, log.length);
        for (int i = 0; i < x.length; i++) {
            assertThat(exp[i] / Math.exp(x[i])).as("exp %f", x[i]).isCloseTo(1, within(3e-7));
            assertThat((double) log[i])
                    .as("log of exp %f", x[i])
                    .isCloseTo(Math.log(exp[i]), within(3e-7 * Math.max(1, Math.abs(x[i]))));
        }
    }

    @Test
    void lossesNeitherOverflowNorSaturate() {
        float[] x = {-1e30f, -100, -30, 0, 30, 100, 1e30f};
        for (Kernels kernels : new Kernels[] {SCALAR, vector()}) {
            float[] padded = Arrays.copyOf(x, 64);
            double loss = kernels.yesLossInPlace(padded, 1, 3, 1f);
            assertThat(loss).isCloseTo(130, within(1e-4));
            assertThat(padded[1]).isEqualTo(-1f);
            padded = Arrays.copyOf(x, 64);
            assertThat(kernels.noLossInPlace(padded, 0, 1, 1f)).isCloseTo(0, within(1e-30));
            assertThat(padded[0]).isCloseTo(0, within(1e-30f));
        }
    }

    @Test
    void forcedSetThatCannotLoadIsAnError() {
        assertThatThrownBy(() -> KernelSelection.select("vector", false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "kernels: vector was forced, but the JVM was started without --add-modules=jdk.incubator.vector");
        assertThatThrownBy(() -> KernelSelection.select("fast", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kindred.kernels: expected auto, scalar or vector, got fast");
        assertThat(KernelSelection.select("auto", false).name()).isEqualTo("scalar");
        assertThat(KernelSelection.select("scalar", true).name()).isEqualTo("scalar");
    }

    @Test
    void theSetThatTheBuildAskedForRuns() {
        String wanted = System.getProperty("kindred.kernels", "auto");
        String expected = wanted.equals("auto") ? "vector" : wanted;
        assertThat(Kernels.select().name()).isEqualTo(expected);
    }

    private interface Call {
        void run(Kernels kernels, float[] out);
    }

    private static void both(float[][] out, Call call) {
        call.run(SCALAR, out[0]);
        call.run(vector(), out[1]);
    }
}
