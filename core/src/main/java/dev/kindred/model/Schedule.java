package dev.kindred.model;

/**
 * The stages of training, and their safeguards.
 *
 * @param pretrain training of the objective alone
 * @param kMeansRestarts number of initializations of k-means between the stages; the result with the least inertia is used
 * @param finetune training of objective and head together
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
