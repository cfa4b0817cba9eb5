package dev.kindred.train;

/** A run that was asked to stop and did, between two epochs; its last checkpoint, where it keeps any, holds all that was done. */
public final class TrainingCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingCancelledException(String message) {
        super(message);
    }
}
