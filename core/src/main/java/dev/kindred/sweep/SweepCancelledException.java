package dev.kindred.sweep;

import dev.kindred.notice.KindredException;

/** A sweep that was asked to stop and did. */
public final class SweepCancelledException extends KindredException {
    private static final long serialVersionUID = 1L;

    SweepCancelledException(int done, int total) {
        super("cancelled in the sweep over numbers of clusters, " + done + " of " + total + " done; nothing was kept");
    }
}
