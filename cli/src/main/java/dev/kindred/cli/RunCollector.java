package dev.kindred.cli;

import dev.kindred.train.Stage;
import dev.kindred.train.TrainingListener;

/**
 * Tells on what it is told, and before each further run has the garbage of the one before collected. The serial collector would let the heap
 * grow to all it may before it looks at old arrays again, and a run's are all old: the memory of every run would come on top.
 *
 * @param listener that is told on
 */
record RunCollector(TrainingListener listener) implements TrainingListener {
    @Override
    public void runStarted(long seed, int number, int runs) {
        if (number > 1) {
            System.gc();
        }
        listener.runStarted(seed, number, runs);
    }

    @Override
    public void stageStarted(Stage stage, int epochs) {
        listener.stageStarted(stage, epochs);
    }

    @Override
    public void resumed(Stage stage, int epoch) {
        listener.resumed(stage, epoch);
    }

    @Override
    public void epochFinished(Epoch epoch) {
        listener.epochFinished(epoch);
    }

    @Override
    public void stageFinished(Stage stage, double seconds) {
        listener.stageFinished(stage, seconds);
    }

    @Override
    public void note(String message) {
        listener.note(message);
    }

    @Override
    public void warning(String message) {
        listener.warning(message);
    }
}
