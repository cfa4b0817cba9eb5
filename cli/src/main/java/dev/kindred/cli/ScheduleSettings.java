package dev.kindred.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of the stages of training. */
@Section(Section.TRAINING)
final class ScheduleSettings {
    @Sets("schedule.kMeansRestarts")
    @Option(
            names = "--kmeans-restarts",
            paramLabel = "N",
            description = "restarts of k-means; the one with the lowest inertia is kept")
    @Nullable
    Integer kmeansRestarts;

    @Sets("schedule.pretrain.epochs")
    @Option(
            names = "--pretrain-epochs",
            paramLabel = "N",
            description = "epochs of pretraining, by reconstruction alone")
    @Nullable
    Integer pretrainEpochs;

    @Sets("schedule.finetune.epochs")
    @Option(
            names = "--finetune-epochs",
            paramLabel = "N",
            description = "epochs of finetuning, by reconstruction and clustering")
    @Nullable
    Integer finetuneEpochs;

    @Sets("schedule.pretrain.learningRate")
    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "pretraining learning rate; scales the finetuning rate, too, unless that is set")
    @Nullable
    Double learningRate;

    @Sets("schedule.finetune.learningRate")
    @Option(names = "--finetune-learning-rate", paramLabel = "X", description = "finetuning learning rate")
    @Nullable
    Double finetuneLearningRate;

    @Sets({"schedule.pretrain.weightDecay", "schedule.finetune.weightDecay"})
    @Option(names = "--weight-decay", paramLabel = "X", description = "weight decay, in both stages")
    @Nullable
    Double weightDecay;
}
