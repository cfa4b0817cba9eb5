package dev.kindred.cli;

import org.jspecify.annotations.Nullable;

/** A mistake in flags or config: exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String flag;
    private final String mistake;

    UsageException(String message) {
        this(message, null);
    }

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
        flag = null;
        mistake = message;
    }

    private UsageException(String flag, String mistake, @Nullable Throwable cause) {
        super(flag + ": " + mistake, cause);
        this.flag = flag;
        this.mistake = mistake;
    }

    /**
     * A mistake in the value of one flag.
     *
     * @param flag as in {@code --threads}
     * @param mistake as in {@code expected 1 or more, got 0}
     */
    static UsageException of(String flag, String mistake) {
        return new UsageException(flag, mistake, null);
    }

    /** The same, of what the library said. */
    static UsageException of(String flag, String mistake, Throwable cause) {
        return new UsageException(flag, mistake, cause);
    }

    /** The flag whose value is wrong, or null. */
    @Nullable
    String flag() {
        return flag;
    }

    /** The message without the flag. */
    String mistake() {
        return mistake;
    }
}
