package dev.kindred.sweep;

import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pieces of work that know nothing of one another, on several threads. Each computes on one thread: its bits do not depend on the others. */
final class Tasks implements AutoCloseable {
    /** One piece. */
    @FunctionalInterface
    interface Task<T> {
        T run(Compute compute);
    }

    private final SweepOptions options;
    private final ExecutorService threads;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final int total;
    private int done;

    /**
     * Starts threads.
     *
     * @param total pieces that will be run, over all calls
     */
    Tasks(SweepOptions options, int total) {
        this.options = options;
        this.total = total;
        threads = Executors.newFixedThreadPool(
                options.threads(),
                Thread.ofPlatform().daemon().name("kindred-sweep-", 1).factory());
    }

    /** Runs pieces; the results are in their order. The first failure in that order is thrown. */
    <T> List<T> all(List<Task<T>> tasks) {
        List<Future<T>> futures = new ArrayList<>();
        for (Task<T> task : tasks) {
            futures.add(threads.submit(() -> one(task)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(result(future));
        }
        return results;
    }

    private <T> T one(Task<T> task) {
        if (stopped.get() || options.cancelled().getAsBoolean()) {
            throw new SweepCancelledException(done(), total);
        }
        try (Compute compute = Compute.create(1)) {
            T result = task.run(compute);
            told();
            return result;
        }
    }

    private synchronized void told() {
        done++;
        options.progress().done(done, total);
    }

    private synchronized int done() {
        return done;
    }

    private <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            stopped.set(true);
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new AssertionError("task: expected no checked exception, got " + e.getCause(), e);
        } catch (InterruptedException e) {
            stopped.set(true);
            Thread.currentThread().interrupt();
            throw new SweepCancelledException(done(), total);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.close();
    }
}
