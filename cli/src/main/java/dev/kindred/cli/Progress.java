package dev.kindred.cli;

import dev.kindred.train.Stage;
import dev.kindred.train.TrainingListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is, on stderr: one line kept up to date on a terminal, a plain line every few seconds where output is piped, nothing
 * with {@code --quiet}. Warnings are always shown.
 */
final class Progress implements TrainingListener, AutoCloseable {
    /** Where progress goes and how. */
    enum Style {
        TERMINAL,
        PLAIN,
        QUIET
    }

    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintWriter err;
    private final Style style;
    private long stageBegun;
    private long lastShown;
    private boolean lineOpen;
    /** Which of several runs is at work, as in {@code seed 3 (2 of 5)  }; empty where there is one. */
    private String run = "";

    private String warned = "";

    /** Warnings that wait until it is known whether they matter; null where they are said at once. */
    private @Nullable List<String> held;

    /** Epochs of the stage that an earlier sitting did. */
    private int epochsBefore;

    Progress(PrintWriter err, Style style) {
        this.err = err;
        this.style = style;
    }

    /** The style that fits: a terminal that understands cursor moves, or not; NO_COLOR and dumb terminals get plain lines. */
    static Style styleFor(boolean quiet) {
        if (quiet) {
            return Style.QUIET;
        }
        // The launcher knows of stderr; Java can only tell of stdin and stdout together.
        String told = System.getProperty("kindred.progress");
        boolean terminal = told == null
                ? Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                : told.equals("terminal");
        String kind = System.getenv("TERM");
        boolean plain = System.getenv("NO_COLOR") != null || kind == null || kind.equals("dumb");
        return terminal && !plain ? Style.TERMINAL : Style.PLAIN;
    }

    @Override
    public void runStarted(long seed, int number, int runs) {
        run = "seed " + seed + " (" + number + " of " + runs + ")  ";
        // What is said of the first is said of the result.
        warned = number == 1 ? "" : "seed " + seed + ": ";
        epochsBefore = 0;
    }

    @Override
    public void stageStarted(Stage stage, int epochs) {
        stageBegun = System.nanoTime();
        lastShown = stageBegun;
    }

    @Override
    public void resumed(Stage stage, int epoch) {
        epochsBefore = epoch;
        if (style != Style.QUIET) {
            err.println(run + "resumed after " + stage.key() + " epoch " + epoch);
        }
    }

    @Override
    public void epochFinished(Epoch epoch) {
        long now = System.nanoTime();
        boolean last = epoch.epoch() == epoch.epochs();
        long pause = style == Style.TERMINAL ? TERMINAL_NANOS : PLAIN_NANOS;
        if (style == Style.QUIET || (now - lastShown < pause && !last)) {
            return;
        }
        lastShown = now;
        double seconds = (now - stageBegun) * 1e-9;
        double rate = (epoch.epoch() - epochsBefore) / Math.max(seconds, 1e-9);
        double left = (epoch.epochs() - epoch.epoch()) / rate;
        String place = epoch.epoch() + "/" + epoch.epochs();
        String speed = String.format(Locale.ROOT, "%.1f epochs/s  ", rate)
                + (last ? String.format(Locale.ROOT, "%.1f s", seconds) : "ETA " + duration(left));
        // On a terminal the losses stand last: a narrow one cuts them off first.
        String line = run
                + String.format("%-8s ", epoch.stage().key())
                + (style == Style.TERMINAL
                        ? place + "  " + speed + "  " + epoch.losses()
                        : place + "  " + epoch.losses() + "  " + speed);
        show(line, last);
    }

    /** A sweep over numbers of clusters begins. */
    void sweepStarted() {
        stageBegun = System.nanoTime();
        lastShown = stageBegun;
    }

    /** A piece of a sweep is done. */
    void swept(int done, int total) {
        long now = System.nanoTime();
        boolean last = done == total;
        long pause = style == Style.TERMINAL ? TERMINAL_NANOS : PLAIN_NANOS;
        if (style == Style.QUIET || (now - lastShown < pause && !last)) {
            return;
        }
        lastShown = now;
        double seconds = (now - stageBegun) * 1e-9;
        show(
                "sweep    " + done + "/" + total + "  "
                        + (last
                                ? String.format(Locale.ROOT, "%.1f s", seconds)
                                : "ETA " + duration(seconds / done * (total - done))),
                last);
    }

    @Override
    public void stageFinished(Stage stage, double seconds) {
        epochsBefore = stage == Stage.PREPARE ? epochsBefore : 0;
    }

    private void show(String line, boolean last) {
        if (style == Style.PLAIN) {
            err.println(line);
            return;
        }
        // Back to the first column, no wrapping at the edge (a wrapped line could not be overwritten), rest erased.
        err.print("\r\033[?7l" + line + "\033[K\033[?7h");
        lineOpen = !last;
        if (last) {
            err.println();
        }
        err.flush();
    }

    @Override
    public void note(String message) {
        if (style != Style.QUIET) {
            close();
            err.println(warned + message);
        }
    }

    @Override
    public void warning(String message) {
        if (held != null) {
            held.add(warned + message);
            return;
        }
        close();
        err.println("warning: " + warned + message);
    }

    /** Keeps warnings back from here on. */
    void holdWarnings() {
        held = new ArrayList<>();
    }

    /** Says warnings at once again; those kept back are said if they matter, and else forgotten: run.json has them. */
    void releaseWarnings(boolean say) {
        List<String> waiting = held == null ? List.of() : held;
        held = null;
        if (say && !waiting.isEmpty()) {
            close();
            waiting.forEach(message -> err.println("warning: " + message));
        }
    }

    /** Ends the line that is being kept up to date, so that whatever follows, an error say, has its own. */
    @Override
    public void close() {
        if (lineOpen) {
            err.println();
            lineOpen = false;
        }
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? whole + " s"
                : whole < 3600
                        ? whole / 60 + " min " + whole % 60 + " s"
                        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
