package dev.kindred.cli;

/** Results that are in place could not be handed on: exit code 3. */
final class UndeliveredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
