package dev.kindred.model;

import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Tape.Mode;
import dev.kindred.autograd.Variable;
import dev.kindred.cluster.SoftAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.model.DaegcConfig.Reconstruction;
import dev.kindred.nn.DecHead;
import dev.kindred.nn.Decoder;
import dev.kindred.nn.GatEncoder;
import dev.kindred.nn.InnerProductDecoder;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DAEGC (Wang et al., IJCAI 2019): graph attention encoder, inner-product decoder, DEC head; {@code L = L_rec + gamma L_clu}. Deviations
 * from the paper: see the presets of {@link DaegcConfig}.
 *
 * <p>The target distribution is renewed when the iteration is a multiple of the update interval, and at the first finetuning step.
 */
public final class DaegcModel implements ClusteringModel {
    /** No training step has this number: the pairs of evaluations are drawn from a stream of their own. */
    private static final long EVALUATION = -1;

    private final DaegcConfig config;
    private final int inputs;
    private final Decoder decoder;
    private GatEncoder encoder;
    private DecHead head;
    private long iteration;

    /**
     * A model with fresh weights.
     *
     * @param inputs columns of the features
     */
    public DaegcModel(DaegcConfig config, int inputs) {
        this(config, inputs, new InnerProductDecoder(config.logitScale()));
    }

    /**
     * A model with fresh weights and a decoder of the caller's.
     *
     * @param inputs columns of the features
     */
    public DaegcModel(DaegcConfig config, int inputs, Decoder decoder) {
        this.config = config;
        this.inputs = inputs;
        this.decoder = decoder;
        this.encoder = new GatEncoder(config.encoder(), inputs, config.seed());
        this.head = freshHead();
    }

    /**
     * Numbers that a model of a config trains.
     *
     * @param inputs columns of the features
     */
    public static long parameterCount(DaegcConfig config, long inputs) {
        return GatEncoder.parameterCount(config.encoder(), inputs)
                + (long) config.clusters() * config.encoder().embeddingSize();
    }

    private DecHead freshHead() {
        return new DecHead(
                config.clusters(),
                config.encoder().embeddingSize(),
                new SoftAssignment(config.alpha(), config.distanceScale()),
                config.seed());
    }

    /** Encoder and centers as they were at first; the iteration is 0 again. */
    public void resetParameters() {
        encoder = new GatEncoder(config.encoder(), inputs, config.seed());
        head = freshHead();
        iteration = 0;
    }

    public DaegcConfig config() {
        return config;
    }

    /** Columns of the features this model was made for. */
    public int inputs() {
        return inputs;
    }

    public Decoder decoder() {
        return decoder;
    }

    public DecHead head() {
        return head;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(encoder.parameters());
        all.add(head.centers());
        return all;
    }

    /** The encoder's parameters alone: what pretraining moves. */
    public List<Parameter> encoderParameters() {
        return encoder.parameters();
    }

    @Override
    public Matrix embed(Tape tape, Batch batch) {
        tape.begin(Mode.INFER, config.seed(), iteration);
        return encoder.forward(tape, batch.input()).value();
    }

    /**
     * The losses on pairs that are the same at every call, without dropout: what weights can be compared by.
     *
     * @param fixed the target to be judged against; null for the reconstruction alone
     */
    public LossOutput evaluate(Tape tape, Batch batch, @Nullable TargetDistribution fixed) {
        tape.begin(Mode.INFER, config.seed(), EVALUATION);
        Variable z = encoder.forward(tape, batch.input());
        double reconstruction = reconstructionLoss(tape, z, batch);
        double clustering = fixed == null ? 0 : head.loss(tape, z, fixed, config.clusteringWeight());
        return new LossOutput(reconstruction + config.clusteringWeight() * clustering, reconstruction, clustering);
    }

    /** Q of all nodes, {@code [n x k]}, from their embedding. */
    public Matrix softAssignment(Tape tape, Matrix z) {
        Matrix q = Matrix.zeros(z.rows(), config.clusters());
        head.softAssignmentInto(tape.compute(), z, q);
        return q;
    }

    /** Takes over centers, {@code [k x h]}: those of k-means. */
    public void setCenters(Matrix centers) {
        Matrix own = head.centers().value();
        if (centers.rows() != own.rows() || centers.columns() != own.columns()) {
            throw new IllegalArgumentException("centers: expected " + own + ", got " + centers);
        }
        System.arraycopy(centers.data(), 0, own.data(), 0, own.data().length);
    }

    @Override
    public LossOutput step(Tape tape, Batch batch, Phase phase) {
        tape.begin(Mode.TRAIN, config.seed(), iteration);
        Variable z = encoder.forward(tape, batch.input());
        double reconstruction = reconstructionLoss(tape, z, batch);
        double clustering = 0;
        if (phase == Phase.FINETUNE) {
            TargetDistribution target = target(tape, z.value(), batch);
            clustering = head.loss(tape, z, target, config.clusteringWeight());
        }
        tape.backward();
        iteration++;
        return new LossOutput(reconstruction + config.clusteringWeight() * clustering, reconstruction, clustering);
    }

    /** Adds the decoder's loss to the gradient of z and returns it. */
    private double reconstructionLoss(Tape tape, Variable z, Batch batch) {
        if (batch.negatives() == null && config.reconstruction() == Reconstruction.EXACT) {
            return decoder.allPairsLoss(tape, z, batch.edges(), 1);
        }
        double positive = decoder.pairLoss(tape, z, batch.positives(), Answer.YES, 1);
        double negative = batch.negatives() == null
                ? decoder.nonEdgeLoss(tape, z, batch.edges(), 1)
                : decoder.pairLoss(tape, z, batch.negatives(), Answer.NO, 1);
        return positive + negative;
    }

    private TargetDistribution target(Tape tape, Matrix z, Batch batch) {
        TargetDistribution kept = head.target();
        if (batch.seedNodes() == z.rows()) {
            if (kept != null && kept.matrix().rows() == z.rows() && iteration % config.updateInterval() != 0) {
                return kept;
            }
            return head.renewTarget(tape.compute(), z);
        }
        // A part of the graph: its nodes' own Q, set against the frequencies of the whole graph where those are known.
        Matrix q = Matrix.zeros(batch.seedNodes(), config.clusters());
        Matrix seeds =
                new Matrix(batch.seedNodes(), z.columns(), Arrays.copyOf(z.data(), batch.seedNodes() * z.columns()));
        head.softAssignmentInto(tape.compute(), seeds, q);
        return kept == null ? TargetDistribution.of(q) : TargetDistribution.of(q, kept.lastFrequencies());
    }

    @Override
    public long iteration() {
        return iteration;
    }

    /** Sets the iteration of a saved state. */
    public void setIteration(long saved) {
        iteration = saved;
    }

    @Override
    public String toString() {
        return "DAEGC(" + inputs + " features -> " + config.encoder().sizes() + ", "
                + config.encoder().heads() + " head(s), " + config.clusters() + " clusters)";
    }
}
