package dev.kindred.model;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Tape.Mode;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.EncoderInput;
import dev.kindred.nn.Head;
import dev.kindred.nn.LayerShape;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that embeds nodes and clusters the embedding: an encoder, an objective that trains it, and a cluster head. It holds parameters
 * only. A step is a function of these, of a part of a graph, and of the number of the step, which keys its random numbers.
 *
 * <p>With reconstruction and DEC's head this is DAEGC (Wang et al., IJCAI 2019): {@code L = L_rec + gamma L_clu}.
 */
public final class GraphModel {
    /** Number of the step that keys the random pairs of evaluations; no training step has it. */
    private static final long EVALUATION = -1;

    private final ModelConfig config;
    private final int inputs;
    private final Encoder encoder;
    private final Objective objective;
    private final Head head;

    /**
     * The model of a config with new weights.
     *
     * @param inputs columns of the features
     */
    public GraphModel(ModelConfig config, int inputs) {
        this(
                config,
                inputs,
                Encoder.of(config.encoder(), inputs, config.seed()),
                Objective.of(config.objective()),
                Head.of(config.head(), config.encoder().embeddingSize(), config.seed()));
    }

    /**
     * A model of an encoder, objective and head that the caller made.
     *
     * @param inputs columns of the features
     */
    public GraphModel(ModelConfig config, int inputs, Encoder encoder, Objective objective, Head head) {
        this.config = config;
        this.inputs = inputs;
        this.encoder = encoder;
        this.objective = objective;
        this.head = head;
    }

    /**
     * Number of trained values of a config's model.
     *
     * @param inputs columns of the features
     */
    public static long parameterCount(ModelConfig config, long inputs) {
        return Encoder.shapes(config.encoder(), inputs).stream()
                        .mapToLong(LayerShape::parameters)
                        .sum()
                + (long) config.clusters() * config.encoder().embeddingSize();
    }

    public ModelConfig config() {
        return config;
    }

    /** Columns of the features that the model was made for. */
    public int inputs() {
        return inputs;
    }

    public Encoder encoder() {
        return encoder;
    }

    public Objective objective() {
        return objective;
    }

    public Head head() {
        return head;
    }

    /** All parameters in a fixed order, the encoder's first. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(encoder.parameters());
        all.add(head.centers().parameter());
        return all;
    }

    /** The parameters that a phase trains. */
    public List<Parameter> parameters(Phase phase) {
        return phase == Phase.PRETRAIN ? encoder.parameters() : parameters();
    }

    /** The embedding, {@code [rows x h]}, without dropout; valid until the tape's next step. */
    public Matrix embed(Tape tape, EncoderInput input) {
        tape.begin(Mode.INFER, config.seed(), EVALUATION);
        return encoder.forward(tape, input).value();
    }

    /** Q of all rows of an embedding, {@code [rows x k]}. */
    public Matrix softAssignment(Tape tape, Matrix z) {
        Matrix q = Matrix.zeros(z.rows(), config.clusters());
        head.centers().assignInto(tape.compute(), z, q);
        return q;
    }

    /**
     * Computes the losses of a training step and the gradients of all parameters that it uses.
     *
     * @param step number of the step, from 0
     * @param targets supplies the target distribution, if the head needs one
     */
    public Losses step(Tape tape, Part part, Phase phase, long step, Head.Targets targets) {
        tape.begin(Mode.TRAIN, config.seed(), step);
        Objective.Encoded encoded = objective.apply(tape, encoder, part);
        Losses losses = phase == Phase.PRETRAIN
                ? head.withoutLoss(encoded.losses())
                : head.withLoss(encoded.losses(), tape, encoded.embedding(), targets, part.weight());
        tape.backward();
        return losses;
    }

    /**
     * The losses without dropout, on pairs that are the same in every call, so that different weights can be compared.
     *
     * @param fixed target distribution of the clustering loss; null for the objective alone
     */
    public Losses evaluate(Tape tape, Part part, @Nullable TargetDistribution fixed) {
        tape.begin(Mode.INFER, config.seed(), EVALUATION);
        Objective.Encoded encoded = objective.apply(tape, encoder, part);
        return fixed == null
                ? head.withoutLoss(encoded.losses())
                : head.withLoss(encoded.losses(), tape, encoded.embedding(), z -> fixed, part.weight());
    }

    @Override
    public String toString() {
        return "GraphModel(" + inputs + " features -> "
                + encoder.layers().stream()
                        .map(layer -> layer.shape().outputs())
                        .toList() + ", " + config.clusters() + " clusters)";
    }
}
