package dev.kindred.train;

import dev.kindred.notice.KindredException;

/** Thrown when a run was cancelled. It stops between two epochs, and its last checkpoint, if it keeps any, holds all of its work. */
public final class TrainingCancelledException extends KindredException {
    private static final long serialVersionUID = 1L;

    TrainingCancelledException(String message) {
        super(message);
    }
}
