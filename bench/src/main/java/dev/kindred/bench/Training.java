package dev.kindred.bench;

import dev.kindred.autograd.Adam;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.Batch;
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcModel;
import dev.kindred.tensor.Compute;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Epochs as {@link dev.kindred.train.Trainer} runs them, one at a time and as many as wanted: the same order of nodes, batch, step and
 * optimizer. Not safe for use from many threads; {@link #close} ends the workers.
 */
final class Training implements AutoCloseable {
    private final Compute compute;
    private final Tape tape;
    private final DaegcConfig config;
    private final Batch batch;
    private final DaegcModel model;
    private final Adam pretraining;
    private final Adam finetuning;

    Training(AttributedGraph graph, DaegcConfig config, int threads) {
        this.compute = Compute.create(threads);
        this.tape = new Tape(compute);
        this.config = config;
        this.batch = Batch.of(graph.inOrder(graph.localityOrder()), config);
        this.model = new DaegcModel(config, graph.features().columns());
        this.pretraining = new Adam(
                model.encoderParameters(),
                config.pretrain().learningRate(),
                config.pretrain().weightDecay());
        this.finetuning = new Adam(
                model.parameters(),
                config.finetune().learningRate(),
                config.finetune().weightDecay());
    }

    Compute compute() {
        return compute;
    }

    DaegcConfig config() {
        return config;
    }

    Batch batch() {
        return batch;
    }

    DaegcModel model() {
        return model;
    }

    /** Bytes of the step's buffers. */
    long bufferBytes() {
        return tape.sizeInBytes();
    }

    /** Runs an epoch and returns its milliseconds. */
    double epoch(Phase phase) {
        long begun = System.nanoTime();
        double loss = model.step(tape, batch, phase).total();
        (phase == Phase.PRETRAIN ? pretraining : finetuning).step(compute);
        double millis = (System.nanoTime() - begun) * 1e-6;
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(
                    "loss after " + model.iteration() + " epochs: expected a finite one, got " + loss);
        }
        return millis;
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
        compute.close();
    }
}
