package dev.kindred.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.kernels.Kernels;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** No kernel escapes measurement, and every benchmark runs and says what its kernel does. */
class KernelBenchmarksTest {
    private static final List<Method> BENCHMARKS = Arrays.stream(KernelBenchmarks.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Benchmark.class))
            .toList();

    /** The kernels: all that the interface asks of a set but what tells sets apart. */
    private static Set<String> kernels() {
        return Arrays.stream(Kernels.class.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !Set.of("name", "lanes").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyKernelHasItsBenchmark() {
        Set<String> measured = BENCHMARKS.stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(kernels())
                .as("kernels without a benchmark of their name in KernelBenchmarks")
                .allSatisfy(kernel -> assertThat(measured).contains(kernel));
        assertThat(measured)
                .as("benchmarks that begin with no kernel's name")
                .allSatisfy(name -> assertThat(kernels()).anyMatch(name::startsWith));
    }

    @Test
    void everyBenchmarkRunsAtEverySizeAndCountsItsWork() throws Exception {
        for (int size : new int[] {1, 17, 64}) {
            KernelBenchmarks benchmarks = new KernelBenchmarks();
            benchmarks.size = size;
            benchmarks.prepare();
            for (Method benchmark : BENCHMARKS) {
                assertThat(benchmark.getAnnotation(Work.class))
                        .as("work of " + benchmark.getName())
                        .isNotNull();
                assertThat(KernelBenchmarks.elements(benchmark.getName(), size)).isGreaterThan(0);
                for (int call = 0; call < 3; call++) {
                    assertFinite(benchmark.getName(), benchmark.invoke(benchmarks));
                }
            }
        }
    }

    private static void assertFinite(String name, Object result) {
        if (result instanceof float[] values) {
            for (float value : values) {
                assertThat(Float.isFinite(value))
                        .as(name + ": expected finite values, got " + value)
                        .isTrue();
            }
        } else {
            assertThat(((Number) result).doubleValue()).as(name).isFinite();
        }
    }
}
