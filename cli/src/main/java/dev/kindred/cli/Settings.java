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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Hyper-parameters as a user gives them. Each is a flag and, under the flag's name without dashes, a key of the config file; what is not
 * given is left to the preset. The one table of them: help, completion and the config file's keys are read off these fields.
 */
@Section(Section.MODEL)
final class Settings {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "where unset settings come from: default, seed or paper (default: default)")
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
            description = "random seed; the same seed reproduces the results bit for bit")
    @Nullable
    Long seed;

    @Option(
            names = "--hidden",
            paramLabel = "SIZES",
            split = ",",
            description = "output size of each layer; the last is the size of the embedding")
    @Nullable
    List<Integer> hidden;

    @Option(names = "--heads", paramLabel = "N", description = "number of attention heads in each layer")
    @Nullable
    Integer heads;

    @Option(
            names = "--head-merge",
            paramLabel = "HOW",
            description =
                    "${COMPLETION-CANDIDATES}: split the size of a layer over its heads, or average heads of full size")
    @Nullable
    HeadMerge headMerge;

    @Option(names = "--attention", paramLabel = "KIND", description = "kind of attention: ${COMPLETION-CANDIDATES}")
    @Nullable
    Attention attention;

    @Option(
            names = "--proximity-order",
            paramLabel = "T",
            description = "attend to nodes up to T steps away; 1 attends to direct neighbors only")
    @Nullable
    Integer proximityOrder;

    @Option(
            names = "--proximity-top",
            paramLabel = "N",
            description = "strongest entries kept for each node where T is above 1; 0 keeps all")
    @Nullable
    Integer proximityTop;

    @Option(
            names = "--edge-weights",
            paramLabel = "HOW",
            description = "whether attention uses the edge weights: ${COMPLETION-CANDIDATES}")
    @Nullable
    EdgeWeights edgeWeights;

    @Option(
            names = "--normalization",
            paramLabel = "KIND",
            description = "normalization between layers: ${COMPLETION-CANDIDATES}")
    @Nullable
    Normalization normalization;

    @Option(
            names = "--residual",
            paramLabel = "KIND",
            description =
                    "residual connections, which add the input of a layer to its output: ${COMPLETION-CANDIDATES}")
    @Nullable
    Residual residual;

    @Option(names = "--feature-dropout", paramLabel = "P", description = "dropout of the features")
    @Nullable
    Double featureDropout;

    @Option(names = "--hidden-dropout", paramLabel = "P", description = "dropout between layers")
    @Nullable
    Double hiddenDropout;

    @Option(names = "--attention-dropout", paramLabel = "P", description = "dropout of the attention coefficients")
    @Nullable
    Double attentionDropout;

    @Option(
            names = "--last-activation",
            paramLabel = "KIND",
            description = "activation after the last layer: ${COMPLETION-CANDIDATES}")
    @Nullable
    Activation lastActivation;

    @Option(
            names = "--embedding-norm",
            paramLabel = "KIND",
            description = "normalization of the rows of the embedding: ${COMPLETION-CANDIDATES}")
    @Nullable
    EmbeddingNorm embeddingNorm;

    @Option(
            names = "--feature-norm",
            paramLabel = "KIND",
            description = "normalization of the rows of the features: ${COMPLETION-CANDIDATES}")
    Features.@Nullable Normalization featureNorm;

    @Option(
            names = "--reconstruction",
            paramLabel = "KIND",
            description =
                    "pairs of nodes in the reconstruction loss: ${COMPLETION-CANDIDATES}; the edges and as many sampled non-edges, or all pairs")
    @Nullable
    Reconstruction reconstruction;

    @Option(
            names = "--logit-scale",
            paramLabel = "X",
            description = "factor of the inner products in the reconstruction")
    @Nullable
    Double logitScale;

    @Option(names = "--gamma", paramLabel = "X", description = "weight of the clustering loss")
    @Nullable
    Double gamma;

    @Option(
            names = "--update-interval",
            paramLabel = "N",
            description = "steps between updates of the target distribution")
    @Nullable
    Integer updateInterval;

    @Option(names = "--alpha", paramLabel = "X", description = "degrees of freedom of the soft assignment")
    @Nullable
    Double alpha;

    @Option(
            names = "--distance-scale",
            paramLabel = "X",
            description = "factor of the distances in the soft assignment")
    @Nullable
    Double distanceScale;

    @Option(
            names = "--kmeans-restarts",
            paramLabel = "N",
            description = "restarts of k-means; the one with the lowest inertia is kept")
    @Nullable
    Integer kmeansRestarts;

    @Option(
            names = "--pretrain-epochs",
            paramLabel = "N",
            description = "epochs of pretraining, by reconstruction alone")
    @Nullable
    Integer pretrainEpochs;

    @Option(
            names = "--finetune-epochs",
            paramLabel = "N",
            description = "epochs of finetuning, by reconstruction and clustering")
    @Nullable
    Integer finetuneEpochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "pretraining learning rate; scales the finetuning rate, too, unless that is set")
    @Nullable
    Double learningRate;

    @Option(names = "--finetune-learning-rate", paramLabel = "X", description = "finetuning learning rate")
    @Nullable
    Double finetuneLearningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "weight decay, in both stages")
    @Nullable
    Double weightDecay;

    @Option(
            names = "--gradient-clip",
            paramLabel = "X",
            description = "clip the global gradient norm to X; 0 disables clipping")
    @Nullable
    Double gradientClip;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "end a stage after N evaluations without improvement, one every 5 epochs, and keep the best weights; 0 disables it")
    @Nullable
    Integer patience;

    @Option(
            names = "--label-tolerance",
            paramLabel = "P",
            description =
                    "end finetuning once at most this share of the nodes changes clusters within 5 epochs; 0 disables it")
    @Nullable
    Double labelTolerance;

    @Option(
            names = "--empty-clusters",
            paramLabel = "HOW",
            description =
                    "what becomes of a cluster that falls empty: ${COMPLETION-CANDIDATES}; restart moves its center to the node farthest from its own")
    @Nullable
    EmptyClusters emptyClusters;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = {
                "train N times, with seeds --seed, --seed + 1, and so on, and report how far the runs agree; the result is that of --seed"
                        + " (default: 1)"
            })
    @Nullable
    Integer seeds;

    /**
     * The config these settings mean.
     *
     * @param defaultClusters k where none was given, or null where it must be
     */
    DaegcConfig build(@Nullable Integer defaultClusters) {
        try {
            return config(defaultClusters);
        } catch (IllegalArgumentException e) {
            throw FlagNames.usage(e, Settings.class);
        }
    }

    private DaegcConfig config(@Nullable Integer defaultClusters) {
        Integer k = clusters == null ? defaultClusters : clusters;
        if (k == null) {
            throw UsageException.of("-k", "expected the number of clusters, got none");
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

    /**
     * Refuses mistakes before anything is read.
     *
     * @param nodes of the graph, where that is known already
     */
    void check(@Nullable Integer defaultClusters, OptionalLong nodes) {
        seeds();
        int k = build(defaultClusters).clusters();
        if (nodes.isPresent()) {
            checkClusters(k, nodes.getAsLong());
        }
    }

    static void checkClusters(int k, long nodes) {
        if (k > nodes) {
            throw UsageException.of("-k", "expected at most " + nodes + " (nodes), got " + k);
        }
    }

    /** Seeds to train with. */
    int seeds() {
        int number = or(seeds, 1);
        if (number < 1) {
            throw UsageException.of("--seeds", "expected 1 or more, got " + number);
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
