package dev.kindred.model;

/**
 * Gradient clipping, early stopping and the treatment of empty clusters. None of them reads labels; with {@link #NONE} a run is exactly the
 * published algorithm.
 *
 * @param gradientClip the global gradient norm is clipped to this; 0 disables clipping
 * @param patience a stage ends after this number of evaluations without a better score and restores its best weights; there is one
 *     evaluation every {@link #EVALUATION_EPOCHS} epochs. 0 trains all epochs and keeps the last weights. The score of pretraining is the
 *     objective's loss on fixed pairs without dropout; finetuning adds the clustering loss against the target of its first evaluation
 * @param labelTolerance finetuning ends once at most this share of the nodes changed clusters between two evaluations (DEC, section 3.3,
 *     uses .001); 0 disables this
 * @param emptyClusters what happens to clusters that become empty in finetuning
 */
public record Safeguards(double gradientClip, int patience, double labelTolerance, EmptyClusters emptyClusters) {
    /** Epochs between two evaluations. */
    public static final int EVALUATION_EPOCHS = 5;

    /** No safeguards; the last weights are kept. */
    public static final Safeguards NONE = new Safeguards(0, 0, 0, EmptyClusters.REPORT);

    /** REPORT: a warning at the end. RESEED: the center is moved to the node farthest from all centers, with a warning. */
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

    /** Whether stages are evaluated. */
    public boolean evaluates() {
        return patience > 0 || labelTolerance > 0;
    }
}
