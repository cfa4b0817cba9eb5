package dev.kindred.bench.kernels;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a benchmark's kernel does to each of the {@link KernelBenchmarks#elements} of one call. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Work {
    /** Additions and multiplications; 20 for an exponential or a logarithm. */
    int flops();

    /** Floats read or written; what stays in registers does not count. */
    double floats();
}
