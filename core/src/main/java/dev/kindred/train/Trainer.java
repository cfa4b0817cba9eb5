package dev.kindred.train;

import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Trains a model on a graph: pretrain, k-means, finetune, predict. It drives a {@link Session} epoch by epoch and writes checkpoints if
 * asked to. A resumed run ends with the same bits as an uninterrupted one.
 *
 * <p>Runs in different threads may share a graph.
 */
public final class Trainer {
    private final PreparedGraph graph;
    private final ModelConfig config;
    private final TrainingOptions options;
    private final TrainingListener listener;
    private final Compute compute;
    private final List<String> warnings = new ArrayList<>();
    private double prepareSeconds;

    private Trainer(PreparedGraph graph, ModelConfig config, Compute compute, TrainingOptions options) {
        this.graph = graph;
        this.config = config;
        this.compute = compute;
        this.options = options;
        this.listener = options.listener();
    }

    /** Clusters a graph without keeping checkpoints. */
    public static Clustering fit(AttributedGraph graph, ModelConfig config, int threads, TrainingListener listener) {
        return fit(
                graph, config, TrainingOptions.defaults().withThreads(threads).withListener(listener));
    }

    /**
     * Clusters a graph. The result has the same bits for any number of threads, and whether or not the run was interrupted and resumed.
     *
     * @throws InvalidInputException where the graph has fewer than two nodes or no features, or the checkpoints to resume from are damaged
     *     or belong to another run
     * @throws IllegalArgumentException where there are more clusters than nodes
     * @throws TrainingCancelledException where the run was cancelled by its options or by an interrupt
     * @throws DivergedException where a loss or gradient is not finite; the message names stage, epoch and operation
     */
    public static Clustering fit(AttributedGraph graph, ModelConfig config, TrainingOptions options) {
        check(graph, config);
        try (PreparedGraph prepared = PreparedGraph.of(graph, config)) {
            return fit(prepared, config, options);
        }
    }

    /**
     * The same on a prepared graph, which may be used for several runs.
     *
     * @param config must scale features and choose the encoder's edges like the config that the graph was prepared for
     */
    public static Clustering fit(PreparedGraph graph, ModelConfig config, TrainingOptions options) {
        check(graph.graph(), config);
        // Without edges the encoder learns nothing, so dropout prevents no overfitting and would only blur the
        // features.
        ModelConfig used = graph.graph().graph().edges() == 0
                ? config.withEncoder(config.encoder().withoutFeatureDropout())
                : config;
        try (Compute compute = Compute.create(options.threads())) {
            return new Trainer(graph, used, compute, options).run();
        }
    }

    /**
     * Clusters a graph on a thread of its own. Whatever completes the future before the run does, {@code cancel} or {@code orTimeout} say, stops the run
     * within an epoch: its threads end, and a checkpoint is written where the options keep any. Exceptions are those of
     * {@link #fit(AttributedGraph, ModelConfig, TrainingOptions)}.
     */
    public static CompletableFuture<Clustering> fitAsync(
            AttributedGraph graph, ModelConfig config, TrainingOptions options) {
        return BackgroundRun.start(options, cancellable -> fit(graph, config, cancellable));
    }

    private static void check(AttributedGraph graph, ModelConfig config) {
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
        if (graph.graph().graph().edges() == 0) {
            warn("the graph has no edges: nodes are clustered by their attributes alone");
        }
        Session session = begin();
        if (!graph.isReady()) {
            long begun = System.nanoTime();
            announced(Stage.PREPARE, graph::parts);
            prepareSeconds = (System.nanoTime() - begun) * 1e-9;
        }
        return run(session);
    }

    private Session begin() {
        Checkpoints checkpoints = options.checkpoints();
        Provenance provenance = Session.provenance(graph, config, compute);
        TrainingState saved = checkpoints == null
                ? null
                : checkpoints.latest(provenance, graph.graph().nodes(), this::warn);
        if (saved == null) {
            return Session.begin(graph, config, compute);
        }
        listener.resumed(saved.stage(), saved.epoch());
        return Session.of(graph, saved, compute);
    }

    private Clustering run(Session session) {
        TrainingState state = session.state();
        Tape inference = new Tape(compute);
        EmptyClusterGuard emptyClusters =
                new EmptyClusterGuard(state, inference, graph.whole(), message -> warnOf(state, message));
        EarlyStopping stopping = new EarlyStopping(state, inference, graph.whole(), listener::note);
        if (state.stage() == Stage.PRETRAIN) {
            train(session, emptyClusters, stopping);
            session.beginFinetuning(timed(state, Stage.KMEANS, () -> inOrderOfUser(session.cluster())));
        }
        train(session, emptyClusters, stopping);
        if (options.checkpoints() != null) {
            options.checkpoints().trained(state, session.provenance());
        }
        Prediction prediction = timed(
                state,
                Stage.PREDICT,
                () -> Prediction.of(state.model(), session.tape(), graph.whole().input(), graph.order(), this::warn));
        List<String> all = new ArrayList<>(warnings);
        all.addAll(state.warnings());
        return prediction.clustering(state, timings(state), session.provenance(), all);
    }

    private int[] inOrderOfUser(int[] clusters) {
        int[] order = graph.order();
        int[] labels = new int[order.length];
        for (int i = 0; i < labels.length; i++) {
            labels[order[i]] = clusters[i];
        }
        return labels;
    }

    private void train(Session session, EmptyClusterGuard emptyClusters, EarlyStopping stopping) {
        TrainingState state = session.state();
        Stage stage = state.stage();
        int epochs = state.stageConfig().epochs();
        listener.stageStarted(stage, epochs);
        stopIfCancelled(session);
        while (!state.isStageDone()) {
            long begun = System.nanoTime();
            Losses losses = session.epoch(options.checkpoints());
            int epoch = state.epoch() + 1;
            emptyClusters.epochDone(epoch);
            stopping.epochDone(epoch);
            long nanos = System.nanoTime() - begun;
            listener.epochFinished(state.epochDone(losses, nanos));
            if (options.checkpoints() != null) {
                options.checkpoints().epochDone(state, session.provenance());
            }
            state.addSeconds(stage, (System.nanoTime() - begun) * 1e-9);
            stopIfCancelled(session);
        }
        stopping.stageDone();
        listener.stageFinished(stage, state.seconds().getOrDefault(stage, 0.0));
    }

    private void stopIfCancelled(Session session) {
        if (!options.cancelled().getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            return;
        }
        TrainingState state = session.state();
        Checkpoints checkpoints = options.checkpoints();
        String kept =
                checkpoints == null ? "nothing was kept" : "kept in " + checkpoints.write(state, session.provenance());
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

    /** A warning that is stored with the state, so that it is not lost when the run is resumed. */
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
