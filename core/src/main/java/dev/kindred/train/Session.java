package dev.kindred.train;

import dev.kindred.autograd.GradientNorm;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.cluster.KMeans;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Part;
import dev.kindred.model.PartSource;
import dev.kindred.model.Phase;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Training under the caller's control, step by step. {@link Trainer} drives a session through all stages; other drivers, for example on
 * several machines or with several heads after one pretraining, use the same steps. {@link #step} computes gradients, {@link #move} applies
 * them; parameters and gradients can be read and set as flat arrays.
 *
 * <p>Not thread-safe. The operations of a step run on the workers of {@code compute}, which the caller closes.
 */
public final class Session {
    private final PreparedGraph graph;
    private final Compute compute;
    private final TrainingState state;
    private final Provenance provenance;
    private final Tape tape;

    private Session(PreparedGraph graph, TrainingState state, Compute compute) {
        this.graph = graph;
        this.compute = compute;
        this.state = state;
        this.provenance = provenance(graph, state.model().config(), compute);
        this.tape = new Tape(compute);
    }

    /** A session with new weights, at the beginning of pretraining. */
    public static Session begin(PreparedGraph graph, ModelConfig config, Compute compute) {
        GraphModel model = new GraphModel(config, graph.graph().features().columns());
        return new Session(graph, new TrainingState(model), compute);
    }

    /** A session that continues from a state. */
    static Session of(PreparedGraph graph, TrainingState state, Compute compute) {
        return new Session(graph, state, compute);
    }

    /**
     * A session that continues from a saved one.
     *
     * @throws dev.kindred.graph.InvalidInputException where the file is damaged or belongs to another graph, config or version
     */
    public static Session restore(Path file, PreparedGraph graph, ModelConfig config, Compute compute)
            throws IOException {
        Provenance wanted = provenance(graph, config, compute);
        return new Session(graph, Checkpoint.read(file, wanted, graph.graph().nodes()), compute);
    }

    static Provenance provenance(PreparedGraph graph, ModelConfig config, Compute compute) {
        return Provenance.of(graph.checksums(), config, compute);
    }

    /** Saves the session; a session {@linkplain #restore restored} from the file continues with the same bits. */
    public void save(Path file) throws IOException {
        Checkpoint.write(file, state, provenance);
    }

    /** The model in training. */
    public GraphModel model() {
        return state.model();
    }

    /** Number of training steps so far. */
    public long iteration() {
        return state.iteration();
    }

    /** The current phase, which decides which losses a step computes. */
    public Phase phase() {
        return state.phase();
    }

    TrainingState state() {
        return state;
    }

    Provenance provenance() {
        return provenance;
    }

    Tape tape() {
        return tape;
    }

    /** Bytes of the buffers that steps use. */
    public long bufferBytes() {
        return tape.sizeInBytes();
    }

    /** Computes the losses and gradients of the next step of the current phase. Parameters do not change until {@link #move}. */
    public Losses step(Part part) {
        GraphModel model = state.model();
        NodeState nodes = state.nodes();
        long step = state.iteration();
        nodes.stepBegins();
        Losses losses = model.step(tape, part, state.phase(), step, z -> nodes.target(model, tape, part, z, step));
        state.setIteration(step + 1);
        return losses;
    }

    /** Applies the gradients to the parameters by one step of Adam; gradients are clipped first if the config says so. */
    public void move() {
        move(gradientNorm());
    }

    private double gradientNorm() {
        return GradientNorm.of(compute.kernels(), moved());
    }

    private void move(double norm) {
        double longest = state.model().config().schedule().safeguards().gradientClip();
        if (longest > 0) {
            GradientNorm.clip(compute.kernels(), moved(), norm, longest);
        }
        state.adam().step(compute);
    }

    /**
     * Runs one epoch: for each part, a step and a move. Of the config's safeguards only the gradient clip is applied; {@link Trainer}
     * applies the others.
     *
     * @return mean of the parts' losses, weighted by the parts' weights
     * @throws DivergedException where a loss or gradient is not finite
     */
    public Losses epoch() {
        long begun = System.nanoTime();
        Losses losses = epoch(null);
        state.epochDone(losses, System.nanoTime() - begun);
        return losses;
    }

    /**
     * The same, with checkpoints.
     *
     * @param checkpoints where the state before an epoch that diverges is written; null writes none
     */
    Losses epoch(@Nullable Checkpoints checkpoints) {
        PartSource parts = graph.parts();
        int epoch = state.history().size();
        int count = parts.count(epoch);
        List<Losses> losses = new ArrayList<>(count);
        List<Double> weights = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            Part part = parts.part(epoch, index);
            Losses ofPart = step(part);
            double norm = gradientNorm();
            if (!Double.isFinite(ofPart.total()) || !Double.isFinite(norm)) {
                // A checkpoint is a state between epochs, which only the first step of an epoch starts from.
                throw Divergence.found(this, part, ofPart, norm, index == 0 ? checkpoints : null);
            }
            move(norm);
            losses.add(ofPart);
            weights.add(part.weight());
        }
        return Losses.mean(losses, weights);
    }

    /** Runs k-means on the embedding of all nodes and sets the centers. Returns {@code [n]} the cluster of each row, in training order. */
    public int[] cluster() {
        ModelConfig config = state.model().config();
        Matrix z = state.model().embed(tape, graph.whole().input());
        KMeans.Result found =
                KMeans.of(config.clusters(), config.schedule().kMeansRestarts()).fit(compute, z, config.seed());
        state.model().head().centers().set(found.centers());
        return found.labels();
    }

    /**
     * Changes from pretraining to finetuning, in which the head is trained too. The optimizer starts again.
     *
     * @param labels {@code [n]} clusters by k-means in the user's node order; kept for the result
     */
    public void beginFinetuning(int[] labels) {
        state.beginFinetuning(labels);
    }

    /**
     * Copies the encoder's weights and the number of steps from another session, so that one pretraining serves many heads.
     *
     * @param pretrained a session on the same graph with the same encoder
     */
    public void takeEncoder(Session pretrained) {
        setFlat(
                state.model().encoder().parameters(),
                Parameter::value,
                flat(pretrained.state.model().encoder().parameters(), Parameter::value));
        state.setIteration(pretrained.iteration());
    }

    private List<Parameter> moved() {
        return state.model().parameters(state.phase());
    }

    /** All parameters of the model in one array, one after another. */
    public float[] parameters() {
        return flat(state.model().parameters(), Parameter::value);
    }

    /** Sets all parameters of the model, in the order of {@link #parameters}. */
    public void setParameters(float[] values) {
        setFlat(state.model().parameters(), Parameter::value, values);
    }

    /** Gradients of the parameters that the phase trains in one array, one after another, as {@link #step} computed them. */
    public float[] gradients() {
        return flat(moved(), Parameter::gradient);
    }

    /** Sets the gradients that {@link #move} applies, in the order of {@link #gradients}. */
    public void setGradients(float[] values) {
        setFlat(moved(), Parameter::gradient, values);
    }

    private static float[] flat(List<Parameter> parameters, Function<Parameter, Matrix> of) {
        float[] flat = new float[size(parameters)];
        int at = 0;
        for (Parameter parameter : parameters) {
            float[] data = of.apply(parameter).data();
            System.arraycopy(data, 0, flat, at, data.length);
            at += data.length;
        }
        return flat;
    }

    private static void setFlat(List<Parameter> parameters, Function<Parameter, Matrix> of, float[] flat) {
        int size = size(parameters);
        if (flat.length != size) {
            throw new IllegalArgumentException("parameters: expected " + size + " numbers, got " + flat.length);
        }
        int at = 0;
        for (Parameter parameter : parameters) {
            float[] data = of.apply(parameter).data();
            System.arraycopy(flat, at, data, 0, data.length);
            at += data.length;
        }
    }

    private static int size(List<Parameter> parameters) {
        return parameters.stream()
                .mapToInt(parameter -> parameter.value().data().length)
                .reduce(0, Math::addExact);
    }
}
