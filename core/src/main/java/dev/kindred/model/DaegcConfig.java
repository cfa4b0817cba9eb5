package dev.kindred.model;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.graph.Features;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderConfig.Attention;
import dev.kindred.nn.EncoderConfig.EdgeWeights;
import dev.kindred.nn.EncoderConfig.EmbeddingNorm;
import dev.kindred.nn.EncoderConfig.Normalization;
import dev.kindred.nn.EncoderConfig.Residual;
import java.util.List;

/**
 * Hyper-parameters of DAEGC (Wang et al., IJCAI 2019). Three presets: {@link #seed}, {@link #paper}, {@link #defaults}.
 *
 * @param clusters k, 2 or more
 * @param features how feature rows are scaled
 * @param encoder the graph attention encoder
 * @param reconstruction which pairs of nodes the decoder is asked for
 * @param logitScale what inner products are multiplied by before the sigmoid
 * @param clusteringWeight gamma: weight of the clustering loss while finetuning
 * @param updateInterval T: training steps between two computations of the target distribution
 * @param alpha degrees of freedom of the Student-t soft assignment (DEC, eq. 1)
 * @param distanceScale what distances in the soft assignment are multiplied by
 * @param kMeansRestarts restarts of k-means between the stages; the one of least inertia is kept
 * @param pretrain reconstruction only
 * @param finetune reconstruction and clustering
 * @param seed of every random number drawn
 * @param safeguards gradient clip, early stopping, empty clusters
 */
public record DaegcConfig(
        int clusters,
        Features.Normalization features,
        EncoderConfig encoder,
        Reconstruction reconstruction,
        double logitScale,
        double clusteringWeight,
        int updateInterval,
        double alpha,
        double distanceScale,
        int kMeansRestarts,
        StageConfig pretrain,
        StageConfig finetune,
        long seed,
        Safeguards safeguards) {

    /** SAMPLED: every edge and as many pairs that are none. EXACT: all n^2 pairs (the paper's; n up to about 20,000). */
    public enum Reconstruction {
        SAMPLED,
        EXACT
    }

    public DaegcConfig {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters: expected 2 or more, got " + clusters);
        }
        Checks.positive("logitScale", logitScale);
        Checks.notNegative("clusteringWeight", clusteringWeight);
        Checks.positive("updateInterval", updateInterval);
        Checks.positive("alpha", alpha);
        Checks.positive("distanceScale", distanceScale);
        Checks.positive("kMeansRestarts", kMeansRestarts);
    }

    /** A config without safeguards: the published algorithm. */
    public DaegcConfig(
            int clusters,
            Features.Normalization features,
            EncoderConfig encoder,
            Reconstruction reconstruction,
            double logitScale,
            double clusteringWeight,
            int updateInterval,
            double alpha,
            double distanceScale,
            int kMeansRestarts,
            StageConfig pretrain,
            StageConfig finetune,
            long seed) {
        this(
                clusters,
                features,
                encoder,
                reconstruction,
                logitScale,
                clusteringWeight,
                updateInterval,
                alpha,
                distanceScale,
                kMeansRestarts,
                pretrain,
                finetune,
                seed,
                Safeguards.NONE);
    }

    /** The named preset: {@code default}, {@code seed} or {@code paper}. */
    public static DaegcConfig preset(String name, int clusters) {
        return switch (name) {
            case "default" -> defaults(clusters);
            case "seed" -> seed(clusters);
            case "paper" -> paper(clusters);
            default -> throw new IllegalArgumentException("preset: expected default, seed or paper, got " + name);
        };
    }

    /**
     * The sound preset: L2-normalized features and embeddings, one scale everywhere, weight decay, and strong dropout of features. Dropout,
     * decay and epochs are those whose clusterings agree most from seed to seed, a score that reads no labels (docs/RESULTS.md).
     */
    public static DaegcConfig defaults(int clusters) {
        return new DaegcConfig(
                clusters,
                Features.Normalization.L2,
                encoder(.9, EmbeddingNorm.L2),
                Reconstruction.SAMPLED,
                1,
                10,
                5,
                1,
                3,
                10,
                new StageConfig(300, .01, 5e-4),
                new StageConfig(100, .001, 5e-4),
                0,
                new Safeguards(0, 0, 0, Safeguards.EmptyClusters.RESEED));
    }

    /** What the seed's library (PyAGC 1.1.1) trains; for parity and comparison. */
    public static DaegcConfig seed(int clusters) {
        return new DaegcConfig(
                clusters,
                Features.Normalization.ROW_SUM,
                encoder(0, EmbeddingNorm.NONE),
                Reconstruction.SAMPLED,
                1,
                10,
                5,
                1,
                1,
                10,
                new StageConfig(200, .01, 0),
                new StageConfig(100, .001, 0),
                0);
    }

    /** The published model: two-hop attention, sizes 256-16, all pairs (DAEGC, section 4). */
    public static DaegcConfig paper(int clusters) {
        EncoderConfig encoder = new EncoderConfig(
                List.of(256, 16),
                1,
                HeadMerge.CONCAT,
                Attention.GAT,
                2,
                0,
                EdgeWeights.IGNORE,
                Normalization.NONE,
                Residual.NONE,
                0,
                0,
                0,
                Activation.ELU,
                EmbeddingNorm.L2);
        return new DaegcConfig(
                clusters,
                Features.Normalization.NONE,
                encoder,
                Reconstruction.EXACT,
                1,
                10,
                5,
                1,
                1,
                10,
                new StageConfig(200, .005, .005),
                new StageConfig(100, .0001, .005),
                0);
    }

    private static EncoderConfig encoder(double featureDropout, EmbeddingNorm norm) {
        return new EncoderConfig(
                List.of(64, 64),
                1,
                HeadMerge.CONCAT,
                Attention.GAT,
                1,
                0,
                EdgeWeights.ATTENTION,
                Normalization.NONE,
                Residual.NONE,
                featureDropout,
                0,
                0,
                Activation.NONE,
                norm);
    }

    public DaegcConfig withSeed(long newSeed) {
        return with(encoder, pretrain, finetune, newSeed, safeguards);
    }

    public DaegcConfig withEncoder(EncoderConfig newEncoder) {
        return with(newEncoder, pretrain, finetune, seed, safeguards);
    }

    public DaegcConfig withStages(StageConfig newPretrain, StageConfig newFinetune) {
        return with(encoder, newPretrain, newFinetune, seed, safeguards);
    }

    public DaegcConfig withSafeguards(Safeguards newSafeguards) {
        return with(encoder, pretrain, finetune, seed, newSafeguards);
    }

    private DaegcConfig with(
            EncoderConfig newEncoder,
            StageConfig newPretrain,
            StageConfig newFinetune,
            long newSeed,
            Safeguards newSafeguards) {
        return new DaegcConfig(
                clusters,
                features,
                newEncoder,
                reconstruction,
                logitScale,
                clusteringWeight,
                updateInterval,
                alpha,
                distanceScale,
                kMeansRestarts,
                newPretrain,
                newFinetune,
                newSeed,
                newSafeguards);
    }
}
