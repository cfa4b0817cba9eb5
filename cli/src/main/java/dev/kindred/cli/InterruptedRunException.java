package dev.kindred.cli;

/** A run that a signal ended after its state was kept: exit code 130. */
final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
