package dev.kindred.notice;

/**
 * What the library throws about data and runs: input that cannot be used, a damaged file, training that diverged or was cancelled. The message is fit
 * to be shown to a user as it is; {@link #notice()} gives programs the same. A mistake in the call itself, as a number of clusters below 1 or an array of
 * the wrong length, is an {@link IllegalArgumentException} instead, as everywhere in Java, and what the disk refuses an {@link java.io.IOException}.
 */
public class KindredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KindredException(String message) {
        super(message);
    }

    public KindredException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message with the settings that it names. */
    public Notice notice() {
        return Notice.of(Notice.Kind.ERROR, String.valueOf(getMessage()));
    }
}
