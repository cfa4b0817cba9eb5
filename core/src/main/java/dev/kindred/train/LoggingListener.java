package dev.kindred.train;

import java.lang.System.Logger.Level;
import java.util.Locale;

/** Tells the logger {@code dev.kindred.train}: warnings as such, notes as information, stages for debugging. */
final class LoggingListener implements TrainingListener {
    /** Asked for at the first message: with it the JDK's logging starts, which a program that listens itself never needs. */
    private static System.Logger logger() {
        return System.getLogger("dev.kindred.train");
    }

    @Override
    public void runStarted(long seed, int number, int runs) {
        logger().log(Level.DEBUG, () -> "run " + number + " of " + runs + ", seed " + seed);
    }

    @Override
    public void resumed(Stage stage, int epoch) {
        logger().log(Level.DEBUG, () -> "resumed after " + stage.key() + " epoch " + epoch);
    }

    @Override
    public void stageFinished(Stage stage, double seconds) {
        logger().log(Level.DEBUG, () -> String.format(Locale.ROOT, "%s done in %.1f s", stage.key(), seconds));
    }

    @Override
    public void note(String message) {
        logger().log(Level.INFO, message);
    }

    @Override
    public void warning(String message) {
        logger().log(Level.WARNING, message);
    }
}
