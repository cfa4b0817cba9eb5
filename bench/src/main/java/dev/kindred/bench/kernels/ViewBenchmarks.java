package dev.kindred.bench.kernels;

import dev.kindred.kernels.Kernels;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What it would cost if kernels took views (array, offset and stride as one record) instead of single arguments: {@code leakySumsAt}, which
 * has fifteen arguments, called through a method of each kind. Neither is inlined, as the launcher inlines no kernel (ADR 0034).
 *
 * <p>Usage: {@code bench/launch kernels.ViewBenchmarks}. Figures are those of the fastest of 500 short iterations, so that other work on the
 * machine hardly matters.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 20, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 100, time = 20, timeUnit = TimeUnit.MILLISECONDS)
public class ViewBenchmarks {
    private static final int ROWS = 1_000;

    /** Neighbors of a row: few, where a call costs most, and as in Cora. */
    @Param({"3", "5"})
    public int degree;

    /** Floats of a row: the paper's embedding, and a layer of the default preset. */
    @Param({"16", "64"})
    public int size;

    private final Kernels kernels = Kernels.select();
    private final SplittableRandom random = new SplittableRandom(7);
    private float[] x = {};
    private float[] weights = {};
    private float[] out = {};
    private int[] rows = {};
    private int next;

    record View(float[] data, int offset, int stride) {}

    @Setup
    public void prepare() {
        x = new float[ROWS * size];
        weights = new float[degree];
        out = new float[2 * size];
        rows = random.ints((long) ROWS * degree, 0, ROWS).toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
        }
    }

    @Benchmark
    public float[] arguments() {
        int r = next;
        next = (next + 1) % ROWS;
        int from = r * degree;
        return byArguments(weights, 0, x, r * size, size, x, 0, size, rows, from, from + degree, out, 0, out, size);
    }

    @Benchmark
    public float[] views() {
        int r = next;
        next = (next + 1) % ROWS;
        int from = r * degree;
        View row = new View(x, r * size, size);
        View others = new View(x, 0, size);
        View slopes = new View(out, 0, size);
        View values = new View(out, size, size);
        return byViews(new View(weights, 0, 1), row, size, others, rows, from, from + degree, slopes, values);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private float[] byArguments(
            float[] g,
            int gOffset,
            float[] x,
            int xOffset,
            int width,
            float[] y,
            int yOffset,
            int yStride,
            int[] yRows,
            int from,
            int to,
            float[] slopes,
            int slopesOffset,
            float[] values,
            int valuesOffset) {
        kernels.leakySumsAt(
                g,
                gOffset,
                x,
                xOffset,
                width,
                y,
                yOffset,
                yStride,
                yRows,
                from,
                to,
                slopes,
                slopesOffset,
                values,
                valuesOffset);
        return slopes;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private float[] byViews(
            View g, View x, int width, View y, int[] yRows, int from, int to, View slopes, View values) {
        kernels.leakySumsAt(
                g.data,
                g.offset,
                x.data,
                x.offset,
                width,
                y.data,
                y.offset,
                y.stride,
                yRows,
                from,
                to,
                slopes.data,
                slopes.offset,
                values.data,
                values.offset);
        return slopes.data;
    }

    /** See the class. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ViewBenchmarks.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .jvmArgsAppend(
                                "-XX:CompileCommand=quiet",
                                "-XX:CompileCommand=dontinline,dev.kindred.kernels.VectorKernels::*",
                                "-XX:CompileCommand=dontinline,dev.kindred.kernels.VectorRowKernels::*")
                        .build())
                .run();
        Map<String, Double> nanos = new TreeMap<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String name = params.getParam("degree") + " neighbors of " + params.getParam("size") + " floats, "
                    + result.getPrimaryResult().getLabel();
            nanos.put(name, result.getPrimaryResult().getStatistics().getMin());
        }
        nanos.forEach((name, least) -> System.out.printf(Locale.ROOT, "%s: %.2f ns a call%n", name, least));
    }
}
