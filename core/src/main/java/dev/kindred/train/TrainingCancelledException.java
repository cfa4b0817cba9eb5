package dev.kindred.train;

import dev.kindred.notice.KindredException;

/** A run that was asked to stop and did, between two epochs; its last checkpoint, where it keeps any, holds all that was done. */
public final class TrainingCancelledException extends KindredException {
    private static final long serialVersionUID = 1L;

    TrainingCancelledException(String message) {
        super(message);
    }
}
