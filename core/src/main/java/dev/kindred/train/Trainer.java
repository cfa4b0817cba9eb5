package dev.kindred.train;

import dev.kindred.autograd.Adam;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.cluster.KMeans;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.kernels.Kernels;
import dev.kindred.model.Batch;
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcModel;
import dev.kindred.model.LossOutput;
import dev.kindred.model.StageConfig;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Trains a model on a whole graph: pretrain, k-means, finetune, predict. One run; not safe for use from many threads, though many runs may
 * share a graph.
 */
public final class Trainer {
    private final AttributedGraph graph;
    private final DaegcConfig config;
    private final TrainingListener listener;
    private final Workers workers;
    private final Kernels kernels = Kernels.select();
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private final Map<Stage, Double> epochMillis = new EnumMap<>(Stage.class);
    private final List<TrainingListener.Epoch> history = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    /** {@code [n]} the nodes in the order in which they are trained, which lies better in the caches; results come in the user's. */
    private int[] order = new int[0];

    private Trainer(AttributedGraph graph, DaegcConfig config, Workers workers, TrainingListener listener) {
        this.graph = graph;
        this.config = config;
        this.workers = workers;
        this.listener = listener;
    }

    /**
     * Clusters a graph.
     *
     * @param threads that train, the calling one included; the result has the same bits for any number
     * @throws InvalidInputException where the graph cannot be clustered: no nodes, one node, fewer nodes than clusters
     */
    public static Clustering fit(AttributedGraph graph, DaegcConfig config, int threads, TrainingListener listener) {
        check(graph, config);
        // Without edges nothing is learnt that dropout could keep from overfitting; it would only blur the attributes.
        DaegcConfig used =
                graph.graph().edges() == 0 ? config.withEncoder(config.encoder().withoutFeatureDropout()) : config;
        try (Workers workers = Workers.create(threads)) {
            return new Trainer(graph, used, workers, listener).run();
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
        if (kernels.name().equals("scalar") && System.getProperty("kindred.kernels") == null) {
            warn("the JVM runs without --add-modules=jdk.incubator.vector: the slower scalar kernels are used");
        }
        if (graph.graph().edges() == 0) {
            warn("the graph has no edges: nodes are clustered by their attributes alone");
        }
        Batch batch = timed(Stage.PREPARE, 0, () -> {
            order = graph.localityOrder();
            return Batch.of(graph.inOrder(order), config);
        });
        DaegcModel model = new DaegcModel(config, graph.features().columns());
        Tape tape = new Tape(kernels, workers);
        train(Stage.PRETRAIN, config.pretrain(), model, model.encoderParameters(), tape, batch, Phase.PRETRAIN);
        timed(Stage.KMEANS, 0, () -> {
            Matrix z = model.embed(tape, batch);
            KMeans.Result found =
                    KMeans.of(config.clusters(), config.kMeansRestarts()).fit(kernels, workers, z, config.seed());
            model.setCenters(found.centers());
            return found;
        });
        long steps = train(Stage.FINETUNE, config.finetune(), model, model.parameters(), tape, batch, Phase.FINETUNE);
        return timed(Stage.PREDICT, 0, () -> predict(model, tape, batch, steps));
    }

    private long train(
            Stage stage,
            StageConfig stageConfig,
            DaegcModel model,
            List<Parameter> moved,
            Tape tape,
            Batch batch,
            Phase phase) {
        return timed(stage, stageConfig.epochs(), () -> {
            Adam adam = new Adam(moved, stageConfig.learningRate(), stageConfig.weightDecay());
            double[] millis = new double[stageConfig.epochs()];
            for (int epoch = 1; epoch <= stageConfig.epochs(); epoch++) {
                long begun = System.nanoTime();
                LossOutput losses = model.step(tape, batch, phase);
                if (!Double.isFinite(losses.total())) {
                    throw new IllegalStateException(stage.key() + " epoch " + epoch + ": expected a finite loss, got "
                            + losses + "; a smaller learning rate may help");
                }
                adam.step(kernels, workers);
                long nanos = System.nanoTime() - begun;
                millis[epoch - 1] = nanos * 1e-6;
                TrainingListener.Epoch done =
                        new TrainingListener.Epoch(stage, epoch, stageConfig.epochs(), losses, nanos);
                history.add(done);
                listener.epochFinished(done);
            }
            if (millis.length > 0) {
                Arrays.sort(millis);
                epochMillis.put(stage, millis[millis.length / 2]);
            }
            return adam.steps();
        });
    }

    private Clustering predict(DaegcModel model, Tape tape, Batch batch, long steps) {
        Matrix z = model.embed(tape, batch);
        Matrix q = model.softAssignment(tape, z);
        int nodes = graph.nodes();
        int clusters = config.clusters();
        Matrix embedding = Matrix.zeros(nodes, z.columns());
        int[] labels = new int[nodes];
        float[] confidence = new float[nodes];
        int[] second = new int[nodes];
        float[] margin = new float[nodes];
        for (int i = 0; i < nodes; i++) {
            int first = 0;
            int next = -1;
            for (int j = 1; j < clusters; j++) {
                if (q.get(i, j) > q.get(i, first)) {
                    next = first;
                    first = j;
                } else if (next < 0 || q.get(i, j) > q.get(i, next)) {
                    next = j;
                }
            }
            int node = order[i];
            labels[node] = first;
            confidence[node] = q.get(i, first);
            second[node] = next;
            margin[node] = q.get(i, first) - q.get(i, next);
            System.arraycopy(z.data(), i * z.columns(), embedding.data(), node * z.columns(), z.columns());
        }
        long found = Arrays.stream(labels).distinct().count();
        if (found < clusters) {
            warn((clusters - found) + " of " + clusters
                    + " clusters are empty: the graph may have fewer groups; try a smaller k or another seed");
        }
        return new Clustering(
                labels,
                confidence,
                second,
                margin,
                embedding,
                model.head().centers().value().copy(),
                history,
                new Timings(seconds, epochMillis),
                Provenance.of(graph, config, kernels, workers.threads()),
                warnings,
                new TrainedModel(model, steps));
    }

    private void warn(String message) {
        warnings.add(message);
        listener.warning(message);
    }

    private <T> T timed(Stage stage, int epochs, Supplier<T> body) {
        listener.stageStarted(stage, epochs);
        long begun = System.nanoTime();
        T result = body.get();
        double taken = (System.nanoTime() - begun) * 1e-9;
        seconds.put(stage, taken);
        listener.stageFinished(stage, taken);
        return result;
    }
}
