package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.kernels.ScalarKernels;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Part;
import dev.kindred.model.PartSource;
import dev.kindred.model.Phase;
import dev.kindred.model.Safeguards;
import dev.kindred.model.Schedule;
import dev.kindred.model.StageConfig;
import dev.kindred.nn.DecConfig;
import dev.kindred.nn.HeadConfig.Assignment;
import dev.kindred.nn.KMeansHeadConfig;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import dev.kindred.train.Checkpoints.Begin;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training step by step, by whoever drives it, and in parts. */
class SessionTest {
    private static final int NODES = 3 * 60;

    @TempDir
    Path folder;

    private static ModelConfig config(String preset) {
        return TrainerTest.quick(Daegc.preset(preset, TrainerTest.GROUPS));
    }

    private static void epochs(Session session, int count) {
        for (int i = 0; i < count; i++) {
            session.epoch();
        }
    }

    /** Gradients taken in one session and followed in another, as on a cluster of machines. */
    @Test
    void parametersAndGradientsGoOutAndInAsOneArray() {
        ModelConfig config = config("default");
        try (Compute compute = Compute.create(1);
                PreparedGraph graph = PreparedGraph.of(TrainerTest.planted(), config)) {
            Session whole = Session.begin(graph, config, compute);
            Session driver = Session.begin(graph, config, compute);
            Session worker = Session.begin(graph, config, compute);
            for (int step = 0; step < 5; step++) {
                Losses expected = whole.epoch();
                worker.setParameters(driver.parameters());
                assertThat(worker.step(graph.whole())).isEqualTo(expected);
                driver.setGradients(worker.gradients());
                driver.move();
                assertThat(driver.parameters()).isEqualTo(whole.parameters());
            }
            assertThat(worker.iteration()).isEqualTo(5);
            assertThat(whole.phase()).isEqualTo(Phase.PRETRAIN);
            int size = driver.gradients().length;
            assertThat(driver.parameters()).hasSize(size + 3 * 64);
            assertThatThrownBy(() -> driver.setGradients(new float[size + 1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("parameters: expected " + size + " numbers, got " + (size + 1));
        }
    }

    @Test
    void aSavedSessionGoesOnWithTheSameBits() throws Exception {
        ModelConfig config = config("default");
        Path file = folder.resolve("session.safetensors");
        try (Compute compute = Compute.create(2);
                PreparedGraph graph = PreparedGraph.of(TrainerTest.plantedSparse(), config)) {
            Session first = Session.begin(graph, config, compute);
            epochs(first, 4);
            first.beginFinetuning(first.cluster());
            epochs(first, 3);
            first.save(file);
            Session second = Session.restore(file, graph, config, compute);
            assertThat(second.phase()).isEqualTo(Phase.FINETUNE);
            for (int epoch = 0; epoch < 4; epoch++) {
                assertThat(second.epoch()).isEqualTo(first.epoch());
            }
            assertThat(second.parameters()).isEqualTo(first.parameters());
            assertThatThrownBy(() -> Session.restore(file, graph, config.withSeed(9), compute))
                    .hasMessage(file + ": expected a checkpoint of this run, got one of another: config seed:"
                            + " expected 0, got 9");
        }
    }

    /** Whether k or the kind of head differs: pretraining is the same, so that one is enough. */
    @Test
    void onePretrainingServesManyHeads() {
        AttributedGraph planted = TrainerTest.planted();
        ModelConfig config = config("default");
        try (Compute compute = Compute.create(1);
                PreparedGraph graph = PreparedGraph.of(planted, config)) {
            Session pretrained = Session.begin(graph, config, compute);
            epochs(pretrained, config.schedule().pretrain().epochs());
            for (int k : new int[] {2, 4}) {
                ModelConfig other = config.withHead(new DecConfig(k, new Assignment(1, 3), 10, 5));
                Session session = Session.begin(graph, other, compute);
                session.takeEncoder(pretrained);
                session.beginFinetuning(session.cluster());
                epochs(session, other.schedule().finetune().epochs());
                Clustering alone = Daegc.fit(planted, other, 1, TrainingListener.SILENT);
                assertThat(session.model().head().centers().value().data())
                        .isEqualTo(alone.centers().data());
            }
        }
    }

    @Test
    void aTwoStepMethodIsAModelWithoutFinetuning() throws Exception {
        ModelConfig seed = config("seed");
        Schedule schedule = seed.schedule();
        ModelConfig config = seed.withSchedule(schedule.withStages(schedule.pretrain(), new StageConfig(0, .001, 0)))
                .withHead(new KMeansHeadConfig(TrainerTest.GROUPS, Assignment.STANDARD));
        AttributedGraph graph = TrainerTest.planted();
        Clustering result = Daegc.fit(
                graph,
                config,
                TrainingOptions.defaults()
                        .withCheckpoints(Checkpoints.in(folder, new Checkpoints.Schedule(7, 0), Begin.ANEW)
                                .keepingTheEnd()));
        assertThat(result.labels()).isEqualTo(result.pretrainedLabels());
        assertThat(result.history()).hasSize(40);
        assertThat(result.history().getLast().losses().names()).containsExactly("reconstruction");
        assertThat(result.history().getLast().losses().toString())
                .matches("loss (\\d+\\.\\d{4}) \\(reconstruction \\1\\)");
        Clustering resumed = Daegc.fit(
                graph,
                config,
                TrainingOptions.defaults()
                        .withCheckpoints(Checkpoints.in(folder, new Checkpoints.Schedule(0, 0), Begin.RESUME)));
        assertThat(resumed.embedding().data()).isEqualTo(result.embedding().data());
        assertThat(resumed.history())
                .extracting(TrainingListener.Epoch::losses)
                .isEqualTo(result.history().stream()
                        .map(TrainingListener.Epoch::losses)
                        .toList());
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, result.model());
        assertThat(ModelFile.read(file).model().config()).isEqualTo(config);
    }

    /** The planted graph in two halves without the edges between them; weights as unequal as the test wants. */
    private static final class Halves implements PartSource {
        private final Part[] parts = new Part[2];

        Halves(AttributedGraph ordered, ModelConfig config, double firstWeight) {
            for (int half = 0; half < 2; half++) {
                int from = half * NODES / 2;
                int rows = NODES / 2;
                GraphBuilder builder = GraphBuilder.symmetric(rows);
                Graph graph = ordered.graph();
                for (int i = 0; i < rows; i++) {
                    for (long e = graph.rowOffsets()[from + i]; e < graph.rowOffsets()[from + i + 1]; e++) {
                        int other = graph.columns()[(int) e] - from;
                        if (other > i && other < rows) {
                            builder.add(i, other);
                        }
                    }
                }
                float[] all = ((DenseFeatures) ordered.features()).values();
                int columns = ordered.features().columns();
                float[] values = Arrays.copyOfRange(all, from * columns, (from + rows) * columns);
                int[] nodes = new int[rows];
                Arrays.setAll(nodes, i -> from + i);
                Part whole = Part.whole(
                        new AttributedGraph(builder.build(), new DenseFeatures(rows, columns, values)), config);
                parts[half] = new Part(
                        new Part.Some(nodes, rows - 10),
                        whole.input(),
                        whole.positives(),
                        whole.negatives(),
                        half == 0 ? firstWeight : 1);
            }
        }

        @Override
        public int count(int epoch) {
            return 2;
        }

        @Override
        public Part part(int epoch, int index) {
            return parts[(epoch + index) % 2];
        }

        @Override
        public void close() {
            for (Part part : parts) {
                part.close();
            }
        }
    }

    private static PreparedGraph inHalves(ModelConfig config, List<String> asked) {
        AttributedGraph planted = TrainerTest.planted();
        return PreparedGraph.of(planted, config, whole -> {
            Halves halves = new Halves(planted.inOrder(planted.localityOrder()), config, 1);
            return new PartSource() {
                @Override
                public int count(int epoch) {
                    return halves.count(epoch);
                }

                @Override
                public Part part(int epoch, int index) {
                    asked.add(epoch + "." + index);
                    return halves.part(epoch, index);
                }

                @Override
                public void close() {
                    halves.close();
                }
            };
        });
    }

    /** Each epoch takes both parts; bits are the same at any number of threads and after an interruption. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "seed", "paper"})
    void anEpochRunsThroughAllParts(String preset) {
        ModelConfig config = config(preset);
        List<String> asked = new ArrayList<>();
        Clustering one = inHalves(config, asked, 1);
        assertThat(asked).hasSize(2 * 52).startsWith("0.0", "0.1", "1.0").endsWith("51.0", "51.1");
        assertThat(one.model().iteration()).isEqualTo(2 * 52);
        int[] truth = new int[NODES];
        Arrays.setAll(truth, i -> i / 60);
        assertThat(LabelMetrics.of(truth, one.labels()).accuracy()).isGreaterThan(.55);
        assertThat(inHalves(config, new ArrayList<>(), 3).embedding().data())
                .isEqualTo(one.embedding().data());
        Clustering resumed = null;
        int sittings = 0;
        while (resumed == null) {
            int[] epochs = new int[1];
            try (PreparedGraph graph = inHalves(config, new ArrayList<>())) {
                TrainingOptions options = TrainingOptions.defaults()
                        .withThreads(2)
                        .withCancellation(() -> epochs[0]++ == 15)
                        .withCheckpoints(Checkpoints.in(
                                folder, new Checkpoints.Schedule(0, 0), sittings == 0 ? Begin.ANEW : Begin.RESUME));
                resumed = Trainer.fit(graph, config, options);
            } catch (TrainingCancelledException e) {
                sittings++;
            }
        }
        assertThat(sittings).isGreaterThan(2);
        assertThat(resumed.embedding().data()).isEqualTo(one.embedding().data());
        assertThat(resumed.labels()).isEqualTo(one.labels());
    }

    private static Clustering inHalves(ModelConfig config, List<String> asked, int threads) {
        try (PreparedGraph graph = inHalves(config, asked)) {
            return Trainer.fit(graph, config, TrainingOptions.defaults().withThreads(threads));
        }
    }

    @Test
    void lossesOfAnEpochAreMeansByTheWeightsOfItsPartsAndGradientsCarryThem() {
        ModelConfig config = config("seed");
        AttributedGraph planted = TrainerTest.planted();
        AttributedGraph ordered = planted.inOrder(planted.localityOrder());
        try (Compute compute = Compute.create(1);
                Halves halves = new Halves(ordered, config, 3);
                PreparedGraph graph = PreparedGraph.of(planted, config)) {
            Session heavy = Session.begin(graph, config, compute);
            Losses first = heavy.step(halves.part(0, 0));
            float[] threefold = heavy.gradients();
            Part light = new Part(
                    halves.parts[0].nodes(),
                    halves.parts[0].input(),
                    halves.parts[0].positives(),
                    halves.parts[0].negatives(),
                    1);
            Session plain = Session.begin(graph, config, compute);
            assertThat(plain.step(light)).isEqualTo(first);
            float[] once = plain.gradients();
            for (int i = 0; i < once.length; i++) {
                assertThat(threefold[i]).isCloseTo(3 * once[i], within(1e-6f + Math.abs(once[i]) * 1e-3f));
            }
            Losses second = Session.begin(graph, config, compute).step(halves.part(0, 1));
            Losses mean = Losses.mean(List.of(first, second), List.of(3., 1.));
            assertThat(mean.total()).isCloseTo(.75 * first.total() + .25 * second.total(), within(1e-12));
            assertThat(mean.value("reconstruction")).isCloseTo(mean.total(), within(1e-12));
        }
        assertThatThrownBy(() -> new Part.Some(new int[3], 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seeds of a part: expected from 1 to 3 (rows), got 4");
    }

    /** A part of as many nodes as the graph has is no whole graph: its target is its own, and the graph's is left alone. */
    @Test
    void aPartIsNotTakenForTheWholeByItsSize() {
        ModelConfig config = config("seed");
        try (Compute compute = Compute.create(1);
                PreparedGraph graph = PreparedGraph.of(TrainerTest.planted(), config)) {
            Session session = Session.begin(graph, config, compute);
            session.beginFinetuning(session.cluster());
            session.step(graph.whole());
            float[] target = target(session).data().clone();
            int[] rows = new int[NODES];
            Arrays.setAll(rows, i -> NODES - 1 - i);
            for (int step = 0; step < 6; step++) {
                session.step(graph.whole().withNodes(new Part.Some(rows, NODES)));
            }
            assertThat(target(session).data()).isEqualTo(target);
            assertThat(session.state().nodes().renewedAssignment()).isNull();
        }
    }

    private static Matrix target(Session session) {
        return Objects.requireNonNull(session.state().nodes().target()).matrix();
    }

    /** Scalar kernels, because interpreted vectors are objects: what is measured here are the buffers of a step. */
    private static long bytesOfAStep(int nodes, String preset) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        ModelConfig config = Daegc.preset(preset, 4);
        float[] values = new float[nodes * 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? 1 : 0;
        }
        AttributedGraph graph = new AttributedGraph(Graphs.powerLaw(nodes, 3, 7), new DenseFeatures(nodes, 20, values));
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1));
                PreparedGraph prepared = PreparedGraph.of(graph, config)) {
            Session session = Session.begin(prepared, config, compute);
            session.beginFinetuning(session.cluster());
            long before = 0;
            int steps = 10;
            for (int step = 0; step < 2 * steps; step++) {
                before = step == steps ? threads.getCurrentThreadAllocatedBytes() : before;
                session.epoch();
            }
            return (threads.getCurrentThreadAllocatedBytes() - before) / steps;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "seed", "paper"})
    void aSteadyEpochAllocatesAFewKilobytesHoweverLargeTheGraph(String preset) {
        bytesOfAStep(100, preset);
        assertThat(bytesOfAStep(300, preset)).isLessThan(40_000);
        assertThat(bytesOfAStep(3_000, preset)).isLessThan(40_000);
    }

    /** What a result holds, found by following its fields. */
    @Test
    void aResultHoldsNoMatrixOfNodesByClusters() throws Exception {
        ModelConfig config = config("default").withSafeguards(new Safeguards(0, 2, 0, Safeguards.EmptyClusters.RESEED));
        Clustering result = Daegc.fit(TrainerTest.planted(), config, 1, TrainingListener.SILENT);
        int matrices = 0;
        for (Object held : Reachable.from(result)) {
            if (held instanceof Matrix matrix) {
                matrices++;
                assertThat(matrix.rows() == NODES && matrix.columns() == TrainerTest.GROUPS)
                        .as("%s", matrix)
                        .isFalse();
            }
        }
        assertThat(matrices).isGreaterThan(4 * 9);
    }
}
