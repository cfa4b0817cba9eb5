package dev.kindred.train;

/** A loss or a gradient was not finite; the message names stage, epoch and operation. */
public final class DivergedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
