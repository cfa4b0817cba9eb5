package dev.kindred.train;

import dev.kindred.notice.KindredException;

/** Thrown when a loss or gradient is not finite. The message names stage, epoch and operation, and the checkpoint that was kept. */
public final class DivergedException extends KindredException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Describes the divergence of a run.
     *
     * @param reason stage, epoch, operation and a remedy
     * @param kept end of the message that names the checkpoint; empty if none was kept
     */
    DivergedException(String reason, String kept) {
        super(reason + kept);
        this.reason = reason;
    }

    /** The message without the checkpoint, for callers that delete the checkpoint. */
    String reason() {
        return reason;
    }
}
