package dev.kindred.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM: while a run is at work, the process does not end before the run has kept its state and said so. State of the process,
 * as signals are.
 */
final class Interruption {
    private static volatile boolean requested;
    private static volatile @Nullable CountDownLatch work;

    private Interruption() {}

    /** Begins to listen; the JVM runs this when a signal asks it to end. */
    static void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::signalled, "kindred-interruption"));
    }

    private static void signalled() {
        requested = true;
        CountDownLatch held = work;
        if (held != null) {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        StderrPipe.finish();
    }

    /** From now on a signal waits for {@link #release}. */
    static void hold() {
        work = new CountDownLatch(1);
    }

    /** Nothing is left to be kept or said. */
    static void release() {
        CountDownLatch held = work;
        work = null;
        if (held != null) {
            held.countDown();
        }
    }

    /** Whether a signal asked the process to end. */
    static boolean isRequested() {
        return requested;
    }
}
