package dev.kindred.cli;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.graph.Features;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcConfig.Reconstruction;
import dev.kindred.model.Safeguards;
import dev.kindred.model.Safeguards.EmptyClusters;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderConfig.Attention;
import dev.kindred.nn.EncoderConfig.EdgeWeights;
import dev.kindred.nn.EncoderConfig.EmbeddingNorm;
import dev.kindred.nn.EncoderConfig.Normalization;
import dev.kindred.nn.EncoderConfig.Residual;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Hyper-parameters as a user gives them. Each is a flag and, under the flag's name without dashes, a key of the config file; what is not
 * given is left to the preset. The one table of them: help, completion and the config file's keys are read off these fields.
 */
final class Settings {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "where unset values come from: default, seed or paper (default: default)")
    @Nullable
    String preset;

    @Option(
            names = {"-k", "--clusters"},
            paramLabel = "K",
            description = "number of clusters, 2 or more")
    @Nullable
    Integer clusters;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of every random number; same seed, same bits (default: 0)")
    @Nullable
    Long seed;

    @Option(
            names = "--hidden",
            paramLabel = "SIZES",
            split = ",",
            description = "size of each layer, as in 64,64; the last is the size of the embedding")
    @Nullable
    List<Integer> hidden;

    @Option(names = "--heads", paramLabel = "N", description = "attention heads of each layer")
    @Nullable
    Integer heads;

    @Option(
            names = "--head-merge",
            paramLabel = "HOW",
            description =
                    "${COMPLETION-CANDIDATES}: a size is split over its heads, or every head has it and the mean is taken")
    @Nullable
    HeadMerge headMerge;

    @Option(names = "--attention", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    @Nullable
    Attention attention;

    @Option(
            names = "--proximity-order",
            paramLabel = "T",
            description = "t of the t-order attention; 1 attends to neighbors alone")
    @Nullable
    Integer proximityOrder;

    @Option(
            names = "--proximity-top",
            paramLabel = "N",
            description = "strongest entries kept per node of the t-order matrix; 0 keeps all")
    @Nullable
    Integer proximityTop;

    @Option(
            names = "--edge-weights",
            paramLabel = "HOW",
            description = "${COMPLETION-CANDIDATES}: whether attention follows the weights of edges")
    @Nullable
    EdgeWeights edgeWeights;

    @Option(names = "--normalization", paramLabel = "KIND", description = "between layers: ${COMPLETION-CANDIDATES}")
    @Nullable
    Normalization normalization;

    @Option(
            names = "--residual",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}: whether the input of a layer is added to its output")
    @Nullable
    Residual residual;

    @Option(names = "--feature-dropout", paramLabel = "P", description = "share of features set to 0 in training")
    @Nullable
    Double featureDropout;

    @Option(
            names = "--hidden-dropout",
            paramLabel = "P",
            description = "share of values between layers set to 0 in training")
    @Nullable
    Double hiddenDropout;

    @Option(
            names = "--attention-dropout",
            paramLabel = "P",
            description = "share of attention coefficients set to 0 in training")
    @Nullable
    Double attentionDropout;

    @Option(
            names = "--last-activation",
            paramLabel = "KIND",
            description = "after the last layer: ${COMPLETION-CANDIDATES}")
    @Nullable
    Activation lastActivation;

    @Option(
            names = "--embedding-norm",
            paramLabel = "KIND",
            description = "rows of the embedding: ${COMPLETION-CANDIDATES}")
    @Nullable
    EmbeddingNorm embeddingNorm;

    @Option(
            names = "--feature-norm",
            paramLabel = "KIND",
            description = "rows of the features: ${COMPLETION-CANDIDATES}")
    Features.@Nullable Normalization featureNorm;

    @Option(
            names = "--reconstruction",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}: edges and as many pairs that are none, or all pairs")
    @Nullable
    Reconstruction reconstruction;

    @Option(names = "--logit-scale", paramLabel = "X", description = "what inner products are multiplied by")
    @Nullable
    Double logitScale;

    @Option(names = "--gamma", paramLabel = "X", description = "weight of the clustering loss")
    @Nullable
    Double gamma;

    @Option(
            names = "--update-interval",
            paramLabel = "N",
            description = "steps between two computations of the target distribution")
    @Nullable
    Integer updateInterval;

    @Option(names = "--alpha", paramLabel = "X", description = "degrees of freedom of the soft assignment")
    @Nullable
    Double alpha;

    @Option(
            names = "--distance-scale",
            paramLabel = "X",
            description = "what distances in the soft assignment are multiplied by")
    @Nullable
    Double distanceScale;

    @Option(
            names = "--kmeans-restarts",
            paramLabel = "N",
            description = "restarts of k-means; the least inertia is kept")
    @Nullable
    Integer kmeansRestarts;

    @Option(names = "--pretrain-epochs", paramLabel = "N", description = "epochs of reconstruction alone")
    @Nullable
    Integer pretrainEpochs;

    @Option(names = "--finetune-epochs", paramLabel = "N", description = "epochs of reconstruction and clustering")
    @Nullable
    Integer finetuneEpochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "of pretraining; finetuning keeps the ratio that the preset has")
    @Nullable
    Double learningRate;

    @Option(names = "--finetune-learning-rate", paramLabel = "X", description = "of finetuning")
    @Nullable
    Double finetuneLearningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "pull of all weights toward 0, in both stages")
    @Nullable
    Double weightDecay;

    @Option(
            names = "--gradient-clip",
            paramLabel = "X",
            description = "longest gradient, of all weights together; 0: any")
    @Nullable
    Double gradientClip;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "end a stage after N evaluations, one every 5 epochs, without a better score, and keep the best weights; 0: never")
    @Nullable
    Integer patience;

    @Option(
            names = "--label-tolerance",
            paramLabel = "P",
            description =
                    "end finetuning once no more than this share of nodes changes its cluster in 5 epochs; 0: never")
    @Nullable
    Double labelTolerance;

    @Option(
            names = "--empty-clusters",
            paramLabel = "HOW",
            description =
                    "${COMPLETION-CANDIDATES}: whether a cluster that nobody is in begins anew at the farthest node")
    @Nullable
    EmptyClusters emptyClusters;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = {
                "train with N seeds, --seed and those after it, to judge by how far the runs agree, too; the result is that of --seed,"
                        + " and it takes N times as long (default: 1)"
            })
    @Nullable
    Integer seeds;

    /**
     * The config these settings mean.
     *
     * @param defaultClusters k where none was given, or null where it must be
     */
    DaegcConfig build(@Nullable Integer defaultClusters) {
        Integer k = clusters == null ? defaultClusters : clusters;
        if (k == null) {
            throw new UsageException("clusters: expected -k with the number of clusters, got none");
        }
        DaegcConfig base = DaegcConfig.preset(preset(), k);
        double rate = or(learningRate, base.pretrain().learningRate());
        double ratio = base.finetune().learningRate() / base.pretrain().learningRate();
        return new DaegcConfig(
                k,
                or(featureNorm, base.features()),
                encoder(base.encoder()),
                or(reconstruction, base.reconstruction()),
                or(logitScale, base.logitScale()),
                or(gamma, base.clusteringWeight()),
                or(updateInterval, base.updateInterval()),
                or(alpha, base.alpha()),
                or(distanceScale, base.distanceScale()),
                or(kmeansRestarts, base.kMeansRestarts()),
                new StageConfig(
                        or(pretrainEpochs, base.pretrain().epochs()),
                        rate,
                        or(weightDecay, base.pretrain().weightDecay())),
                new StageConfig(
                        or(finetuneEpochs, base.finetune().epochs()),
                        or(finetuneLearningRate, rate * ratio),
                        or(weightDecay, base.finetune().weightDecay())),
                or(seed, base.seed()),
                new Safeguards(
                        or(gradientClip, base.safeguards().gradientClip()),
                        or(patience, base.safeguards().patience()),
                        or(labelTolerance, base.safeguards().labelTolerance()),
                        or(emptyClusters, base.safeguards().emptyClusters())));
    }

    /** Seeds to train with. */
    int seeds() {
        int number = or(seeds, 1);
        if (number < 1) {
            throw new UsageException("seeds: expected 1 or more, got " + number);
        }
        return number;
    }

    /** The preset asked for, or {@code default}. */
    String preset() {
        return or(preset, "default");
    }

    private EncoderConfig encoder(EncoderConfig base) {
        return new EncoderConfig(
                or(hidden, base.sizes()),
                or(heads, base.heads()),
                or(headMerge, base.headMerge()),
                or(attention, base.attention()),
                or(proximityOrder, base.proximityOrder()),
                or(proximityTop, base.proximityTop()),
                or(edgeWeights, base.edgeWeights()),
                or(normalization, base.normalization()),
                or(residual, base.residual()),
                or(featureDropout, base.featureDropout()),
                or(hiddenDropout, base.hiddenDropout()),
                or(attentionDropout, base.attentionDropout()),
                or(lastActivation, base.lastActivation()),
                or(embeddingNorm, base.embeddingNorm()));
    }

    private static <T> T or(@Nullable T given, T preset) {
        return given == null ? preset : given;
    }
}
