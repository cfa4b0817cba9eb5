package dev.kindred.train;

import dev.kindred.autograd.GradientNorm;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.cluster.KMeans;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.model.Batch;
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcModel;
import dev.kindred.model.LossOutput;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Trains a model on a whole graph: pretrain, k-means, finetune, predict. A run moves a {@link TrainingState} on, epoch by epoch, and keeps
 * it in checkpoints where asked to; one that is resumed ends with the same bits as one that was never interrupted.
 *
 * <p>One run an instance; many runs, each on threads of its own, may share a graph.
 */
public final class Trainer {
    private final AttributedGraph graph;
    private final DaegcConfig config;
    private final TrainingOptions options;
    private final TrainingListener listener;
    private final Compute compute;
    private final Provenance provenance;
    private final List<String> warnings = new ArrayList<>();
    private double prepareSeconds;
    /** {@code [n]} the nodes in the order in which they are trained, which lies better in the caches; results come in the user's. */
    private int[] order = new int[0];

    private Trainer(AttributedGraph graph, DaegcConfig config, Compute compute, TrainingOptions options) {
        this.graph = graph;
        this.config = config;
        this.compute = compute;
        this.options = options;
        this.listener = options.listener();
        this.provenance = Provenance.of(graph, config, compute.kernels(), compute.threads());
    }

