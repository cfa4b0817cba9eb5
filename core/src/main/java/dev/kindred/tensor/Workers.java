package dev.kindred.tensor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the rows of an operation. Work is divided into chunks whose number and bounds depend on the data alone. Each
 * output row has one writer and sums over chunks are added in their order, so results have the same bits for any number of threads.
 *
 * <p>Operations may take only 20 microseconds, so waiting threads spin for a while before they park. {@link #forEach} must be called by one
 * thread at a time, which takes part in the work; calls must not nest. {@link #close} ends the threads, which are daemons.
 */
public final class Workers implements AutoCloseable {
    /** Work on one chunk. */
    @FunctionalInterface
    public interface Body {
        /**
         * Works on a chunk.
         *
         * @param chunk number of the chunk
         * @param worker number of the worker, in {@code 0 .. threads-1}; identifies scratch memory that no other thread uses at the same
         *     time
         */
        void run(int chunk, int worker);
    }

    /** Number of turns that a waiting thread spins, about 50 ns each, before it parks. */
    private static final int SPINS = 4_000;

    /**
     * How long after this class was loaded only the calling thread works. At first the JVM's compilers need the other cores, and an
     * operation would wait for a helper thread that they displaced.
     */
    private static final long WARM_UP_NANOS = 700_000_000L;

    private static final long LOADED = System.nanoTime();

    private final Thread[] threads;
    private final boolean[] parked;
    private final int spins;
    private volatile @Nullable Task current;
    private volatile boolean closed;

    private Workers(int count) {
        threads = new Thread[count - 1];
        parked = new boolean[count - 1];
        spins = count <= Runtime.getRuntime().availableProcessors() ? SPINS : 10;
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = Thread.ofPlatform().daemon().name("kindred-" + worker).unstarted(() -> work(worker));
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    /**
     * Starts the threads.
     *
     * @param threads number of threads, the calling thread included, 1 or more
     */
    public static Workers create(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, got " + threads);
        }
        return new Workers(threads);
    }

    /** Number of threads, the calling thread included. */
    public int threads() {
        return threads.length + 1;
    }

    /**
     * Runs the body for every chunk {@code 0 .. chunks-1} and returns when all are done. If chunks throw, the exception of the chunk with
     * the lowest number is thrown after the others have ended, for any number of threads.
     */
    public void forEach(int chunks, Body body) {
        if (closed) {
            throw new IllegalStateException("workers: expected open, got closed");
        }
        if (chunks <= 1 || threads.length == 0) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                body.run(chunk, 0);
            }
            return;
        }
        Task task = new Task(threads(), chunks, body);
        current = task;
        for (int i = 0; i < threads.length; i++) {
            if (isParked(i)) {
                LockSupport.unpark(threads[i]);
            }
        }
        task.run(0);
        for (int turn = 0; !task.isDone(); turn++) {
            if (turn < spins) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, 20_000);
            }
        }
        task.rethrow();
    }

    private void work(int worker) {
        awaitCompilers();
        Task last = null;
        while (!closed) {
            Task task = current;
            if (task == null || task == last) {
                task = awaitOther(last, worker - 1);
            }
            if (task != null) {
                task.run(worker);
                last = task;
            }
        }
    }

    private void awaitCompilers() {
        long left = WARM_UP_NANOS - (System.nanoTime() - LOADED);
        while (left > 0 && !closed) {
            LockSupport.parkNanos(this, left);
            left = WARM_UP_NANOS - (System.nanoTime() - LOADED);
        }
    }

    private @Nullable Task awaitOther(@Nullable Task last, int index) {
        for (int turn = 0; turn < spins; turn++) {
            Task task = current;
            if (task != last || closed) {
                return task;
            }
            Thread.onSpinWait();
        }
        setParked(index, true);
        while (current == last && !closed) {
            LockSupport.park(this);
        }
        setParked(index, false);
        return current;
    }

    private boolean isParked(int index) {
        synchronized (parked) {
            return parked[index];
        }
    }

    private void setParked(int index, boolean value) {
        synchronized (parked) {
            parked[index] = value;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Arrays.fill(threads, Thread.currentThread());
    }

    /**
     * One call of {@link #forEach}. Every worker has its own share of consecutive chunks, and takes chunks from the others when its share
     * is done. Rows thus stay on the core that wrote them in earlier operations, and no thread waits for the slowest. Counters of different
     * shares are on different cache lines.
     */
    private static final class Task {
        private static final int LINE = 32;

        private final AtomicInteger done = new AtomicInteger();
        private final AtomicIntegerArray next;
        private final int shares;
        private final int chunks;
        private final Body body;
        private @Nullable Throwable failure;
        private int failedChunk = Integer.MAX_VALUE;

        Task(int shares, int chunks, Body body) {
            this.shares = shares;
            this.chunks = chunks;
            this.body = body;
            this.next = new AtomicIntegerArray((shares + 1) * LINE);
            for (int share = 0; share < shares; share++) {
                next.setPlain(at(share), begin(share));
            }
        }

        private static int at(int share) {
            return (share + 1) * LINE;
        }

        private int begin(int share) {
            return (int) ((long) chunks * share / shares);
        }

        boolean isDone() {
            return done.get() == chunks;
        }

        void run(int worker) {
            int ran = 0;
            for (int turn = 0; turn < shares; turn++) {
                int share = (worker + turn) % shares;
                int end = begin(share + 1);
                for (int chunk = next.getAndIncrement(at(share));
                        chunk < end;
                        chunk = next.getAndIncrement(at(share))) {
                    try {
                        body.run(chunk, worker);
                    } catch (RuntimeException | Error e) {
                        failed(chunk, e);
                    }
                    ran++;
                }
            }
            if (ran > 0) {
                done.addAndGet(ran);
            }
        }

        private synchronized void failed(int chunk, Throwable thrown) {
            if (chunk < failedChunk) {
                failedChunk = chunk;
                failure = thrown;
            }
        }

        synchronized void rethrow() {
            Throwable thrown = failure;
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }
    }
}
