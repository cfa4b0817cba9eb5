package dev.kindred.sweep;

import java.util.function.BooleanSupplier;

/**
 * How a sweep is carried out; none of it changes the result.
 *
 * @param threads that take part, 1 or more
 * @param progress told how far it is
 * @param cancelled asked between two pieces of work: once true, the sweep ends with {@link SweepCancelledException}
 */
public record SweepOptions(int threads, Progress progress, BooleanSupplier cancelled) {
    /** Told how far a sweep is, from any of its threads, one at a time. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A piece of work is done.
         *
         * @param done pieces, of data and of chance draws
         * @param total pieces
         */
        void done(int done, int total);
    }

    public SweepOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, got " + threads);
        }
    }

    /** So many threads, nothing told. */
    public static SweepOptions of(int threads) {
        return new SweepOptions(threads, (done, total) -> {}, () -> false);
    }
}
