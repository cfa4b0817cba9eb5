package dev.kindred.bench;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Phase;
import dev.kindred.tensor.Compute;
import dev.kindred.train.PreparedGraph;
import dev.kindred.train.Session;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Epochs as {@link dev.kindred.train.Trainer} runs them, one at a time and as many as wanted. Not safe for use from many threads;
 * {@link #close} ends the workers.
 */
final class Training implements AutoCloseable {
    private final Compute compute;
    private final ModelConfig config;
    private final PreparedGraph graph;
    private final Session session;

    Training(AttributedGraph graph, ModelConfig config, int threads) {
        this.compute = Compute.create(threads);
        this.config = config;
        this.graph = PreparedGraph.of(graph, config);
        this.session = Session.begin(this.graph, config, compute);
    }

    Compute compute() {
        return compute;
    }

    ModelConfig config() {
        return config;
    }

    /** Bytes of the step's buffers. */
    long bufferBytes() {
        return session.bufferBytes();
    }

    /** Begins finetuning, for good, where epochs of it are wanted: from fresh centers, since speed does not hang on them. */
    private void enter(Phase phase) {
        if (session.phase() == Phase.PRETRAIN && phase == Phase.FINETUNE) {
            session.beginFinetuning(new int[graph.graph().nodes()]);
        }
        if (session.phase() != phase) {
            throw new IllegalStateException("phase: expected pretraining before finetuning, got it after");
        }
    }

    /** Runs an epoch and returns its milliseconds. */
    double epoch(Phase phase) {
        enter(phase);
        long begun = System.nanoTime();
        session.epoch();
        return (System.nanoTime() - begun) * 1e-6;
    }

    /** Runs epochs for so many seconds, and at least {@code least} of them; returns the milliseconds of each. */
    double[] epochs(Phase phase, double seconds, int least) {
        DoubleStream.Builder millis = DoubleStream.builder();
        long until = System.nanoTime() + (long) (seconds * 1e9);
        for (int done = 0; done < least || System.nanoTime() < until; done++) {
            millis.add(epoch(phase));
        }
        return millis.build().toArray();
    }

    /** The middle value; the upper one of two. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The value that a quarter of all lie below: what noise of the machine hardly reaches. */
    static double fastestQuarter(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 4];
    }

    @Override
    public void close() {
        graph.close();
        compute.close();
    }
}
