package dev.kindred.bench.kernels;

import dev.kindred.kernels.Kernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One benchmark for every kernel, named after it (variants begin with its name), on the set that {@code -Dkindred.kernels} chooses. A
 * call does what a chunk of an operation does: {@value #ROWS} rows of {@link #size} floats, each against {@value #DEGREE} others where
 * the kernel takes many. All data fits the nearest caches, so that the kernel is timed and not the memory. Kernels that would run away
 * when repeated in place get a fresh copy each time, which their {@link Work} counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmarks {
    static final int ROWS = 24;
    static final int DEGREE = 32;
    static final int INNER = 64;
    static final int NARROW = 16;
    private static final int OFFSET = 3;

    /** Floats of a row: around a lane count, or a usual layer size. */
    @Param({"17", "256"})
    public int size;

    private final Kernels kernels = Kernels.select();
    private float[] x = {};
    private float[] y = {};
    private float[] positive = {};
    private float[] out = {};
    private float[] weights = {};
    private float[] first = {};
    private float[] second = {};
    private float[] left = {};
    private float[] product = {};
    private int[] rows = {};

    /** Fills everything with numbers between -2 and 2. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(7);
        x = numbers(random, ROWS * size + OFFSET);
        y = numbers(random, Math.max(DEGREE, INNER) * size + OFFSET);
        positive = numbers(random, ROWS * size + OFFSET);
        for (int i = 0; i < positive.length; i++) {
            positive[i] = Math.abs(positive[i]) + .1f;
        }
        out = numbers(random, 2 * Math.max(ROWS * size, ROWS * DEGREE) + OFFSET);
        weights = numbers(random, ROWS * DEGREE + OFFSET);
        first = new float[ROWS * size + OFFSET];
        second = new float[ROWS * size + OFFSET];
        left = numbers(random, ROWS * Math.max(INNER, size) + OFFSET);
        product = numbers(random, Math.max(ROWS * Math.max(size, NARROW), size * NARROW) + OFFSET);
        rows = random.ints(ROWS * DEGREE, 0, DEGREE).toArray();
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (4 * random.nextDouble() - 2);
        }
        return numbers;
    }

    /** Elements that one call of a benchmark passes. */
    static long elements(String benchmark, int size) {
        return switch (benchmark) {
            case "dotsAt", "dots", "squaredDistances", "weightedSumAt", "weightedSum", "leakyDotsAt", "leakySumsAt" ->
                (long) ROWS * DEGREE * size;
            case "multiply", "multiplyTransposed" -> (long) ROWS * INNER * size;
            case "multiplyNarrow" -> (long) ROWS * NARROW * size;
            default -> (long) ROWS * size;
        };
    }

    @Benchmark
    @Work(flops = 2, floats = 2)
    public float dot() {
        float sum = 0;
        for (int r = 0; r < ROWS; r++) {
            sum += kernels.dot(x, OFFSET + r * size, y, OFFSET + r * size, size);
        }
        return sum;
    }

    @Benchmark
    @Work(flops = 2, floats = 1)
    public float[] dotsAt() {
        for (int r = 0; r < ROWS; r++) {
            int from = r * DEGREE;
            kernels.dotsAt(x, OFFSET + r * size, size, y, OFFSET, size, rows, from, from + DEGREE, out, from);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 8, floats = 3)
    public float[] scoreGradients() {
        kernels.scoreGradients(weights, y, OFFSET, ROWS, y, y, OFFSET, x, OFFSET, size, size, product, out, 0, size);
        return product;
    }

    @Benchmark
    @Work(flops = 1, floats = 1)
    public float[] sumRows() {
        kernels.sumRows(x, OFFSET, size, ROWS, out, 0, size);
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 1)
    public float[] dots() {
        for (int r = 0; r < ROWS; r++) {
            kernels.dots(x, OFFSET + r * size, size, y, OFFSET, size, DEGREE, out, r * DEGREE);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 3, floats = 1)
    public float[] squaredDistances() {
        for (int r = 0; r < ROWS; r++) {
            kernels.squaredDistances(x, OFFSET + r * size, size, y, OFFSET, size, DEGREE, out, r * DEGREE);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 1)
    public float[] weightedSumAt() {
        for (int r = 0; r < ROWS; r++) {
            int from = r * DEGREE;
            kernels.weightedSumAt(
                    weights, from, y, OFFSET, size, rows, from, from + DEGREE, out, OFFSET + r * size, size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 1)
    public float[] weightedSum() {
        for (int r = 0; r < ROWS; r++) {
            kernels.weightedSum(weights, r * DEGREE, y, OFFSET, size, DEGREE, out, OFFSET + r * size, size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 4, floats = 1)
    public float[] leakyDotsAt() {
        for (int r = 0; r < ROWS; r++) {
            int from = r * DEGREE;
            kernels.leakyDotsAt(
                    positive,
                    OFFSET,
                    x,
                    OFFSET + r * size,
                    size,
                    y,
                    OFFSET,
                    size,
                    rows,
                    from,
                    from + DEGREE,
                    out,
                    from);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 6, floats = 1)
    public float[] leakySumsAt() {
        for (int r = 0; r < ROWS; r++) {
            int from = r * DEGREE;
            kernels.leakySumsAt(
                    weights,
                    from,
                    x,
                    OFFSET + r * size,
                    size,
                    y,
                    OFFSET,
                    size,
                    rows,
                    from,
                    from + DEGREE,
                    out,
                    OFFSET + r * size,
                    out,
                    OFFSET + (ROWS + r) * size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 1. / ROWS + 1. / INNER)
    public float[] multiply() {
        kernels.multiply(left, 0, INNER, 1, ROWS, INNER, y, OFFSET, size, product, OFFSET, size, size, false);
        return product;
    }

    @Benchmark
    @Work(flops = 2, floats = 1. / ROWS + 2. / INNER)
    public float[] multiplyTransposed() {
        kernels.multiply(left, 0, 1, ROWS, ROWS, INNER, y, OFFSET, size, product, OFFSET, size, size, true);
        return product;
    }

    /** A narrow result, as of small embeddings: {@code [rows x size] [size x 16]}. */
    @Benchmark
    @Work(flops = 2, floats = 1. / ROWS + 1. / NARROW)
    public float[] multiplyNarrow() {
        kernels.multiply(left, 0, size, 1, ROWS, size, y, OFFSET, NARROW, product, OFFSET, NARROW, NARROW, false);
        return product;
    }

    @Benchmark
    @Work(flops = 20, floats = 4)
    public float[] expInPlace() {
        for (int at = copy(x); at < end(); at += size) {
            kernels.expInPlace(out, at, at + size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 20, floats = 4)
    public float[] logInPlace() {
        for (int at = copy(positive); at < end(); at += size) {
            kernels.logInPlace(out, at, at + size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 40, floats = 4)
    public double yesLossInPlace() {
        double loss = 0;
        for (int at = copy(x); at < end(); at += size) {
            loss += kernels.yesLossInPlace(out, at, at + size, .5f);
        }
        return loss;
    }

    @Benchmark
    @Work(flops = 42, floats = 5)
    public double weightedYesLossInPlace() {
        double loss = 0;
        for (int at = copy(x); at < end(); at += size) {
            loss += kernels.weightedYesLossInPlace(out, y, at, at + size, .5f);
        }
        return loss;
    }

    @Benchmark
    @Work(flops = 40, floats = 4)
    public double noLossInPlace() {
        double loss = 0;
        for (int at = copy(x); at < end(); at += size) {
            loss += kernels.noLossInPlace(out, at, at + size, .5f);
        }
        return loss;
    }

    @Benchmark
    @Work(flops = 20, floats = 4)
    public float[] eluInPlace() {
        for (int at = copy(x); at < end(); at += size) {
            kernels.eluInPlace(out, at, at + size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 5)
    public float[] eluGradientInPlace() {
        for (int at = copy(x); at < end(); at += size) {
            kernels.eluGradientInPlace(positive, out, at, at + size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 2, floats = 3)
    public float[] addScaled() {
        for (int r = 0; r < ROWS; r++) {
            kernels.addScaled(1e-6f, x, OFFSET + r * size, out, OFFSET + r * size, size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 1, floats = 2)
    public float[] scaleInPlace() {
        for (int r = 0; r < ROWS; r++) {
            kernels.scaleInPlace(-1f, out, OFFSET + r * size, size);
        }
        return out;
    }

    @Benchmark
    @Work(flops = 15, floats = 7)
    public float[] adam() {
        // A step too small to move a parameter over the run: every call works on the same numbers.
        kernels.adam(x, OFFSET, OFFSET + ROWS * size, 1e-9f, 1f, .9f, .999f, 1e-8f, 5e-4f, positive, first, second);
        return positive;
    }

    /** Fresh values for an in-place kernel; returns where they begin. */
    private int copy(float[] from) {
        System.arraycopy(from, OFFSET, out, OFFSET, ROWS * size);
        return OFFSET;
    }

    private int end() {
        return OFFSET + ROWS * size;
    }
}
