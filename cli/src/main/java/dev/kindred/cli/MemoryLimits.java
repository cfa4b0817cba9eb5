package dev.kindred.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How much memory a run may take.
 *
 * @param heap bytes that the Java heap may grow to
 * @param process bytes that the machine, or the container, gives the process
 */
record MemoryLimits(long heap, long process) {
    /** The young generation that the launcher asks for; it comes on top of what lives longer. */
    static final long YOUNG = 64L << 20;
    /** Outside of the heap: the JVM's own code, compiled code, classes, stacks. Measured (docs/RELIABILITY.md). */
    static final long OUTSIDE = 90_000_000;

    /** What reading tables leaves outside of the heap: DuckDB's library and what its allocator keeps. Measured likewise. */
    static final long LEFT_BY_TABLES = 65_000_000;

    /** The JVM's MinHeapFreeRatio. */
    private static final double FREE_SHARE = .4;

    private static final long XMX_STEP = 256L << 20;
    private static final int SMALLEST_LAYER = 4;

    /** Limits of a container count, where the process runs in one. */
    static MemoryLimits ofThisProcess() {
        long process = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
        return new MemoryLimits(Runtime.getRuntime().maxMemory(), process);
    }

    /** Bytes of heap that a run needs. */
    static long heapOf(GraphSize size, ModelConfig config, int seeds) {
        return MemoryEstimate.of(size, config, seeds).bytes() + YOUNG;
    }

    /** Bytes that a run takes at least, garbage collected as often as it takes. */
    static long leastOf(GraphSize size, ModelConfig config, int seeds) {
        return heapOf(size, config, seeds) + OUTSIDE;
    }

    /**
     * Bytes that the process will be seen to take at its peak, where the heap may grow: what was let go of stays until the heap is full, and
     * the JVM lets it grow until {@link #FREE_SHARE} is free after a collection. Several seeds take no more of it than one: it is collected between them.
     */
    static long peakOf(GraphSize size, ModelConfig config, int seeds) {
        return peakOf(MemoryEstimate.of(size, config, seeds).bytes(), MemoryEstimate.garbageOf(size, config));
    }

    /**
     * The same of a stage.
     *
     * @param held bytes
     * @param garbage bytes that it lets go of
     */
    static long peakOf(long held, long garbage) {
        return Math.min(held + garbage, Math.round(held / (1 - FREE_SHARE))) + YOUNG + OUTSIDE;
    }

    /**
     * Refuses a run that would not fit.
     *
     * @throws InvalidInputException naming the setting that would fit
     */
    void check(GraphSize size, ModelConfig config, int seeds) {
        if (leastOf(size, config, seeds) > process) {
            throw new InvalidInputException("memory: expected a run of at most " + megabytes(process)
                    + " (this machine or container), got one of about " + megabytes(leastOf(size, config, seeds)) + "; "
                    + smaller(size, config, seeds) + "; pass --force to run anyway");
        }
        if (heapOf(size, config, seeds) > heap) {
            throw new InvalidInputException("memory: expected a run of at most " + megabytes(heap)
                    + " (the Java heap), got one of about " + megabytes(heapOf(size, config, seeds)) + "; "
                    + larger(heapOf(size, config, seeds)) + "; pass --force to run anyway");
        }
    }

    /** What is said when memory ran out all the same. */
    String exceeded(GraphSize size, ModelConfig config, int seeds) {
        long needed = Math.max(heapOf(size, config, seeds), heap + XMX_STEP);
        return "memory: expected at most " + megabytes(heap) + " (the Java heap), got more (estimated: "
                + megabytes(heapOf(size, config, seeds)) + "); " + larger(needed);
    }

    private static String larger(long bytes) {
        long steps = (bytes + XMX_STEP - 1) / XMX_STEP;
        return "KINDRED_JAVA_OPTS=-Xmx" + steps * (XMX_STEP >> 20) + "m fits";
    }

    /** The largest halving of all layers that fits. */
    private String smaller(GraphSize size, ModelConfig config, int seeds) {
        GatConfig encoder = switch (config.encoder()) {
            case GatConfig gat -> gat;
        };
        List<Integer> sizes = encoder.sizes();
        while (sizes.stream()
                .allMatch(s ->
                        s / 2 >= SMALLEST_LAYER && s / 2 % encoder.attention().heads() == 0)) {
            sizes = sizes.stream().map(s -> s / 2).toList();
            if (leastOf(size, config.withEncoder(encoder.withSizes(sizes)), seeds) <= process) {
                return "--hidden " + sizes.stream().map(String::valueOf).collect(Collectors.joining(",")) + " fits";
            }
        }
        return "no layer size fits, use a larger machine";
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", Math.round(bytes / 1e6));
    }
}
