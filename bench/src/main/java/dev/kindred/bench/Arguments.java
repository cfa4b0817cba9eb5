package dev.kindred.bench;

import java.io.IOException;

/** The command lines of this package's programs: one sentence on stderr for a mistake, exit code 2 (usage) or 1 (failed). */
public final class Arguments {
    private Arguments() {}

    /** A program's work. */
    public interface Body {
        void run() throws IOException, InterruptedException;
    }

    /** Runs the body if there are enough arguments; ends the process where anything goes wrong. */
    public static void run(String usage, int least, String[] args, Body body) {
        try {
            if (args.length < least) {
                throw new UsageException(
                        "arguments: expected " + least + " or more, got " + args.length + "; usage: " + usage);
            }
            body.run();
        } catch (UsageException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("bench: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            System.exit(1);
        } catch (InterruptedException e) {
            System.err.println("bench: interrupted");
            System.exit(1);
        }
    }

    /** A number above 0. */
    public static double positive(String what, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as any other mistake is.
        }
        throw new UsageException(what + ": expected a number above 0, got " + text);
    }

    /** A whole number, {@code least} or more. */
    public static int whole(String what, String text, int least) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as any other mistake is.
        }
        throw new UsageException(what + ": expected a whole number, " + least + " or more, got " + text);
    }
}
