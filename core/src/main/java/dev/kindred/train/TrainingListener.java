package dev.kindred.train;

import dev.kindred.nn.Losses;

/** Told of a run's progress, on the thread that trains. */
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /** Hands warnings and notes to the {@link System.Logger} {@code dev.kindred.train}, so that they are not lost where nobody listens. */
    static TrainingListener logging() {
        return new LoggingListener();
    }

    /**
     * One epoch done.
     *
     * @param stage PRETRAIN or FINETUNE
     * @param epoch from 1
     * @param epochs of the whole stage
     * @param losses of the epoch's step
     * @param nanos it took
     */
    record Epoch(Stage stage, int epoch, int epochs, Losses losses, long nanos) {}

    /**
     * One of several runs begins, where the same is trained with other seeds ({@link Repetition}); not told of a run that is the only one.
     *
     * @param number of the run, from 1; the first is the one whose result counts
     */
    default void runStarted(long seed, int number, int runs) {}

    /** A stage begins; {@code epochs} is 0 for stages without. */
    default void stageStarted(Stage stage, int epochs) {}

    /** The run goes on from a checkpoint, after so many epochs of a stage. */
    default void resumed(Stage stage, int epoch) {}

    default void epochFinished(Epoch epoch) {}

    default void stageFinished(Stage stage, double seconds) {}

    /** Something worth knowing that is no reason to worry; one sentence. */
    default void note(String message) {}

    /** Something the user should know that does not stop the run; one sentence. */
    default void warning(String message) {}
}
