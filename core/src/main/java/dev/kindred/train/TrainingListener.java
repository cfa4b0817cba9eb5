package dev.kindred.train;

import dev.kindred.nn.Losses;

/** Is told the progress of a run, on the thread that trains. */
public interface TrainingListener {
    /** Ignores everything. */
    TrainingListener SILENT = new TrainingListener() {};

    /** Hands warnings and notes to the {@link System.Logger} {@code dev.kindred.train}, so that they are not lost where nobody listens. */
    static TrainingListener logging() {
        return new LoggingListener();
    }

    /**
     * A finished epoch.
     *
     * @param stage PRETRAIN or FINETUNE
     * @param epoch number of the epoch in its stage, from 1
     * @param epochs number of epochs planned for the stage
     * @param losses losses of the epoch, before its last update of the parameters
     * @param nanos duration in nanoseconds
     */
    record Epoch(Stage stage, int epoch, int epochs, Losses losses, long nanos) {}

    /**
     * A run begins that is one of several with different seeds ({@link Repetition}); not called if there is only one run.
     *
     * @param number number of the run, from 1; the first gives the result
     * @param runs number of runs
     */
    default void runStarted(long seed, int number, int runs) {}

    /** A stage begins; {@code epochs} is 0 for stages without epochs. */
    default void stageStarted(Stage stage, int epochs) {}

    /** The run continues from a checkpoint that was written after this epoch of the stage. */
    default void resumed(Stage stage, int epoch) {}

    default void epochFinished(Epoch epoch) {}

    default void stageFinished(Stage stage, double seconds) {}

    /** Information that needs no action; one sentence. */
    default void note(String message) {}

    /** A problem that the user should know and that does not stop the run; one sentence. */
    default void warning(String message) {}
}
