package dev.kindred.tensor;

import dev.kindred.kernels.Kernels;

/**
 * What operations compute with: a kernel set and the threads that share the rows. Passed as one thing wherever both are needed, so that
 * another engine or another number of threads is chosen in one place.
 *
 * @param kernels the inner loops
 * @param workers the threads; {@link #close} ends them
 */
public record Compute(Kernels kernels, Workers workers) implements AutoCloseable {
    /**
     * The selected kernels ({@link Kernels#select}) and new workers.
     *
     * @param threads in all, the calling one included, 1 or more
     */
    public static Compute create(int threads) {
        return new Compute(Kernels.select(), Workers.create(threads));
    }

    /** Threads that take part, the calling one included. */
    public int threads() {
        return workers.threads();
    }

    @Override
    public void close() {
        workers.close();
    }
}
