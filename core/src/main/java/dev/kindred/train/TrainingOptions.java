package dev.kindred.train;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out; none of it changes the result.
 *
 * @param threads that train, the calling one included, 1 or more
 * @param listener told of progress
 * @param checkpoints where the state is kept from time to time; null keeps none
 * @param cancelled asked between epochs: once true, the state is kept and the run ends with {@link TrainingCancelledException}. An
 *     interrupt of the calling thread does the same
 */
public record TrainingOptions(
        int threads, TrainingListener listener, @Nullable Checkpoints checkpoints, BooleanSupplier cancelled) {
    public TrainingOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, got " + threads);
        }
    }

    /** All processors, warnings to the log, nothing kept. */
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
