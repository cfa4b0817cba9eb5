package dev.kindred.train;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out. None of these options changes the result.
 *
 * @param threads number of training threads, the calling thread included, 1 or more
 * @param listener is told the progress
 * @param checkpoints where and when the state is saved; null saves nothing
 * @param cancelled asked between epochs; once true, the state is saved and the run ends with {@link TrainingCancelledException}. An
 *     interrupt of the calling thread does the same
 */
public record TrainingOptions(
        int threads, TrainingListener listener, @Nullable Checkpoints checkpoints, BooleanSupplier cancelled) {
    public TrainingOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, got " + threads);
        }
    }

    /** All processors, warnings to the log, no checkpoints, no cancellation. */
    public static TrainingOptions defaults() {
        return new TrainingOptions(
                Runtime.getRuntime().availableProcessors(), TrainingListener.logging(), null, () -> false);
    }

    public TrainingOptions withThreads(int newThreads) {
        return new TrainingOptions(newThreads, listener, checkpoints, cancelled);
    }

    public TrainingOptions withListener(TrainingListener newListener) {
        return new TrainingOptions(threads, newListener, checkpoints, cancelled);
    }

    public TrainingOptions withCheckpoints(Checkpoints newCheckpoints) {
        return new TrainingOptions(threads, listener, newCheckpoints, cancelled);
    }

    public TrainingOptions withCancellation(BooleanSupplier newCancelled) {
        return new TrainingOptions(threads, listener, checkpoints, newCancelled);
    }
}
