package dev.kindred.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the training thread spends its time, by operation, recorded by JDK Flight Recorder while real epochs run: samples while it
 * computes or spins, and the lengths of its naps while other threads finish an operation's last chunks. That thread takes part in every
 * operation and waits for its end, so its time is the epoch's. No hook in the step is needed, and operations are timed among their
 * neighbors, with the caches as they leave them.
 *
 * @param seconds from begin to end
 * @param samples of the thread in all
 * @param counts samples by operation, named after its class, with {@code " backward"} for its gradient; {@link #OTHER} for the rest
 * @param naps seconds parked, by operation
 */
record StepProfile(double seconds, long samples, Map<String, Long> counts, Map<String, Double> naps) {
    /** What belongs to no operation. */
    static final String OTHER = "other";

    /** The target distribution's renewal. */
    static final String TARGET = "target";

    private static final String OPERATIONS = "dev.kindred.autograd.";
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String NAP = "jdk.ThreadPark";
    private static final Duration PERIOD = Duration.ofMillis(1);

    /** Observes the calling thread while the body runs. */
    static StepProfile of(Runnable body) {
        try {
            Path file = Files.createTempFile("kindred-step", ".jfr");
            try (Recording recording = new Recording()) {
                recording.enable(SAMPLE).withPeriod(PERIOD).withStackTrace();
                recording.enable(NAP).withoutThreshold().withStackTrace();
                recording.start();
                long begun = System.nanoTime();
                body.run();
                double seconds = (System.nanoTime() - begun) * 1e-9;
                recording.stop();
                recording.dump(file);
                return read(file, Thread.currentThread().threadId(), seconds);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StepProfile read(Path file, long thread, double seconds) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Double> naps = new TreeMap<>();
        long samples = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                boolean sample = event.getEventType().getName().equals(SAMPLE);
                RecordedThread who = sample ? event.getThread("sampledThread") : event.getThread();
                if (who == null || who.getJavaThreadId() != thread || event.getStackTrace() == null) {
                    continue;
                }
                String operation = operation(event.getStackTrace().getFrames());
                if (sample) {
                    samples++;
                    counts.merge(operation, 1L, Long::sum);
                } else {
                    naps.merge(operation, event.getDuration().toNanos() * 1e-9, Double::sum);
                }
            }
        }
        return new StepProfile(seconds, samples, counts, naps);
    }

    /** Operations seen at all. */
    Set<String> operations() {
        Set<String> names = new TreeSet<>(counts.keySet());
        names.addAll(naps.keySet());
        return names;
    }

    /** The part of the time that an operation takes: its naps, and its part of the samples in the rest. */
    double share(String operation) {
        double napping = napping() / seconds;
        double awake = (double) counts.getOrDefault(operation, 0L) / Math.max(1, samples);
        return awake * (1 - napping) + naps.getOrDefault(operation, 0.) / seconds;
    }

    /** Seconds parked in all. */
    double napping() {
        return naps.values().stream().mapToDouble(s -> s).sum();
    }

    /** The outermost operation on the stack. */
    static String operation(List<RecordedFrame> frames) {
        boolean backward = false;
        for (RecordedFrame frame : frames.reversed()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("dev.kindred.train.NodeState")
                    && frame.getMethod().getName().equals("renew")) {
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
