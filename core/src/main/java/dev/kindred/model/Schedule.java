package dev.kindred.model;

/**
 * The stages of training and what watches over them.
 *
 * @param pretrain the objective alone
 * @param kMeansRestarts restarts of k-means between the stages; the one of least inertia is kept
 * @param finetune the objective and the head's loss
 * @param safeguards gradient clip, early stopping, empty clusters
 */
public record Schedule(StageConfig pretrain, int kMeansRestarts, StageConfig finetune, Safeguards safeguards) {
    public Schedule {
        Checks.positive("kMeansRestarts", kMeansRestarts);
    }

    public Schedule withStages(StageConfig newPretrain, StageConfig newFinetune) {
        return new Schedule(newPretrain, kMeansRestarts, newFinetune, safeguards);
    }

    public Schedule withSafeguards(Safeguards newSafeguards) {
        return new Schedule(pretrain, kMeansRestarts, finetune, newSafeguards);
    }
}
