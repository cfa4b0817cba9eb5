package dev.kindred.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which operation the training thread is in, sampled by JDK Flight Recorder while real epochs run. That thread takes part in every
 * operation and waits for its end, so the share of its samples is the share of the epoch. Sampling needs no hook in the step and times
 * operations among their neighbors, with the caches as they leave them.
 *
 * @param samples of the thread in all
 * @param counts samples by operation, named after its class, with {@code " backward"} for its gradient; {@link #OTHER} for the rest
 */
record StepProfile(long samples, Map<String, Long> counts) {
    /** What belongs to no operation. */
    static final String OTHER = "other";

    /** The target distribution's renewal. */
    static final String TARGET = "target";

    private static final String OPERATIONS = "dev.kindred.autograd.";
    private static final String EVENT = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(1);

    /** Samples the calling thread while the body runs. */
    static StepProfile of(Runnable body) {
        try {
            Path file = Files.createTempFile("kindred-step", ".jfr");
            try (Recording recording = new Recording()) {
                recording.enable(EVENT).withPeriod(PERIOD).withStackTrace();
                recording.start();
                body.run();
                recording.stop();
                recording.dump(file);
                return read(file, Thread.currentThread().threadId());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StepProfile read(Path file, long thread) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        long samples = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedThread sampled =
                        event.getEventType().getName().equals(EVENT) ? event.getThread("sampledThread") : null;
                if (sampled != null && sampled.getJavaThreadId() == thread && event.getStackTrace() != null) {
                    samples++;
                    counts.merge(operation(event.getStackTrace().getFrames()), 1L, Long::sum);
                }
            }
        }
        return new StepProfile(samples, counts);
    }

    /** The outermost operation on the stack. */
    static String operation(List<RecordedFrame> frames) {
        boolean backward = false;
        for (RecordedFrame frame : frames.reversed()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("dev.kindred.nn.DecHead")
                    && frame.getMethod().getName().equals("renewTarget")) {
                return TARGET;
            }
            if (type.startsWith(OPERATIONS)) {
                String name = type.substring(OPERATIONS.length()).replaceFirst("\\$.*", "");
                if (!name.equals("Tape")) {
                    return backward ? name + " backward" : name;
                }
                backward |= frame.getMethod().getName().equals("backward");
            }
        }
        return OTHER;
    }
}
