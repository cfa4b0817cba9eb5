package dev.kindred.bench.kernels;

import dev.kindred.bench.Arguments;
import dev.kindred.bench.UsageException;
import dev.kindred.kernels.Kernels;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every kernel in each of the sets that this machine can run, side by side: vectors at full width, vectors of 8 lanes as an AVX2 machine
 * has them (16 registers too: {@code -XX:UseAVX=2}) where the full width is 16, and scalar. Each figure is a JMH fork of its own.
 *
 * <p>Usage: {@code KernelReport [FILTER [SIZE,SIZE,.. [SECONDS]]]}; FILTER is a regular expression found in the benchmark's name, SECONDS
 * are those that each figure is measured for, after more than a second of warm-up.
 */
public final class KernelReport {
    /** The share of the 16-lane rate per lane that 8 lanes should reach. */
    private static final double ENOUGH_PER_LANE = .6;

    private static final int ITERATIONS = 3;

    /** Until C2 has compiled a kernel its vectors are objects; with less than a second some are measured so. */
    private static final int WARM_UPS = 5;

    private static final int WARM_UP_MILLIS = 250;

    private final List<Integer> sizes;
    private final double seconds;
    private final int lanes;
    private final List<String> weak = new ArrayList<>();
    private final List<String> slowerThanScalar = new ArrayList<>();

    private KernelReport(List<Integer> sizes, double seconds, int lanes) {
        this.sizes = sizes;
        this.seconds = seconds;
        this.lanes = lanes;
    }

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("KernelReport [FILTER [SIZE,SIZE,.. [SECONDS]]]", 0, args, () -> {
            List<Method> methods = benchmarks(args.length > 0 ? args[0] : "");
            List<Integer> sizes = Arrays.stream((args.length > 1 ? args[1] : "17,256").split(",", -1))
                    .map(size -> Arguments.whole("size", size, 1))
                    .toList();
            double seconds = args.length > 2 ? Arguments.positive("seconds", args[2]) : .3;
            Kernels kernels = Kernels.select();
            if (kernels.lanes() == 1) {
                throw new IllegalStateException(
                        "kernels: expected the vector set to compare with, got scalar; run without -Dkindred.kernels");
            }
            new KernelReport(sizes, seconds, kernels.lanes()).print(methods);
        });
    }

    /** The benchmarks whose name the filter is found in, in the order of their names. */
    private static List<Method> benchmarks(String filter) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "filter: expected a regular expression, got " + filter + " (" + e.getMessage() + ")");
        }
        List<Method> found = Arrays.stream(KernelBenchmarks.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class)
                        && pattern.matcher(method.getName()).find())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("filter: expected a part of a kernel's name, got " + filter);
        }
        return found;
    }

    private void print(List<Method> methods) {
        int forks = methods.size() * sizes.size() * (lanes == 16 ? 3 : 2);
        System.out.printf(
                Locale.ROOT,
                "one thread, %d lanes; %d figures, about %.0f s%n%-20s %5s %10s %8s %9s",
                lanes,
                forks,
                forks * (.5 + 1e-3 * WARM_UPS * WARM_UP_MILLIS + seconds),
                "kernel",
                "size",
                "GFLOP/s",
                "GB/s",
                "/ scalar");
        System.out.println(lanes == 16 ? "   8 lanes  8/16 per lane" : "");
        double logs = 0;
        double perLaneLogs = 0;
        for (Method method : methods) {
            for (int size : sizes) {
                double full = nanos(method, size, "-Dkindred.kernels=vector");
                double scalar = nanos(method, size, "-Dkindred.kernels=scalar");
                logs += Math.log(scalar / full);
                if (full > scalar) {
                    slowerThanScalar.add(method.getName() + " " + size);
                }
                StringBuilder line = new StringBuilder(row(method, size, full, scalar));
                if (lanes == 16) {
                    double narrow = nanos(method, size, "-Dkindred.kernels=vector", "-XX:UseAVX=2");
                    double perLane = 2 * full / narrow;
                    perLaneLogs += Math.log(perLane);
                    if (perLane < ENOUGH_PER_LANE) {
                        weak.add(method.getName() + " " + size);
                    }
                    line.append(String.format(
                            Locale.ROOT, " %9.2f %13.0f %%", flops(method, size) / narrow, 100 * perLane));
                }
                System.out.println(line);
            }
        }
        int rows = methods.size() * sizes.size();
        System.out.printf(Locale.ROOT, "vector / scalar: %.1f times (geometric mean)%n", Math.exp(logs / rows));
        if (lanes == 16) {
            System.out.printf(
                    Locale.ROOT,
                    "8 lanes against 16, per lane: %.0f %% (geometric mean); below %.0f %%: %s%n",
                    100 * Math.exp(perLaneLogs / rows),
                    100 * ENOUGH_PER_LANE,
                    weak.isEmpty() ? "none" : String.join(", ", weak));
        }
        System.out.println(
                "slower than scalar: " + (slowerThanScalar.isEmpty() ? "none" : String.join(", ", slowerThanScalar)));
    }

    private static String row(Method method, int size, double full, double scalar) {
        double bytes = Float.BYTES * work(method).floats() * KernelBenchmarks.elements(method.getName(), size);
        return String.format(
                Locale.ROOT,
                "%-20s %5d %10.2f %8.1f %9.2f",
                method.getName(),
                size,
                flops(method, size) / full,
                bytes / full,
                scalar / full);
    }

    private static double flops(Method method, int size) {
        return (double) work(method).flops() * KernelBenchmarks.elements(method.getName(), size);
    }

    private static Work work(Method method) {
        return method.getAnnotation(Work.class);
    }

    /** Nanoseconds of a call, in a JVM of its own with these flags besides ours. */
    private double nanos(Method method, int size, String... flags) {
        long measured = Math.round(1e3 * seconds / ITERATIONS);
        Options options = new OptionsBuilder()
                .include("^" + Pattern.quote(KernelBenchmarks.class.getName() + "." + method.getName()) + "$")
                .param("size", Integer.toString(size))
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.milliseconds(WARM_UP_MILLIS))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(measured))
                .jvmArgsAppend(flags)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            // A fork's stderr holds nothing but the JVM's warnings about the Vector API and JMH's own classes.
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            return new Runner(options, OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT))
                    .runSingle()
                    .getPrimaryResult()
                    .getScore();
        } catch (RunnerException e) {
            throw new IllegalStateException(method.getName() + ", size " + size + ": " + e.getMessage(), e);
        }
    }
}
