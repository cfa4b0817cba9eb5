package dev.kindred.train;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Training on a thread of its own, which ends soon after its future does, however that is completed. */
public final class BackgroundRun {
    private BackgroundRun() {}

    /**
     * Starts.
     *
     * @param body trains with the options that it is given: those of the caller, cancelled too once the future is done
     */
    public static <T> CompletableFuture<T> start(TrainingOptions options, Function<TrainingOptions, T> body) {
        CompletableFuture<T> future = new CompletableFuture<>();
        TrainingOptions cancellable = options.withCancellation(
                () -> future.isDone() || options.cancelled().getAsBoolean());
        Thread.ofPlatform().daemon().name("kindred-training").start(() -> {
            try {
                future.complete(body.apply(cancellable));
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
