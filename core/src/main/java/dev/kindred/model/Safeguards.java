package dev.kindred.model;

/**
 * What keeps a run from going wrong, and ends it when it is done. None of it reads labels; with {@link #NONE} a run is exactly the
 * published algorithm.
 *
 * @param gradientClip the global gradient norm is clipped to this; 0 disables clipping
 * @param patience evaluations without a better score, one every {@link #EVALUATION_EPOCHS} epochs, after which a stage ends and takes back
 *     its best weights; 0 trains every epoch and keeps the last weights. Scores can be compared: pretraining is judged by the
 *     reconstruction loss on fixed pairs without dropout, finetuning by that and the clustering loss against the target it began with
 * @param labelTolerance finetuning ends once no more than this share of the nodes changed its cluster between two evaluations (DEC, section
 *     3.3, has .001); 0 never ends it so
 * @param emptyClusters what becomes of a cluster that no node is nearest to, while finetuning
 */
public record Safeguards(double gradientClip, int patience, double labelTolerance, EmptyClusters emptyClusters) {
    /** Epochs between two evaluations. */
    public static final int EVALUATION_EPOCHS = 5;

    /** Nothing clipped, stopped or mended; the last weights are kept. */
    public static final Safeguards NONE = new Safeguards(0, 0, 0, EmptyClusters.REPORT);

    /** REPORT: told at the end. RESEED: its center moves to the node farthest from its own, which is told too. */
    public enum EmptyClusters {
        REPORT,
        RESEED
    }

    public Safeguards {
        Checks.notNegative("gradientClip", gradientClip);
        Checks.notNegative("patience", patience);
        if (!(labelTolerance >= 0 && labelTolerance < 1)) {
            throw new IllegalArgumentException("labelTolerance: expected from 0 to below 1, got " + labelTolerance);
        }
    }

    public Safeguards withEmptyClusters(EmptyClusters newEmptyClusters) {
        return new Safeguards(gradientClip, patience, labelTolerance, newEmptyClusters);
    }

    /** Whether a stage is evaluated as it goes. */
    public boolean evaluates() {
        return patience > 0 || labelTolerance > 0;
    }
}
