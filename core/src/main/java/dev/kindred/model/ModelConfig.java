package dev.kindred.model;

import dev.kindred.graph.Features;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.HeadConfig;

/**
 * All hyper-parameters of a model and its training; {@code dev.kindred.Daegc} has presets.
 *
 * @param features normalization of the features' rows
 * @param encoder computes the embedding
 * @param objective what the encoder is trained to do
 * @param head clusters the embedding
 * @param schedule stages of training
 * @param seed random seed; the same seed reproduces the results bit for bit
 */
public record ModelConfig(
        Features.Normalization features,
        EncoderConfig encoder,
        ObjectiveConfig objective,
        HeadConfig head,
        Schedule schedule,
        long seed) {

    public ModelConfig {
        if (!head.hasLoss() && schedule.finetune().epochs() > 0) {
            throw new IllegalArgumentException("finetuning epochs: expected 0 with a head that has no loss, got "
                    + schedule.finetune().epochs());
        }
    }

    /** Number of clusters, k. */
    public int clusters() {
        return head.clusters();
    }

    public ModelConfig withFeatures(Features.Normalization newFeatures) {
        return new ModelConfig(newFeatures, encoder, objective, head, schedule, seed);
    }

    public ModelConfig withEncoder(EncoderConfig newEncoder) {
        return new ModelConfig(features, newEncoder, objective, head, schedule, seed);
    }

    public ModelConfig withObjective(ObjectiveConfig newObjective) {
        return new ModelConfig(features, encoder, newObjective, head, schedule, seed);
    }

    public ModelConfig withHead(HeadConfig newHead) {
        return new ModelConfig(features, encoder, objective, newHead, schedule, seed);
    }

    public ModelConfig withSchedule(Schedule newSchedule) {
        return new ModelConfig(features, encoder, objective, head, newSchedule, seed);
    }

    /** The same config with other stages of training. */
    public ModelConfig withStages(StageConfig pretrain, StageConfig finetune) {
        return withSchedule(schedule.withStages(pretrain, finetune));
    }

    /** The same with no epochs: what a method without a network stands beside. */
    public ModelConfig untrained() {
        StageConfig pretrain = schedule.pretrain();
        StageConfig finetune = schedule.finetune();
        return withStages(
                new StageConfig(0, pretrain.learningRate(), pretrain.weightDecay()),
                new StageConfig(0, finetune.learningRate(), finetune.weightDecay()));
    }

    public ModelConfig withSafeguards(Safeguards safeguards) {
        return withSchedule(schedule.withSafeguards(safeguards));
    }

    public ModelConfig withSeed(long newSeed) {
        return new ModelConfig(features, encoder, objective, head, schedule, newSeed);
    }
}
