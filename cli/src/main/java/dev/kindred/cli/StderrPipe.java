package dev.kindred.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pipe through which the launcher passes on what is written to stderr, but for the JVM's warning about incubator modules. A process that
 * ended at once could leave its last lines in the pipe; it waits until the launcher has passed them on and removed the pipe.
 */
final class StderrPipe {
    private static final long MOST_MILLIS = 1000;

    private StderrPipe() {}

    /** Closes stderr and waits, a second at most, until all of it was passed on; does nothing where the launcher made no pipe. */
    static void finish() {
        String name = System.getProperty("kindred.stderr");
        if (name == null) {
            return;
        }
        System.err.close();
        Path pipe = Path.of(name);
        long until = System.nanoTime() + MOST_MILLIS * 1_000_000;
        while (Files.exists(pipe) && System.nanoTime() < until) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