    /** Clusters a graph without keeping checkpoints. */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config, int threads, TrainingListener listener) {
        return fit(
                graph, config, TrainingOptions.defaults().withThreads(threads).withListener(listener));
    }

    /**
     * Clusters a graph; the result has the same bits for any number of threads, and whether or not it was interrupted.
     *
     * @throws InvalidInputException where the graph cannot be clustered: no nodes, one node, fewer nodes than clusters; or where the
     *     checkpoints to go on with are damaged or of another run
     * @throws TrainingCancelledException where the options' cancellation, or an interrupt, asked for it
     * @throws DivergedException where a loss or gradient is not finite; the message names stage, epoch and operation
     */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config, TrainingOptions options) {
        check(graph, config);
        // Without edges nothing is learnt that dropout could keep from overfitting; it would only blur the attributes.
        DaegcConfig used =
                graph.graph().edges() == 0 ? config.withEncoder(config.encoder().withoutFeatureDropout()) : config;
        try (Compute compute = Compute.create(options.threads())) {
            return new Trainer(graph, used, compute, options).run();
        }
    }

    private static void check(AttributedGraph graph, DaegcConfig config) {
        int nodes = graph.nodes();
        if (nodes < 2) {
            throw new InvalidInputException("graph: expected 2 nodes or more, got " + nodes);
        }
        if (config.clusters() > nodes) {
            throw new IllegalArgumentException(
                    "clusters: expected at most " + nodes + " (nodes), got " + config.clusters());
        }
        if (graph.features().columns() == 0) {
            throw new InvalidInputException("features: expected 1 column or more, got 0");
        }
    }

    private Clustering run() {
        if (compute.kernels().name().equals("scalar") && System.getProperty("kindred.kernels") == null) {
            warn("the JVM runs without --add-modules=jdk.incubator.vector: the slower scalar kernels are used");
        }
        if (graph.graph().edges() == 0) {
            warn("the graph has no edges: nodes are clustered by their attributes alone");
        }
        TrainingState state = begin();
        long begun = System.nanoTime();
        try (Batch batch = announced(Stage.PREPARE, () -> {
            order = graph.localityOrder();
            return Batch.of(graph.inOrder(order), config);
        })) {
            prepareSeconds = (System.nanoTime() - begun) * 1e-9;
            return run(state, batch);
        }
    }

    private Clustering run(TrainingState state, Batch batch) {
        Tape tape = new Tape(compute);
        Guards guards = new Guards(state, tape, batch, message -> warnOf(state, message), listener::note);
        if (state.stage() == Stage.PRETRAIN) {
            train(state, tape, batch, guards);
            int[] labels = timed(state, Stage.KMEANS, () -> kMeans(state.model(), tape, batch));
            state.beginFinetuning(labels);
        }
        train(state, tape, batch, guards);
        if (options.checkpoints() != null) {
            options.checkpoints().trained(state, provenance);
        }
        Prediction prediction =
                timed(state, Stage.PREDICT, () -> Prediction.of(state.model(), tape, batch, order, this::warn));
        List<String> all = new ArrayList<>(warnings);
        all.addAll(state.warnings());
        return prediction.clustering(state, timings(state), provenance, all);
    }

    private TrainingState begin() {
        Checkpoints checkpoints = options.checkpoints();
        TrainingState saved = checkpoints == null ? null : checkpoints.latest(provenance, graph.nodes(), this::warn);
        if (saved == null) {
            return new TrainingState(new DaegcModel(config, graph.features().columns()));
        }
        listener.resumed(saved.stage(), saved.epoch());
        return saved;
    }

    /** Clusters of the pretrained embedding, in the user's order; their means become the model's centers. */
    private int[] kMeans(DaegcModel model, Tape tape, Batch batch) {
        Matrix z = model.embed(tape, batch);
        KMeans.Result found =
                KMeans.of(config.clusters(), config.kMeansRestarts()).fit(compute, z, config.seed());
        model.setCenters(found.centers());
        int[] labels = new int[order.length];
        for (int i = 0; i < labels.length; i++) {
            labels[order[i]] = found.labels()[i];
        }
        return labels;
    }

    private void train(TrainingState state, Tape tape, Batch batch, Guards guards) {
        Stage stage = state.stage();
        int epochs = state.stageConfig().epochs();
        listener.stageStarted(stage, epochs);
        stopIfCancelled(state);
        while (!state.isStageDone()) {
            long begun = System.nanoTime();
            LossOutput losses = step(state, tape, batch);
            guards.epochDone(state.epoch() + 1);
            long nanos = System.nanoTime() - begun;
            TrainingListener.Epoch done = new TrainingListener.Epoch(stage, state.epoch() + 1, epochs, losses, nanos);
            state.epochDone(done);
            listener.epochFinished(done);
            if (options.checkpoints() != null) {
                options.checkpoints().epochDone(state, provenance);
            }
            state.addSeconds(stage, (System.nanoTime() - begun) * 1e-9);
            stopIfCancelled(state);
        }
        guards.stageDone();
        listener.stageFinished(stage, state.seconds().getOrDefault(stage, 0.0));
    }

    private LossOutput step(TrainingState state, Tape tape, Batch batch) {
        DaegcModel model = state.model();
        boolean pretraining = state.stage() == Stage.PRETRAIN;
        LossOutput losses = model.step(tape, batch, pretraining ? Phase.PRETRAIN : Phase.FINETUNE);
        List<Parameter> moved = pretraining ? model.encoderParameters() : model.parameters();
        double norm = GradientNorm.of(compute.kernels(), moved);
        if (!Double.isFinite(losses.total()) || !Double.isFinite(norm)) {
            throw Divergence.found(state, tape, batch, losses, norm, options.checkpoints(), provenance);
        }
        double longest = config.safeguards().gradientClip();
        if (longest > 0) {
            GradientNorm.clip(compute.kernels(), moved, norm, longest);
        }
        state.adam().step(compute);
        return losses;
    }

    private void stopIfCancelled(TrainingState state) {
        if (!options.cancelled().getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            return;
        }
        Checkpoints checkpoints = options.checkpoints();
        String kept = checkpoints == null ? "nothing was kept" : "kept in " + checkpoints.write(state, provenance);
        throw new TrainingCancelledException("cancelled after " + state.stage().key() + " epoch " + state.epoch()
                + " of " + state.stageConfig().epochs() + "; " + kept);
    }

    private Timings timings(TrainingState state) {
        Map<Stage, Double> seconds = new EnumMap<>(state.seconds());
        seconds.put(Stage.PREPARE, prepareSeconds);
        Map<Stage, Double> medians = new EnumMap<>(Stage.class);
        for (Stage stage : List.of(Stage.PRETRAIN, Stage.FINETUNE)) {
            double[] millis = state.history().stream()
                    .filter(epoch -> epoch.stage() == stage)
                    .mapToDouble(epoch -> epoch.nanos() * 1e-6)
                    .sorted()
                    .toArray();
            if (millis.length > 0) {
                medians.put(stage, millis[millis.length / 2]);
            }
        }
        return new Timings(seconds, medians);
    }

    private void warn(String message) {
        warnings.add(message);
        listener.warning(message);
    }

    /** A warning that belongs to the state, so that it is not lost when the run is resumed. */
    private void warnOf(TrainingState state, String message) {
        state.warnings().add(message);
        listener.warning(message);
    }

    private <T> T timed(TrainingState state, Stage stage, Supplier<T> body) {
        long begun = System.nanoTime();
        T result = announced(stage, body);
        state.addSeconds(stage, (System.nanoTime() - begun) * 1e-9);
        return result;
    }

    private <T> T announced(Stage stage, Supplier<T> body) {
        listener.stageStarted(stage, 0);
        long begun = System.nanoTime();
        T result = body.get();
        listener.stageFinished(stage, (System.nanoTime() - begun) * 1e-9);
        return result;
    }
}
