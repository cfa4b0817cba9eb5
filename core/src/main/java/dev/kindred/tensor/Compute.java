package dev.kindred.tensor;

import dev.kindred.kernels.Kernels;

/**
 * What operations run on: a kernel set and the threads that share the rows. Both are passed together, so that kernels and number of threads
 * are chosen in one place.
 *
 * @param kernels inner loops
 * @param workers threads; {@link #close} ends them
 */
public record Compute(Kernels kernels, Workers workers) implements AutoCloseable {
    /**
     * The selected kernels ({@link Kernels#select}) and new workers.
     *
     * @param threads number of threads, the calling thread included, 1 or more
     */
    public static Compute create(int threads) {
        return new Compute(Kernels.select(), Workers.create(threads));
    }

    /** Number of threads, the calling thread included. */
    public int threads() {
        return workers.threads();
    }

    @Override
    public void close() {
        workers.close();
    }
}
