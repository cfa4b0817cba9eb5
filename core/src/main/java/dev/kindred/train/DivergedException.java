package dev.kindred.train;

import dev.kindred.notice.KindredException;

/** A loss or a gradient was not finite; the message names stage, epoch and operation, and the checkpoint that is kept. */
public final class DivergedException extends KindredException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Of a run.
     *
     * @param reason stage, epoch, operation and what may help
     * @param kept what the message adds: the checkpoint that is kept; empty where there is none
     */
    DivergedException(String reason, String kept) {
        super(reason + kept);
        this.reason = reason;
    }

    /** The message without the checkpoint, for where that goes with the run that it belongs to. */
    String reason() {
        return reason;
    }
}
