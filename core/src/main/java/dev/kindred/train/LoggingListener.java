package dev.kindred.train;

import java.lang.System.Logger.Level;
import java.util.Locale;

/** Tells the logger {@code dev.kindred.train}: warnings as such, notes as information, stages for debugging. */
final class LoggingListener implements TrainingListener {
    private static final System.Logger LOGGER = System.getLogger("dev.kindred.train");

    @Override
    public void runStarted(long seed, int number, int runs) {
        LOGGER.log(Level.DEBUG, () -> "run " + number + " of " + runs + ", seed " + seed);
    }

    @Override
    public void resumed(Stage stage, int epoch) {
        LOGGER.log(Level.DEBUG, () -> "resumed after " + stage.key() + " epoch " + epoch);
    }

    @Override
    public void stageFinished(Stage stage, double seconds) {
        LOGGER.log(Level.DEBUG, () -> String.format(Locale.ROOT, "%s done in %.1f s", stage.key(), seconds));
    }

    @Override
    public void note(String message) {
        LOGGER.log(Level.INFO, message);
    }

    @Override
    public void warning(String message) {
        LOGGER.log(Level.WARNING, message);
    }
}
