package dev.kindred.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.autograd.Adam;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.kernels.ScalarKernels;
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaegcModelTest {
    private static AttributedGraph graph(int nodes, int columns) {
        Graph graph = Graphs.powerLaw(nodes, 3, 7);
        Random random = new Random(1);
        float[] values = new float[nodes * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() < .3 ? 1 : 0;
        }
        return new AttributedGraph(graph, new DenseFeatures(nodes, columns, values));
    }

    /** Scalar kernels, because interpreted vectors are objects: what is measured here are the buffers of a step. */
    private static long bytesOfAStep(int nodes, String preset) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        AttributedGraph graph = graph(nodes, 20);
        DaegcConfig config = DaegcConfig.preset(preset, 4);
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1))) {
            Tape tape = new Tape(compute);
            DaegcModel model = new DaegcModel(config, 20);
            Batch batch = Batch.of(graph, config);
            Adam adam = new Adam(model.parameters(), .01, 0);
            long before = 0;
            int steps = 10;
            for (int step = 0; step < 2 * steps; step++) {
                before = step == steps ? threads.getCurrentThreadAllocatedBytes() : before;
                model.step(tape, batch, Phase.FINETUNE);
                adam.step(compute);
            }
            return (threads.getCurrentThreadAllocatedBytes() - before) / steps;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "seed", "paper"})
    void aSteadyStepAllocatesAFewKilobytesHoweverLargeTheGraph(String preset) {
        bytesOfAStep(100, preset);
        assertThat(bytesOfAStep(300, preset)).isLessThan(40_000);
        assertThat(bytesOfAStep(3_000, preset)).isLessThan(40_000);
    }

    @Test
    void permutingNodesPermutesTheEmbedding() {
        AttributedGraph graph = graph(60, 8);
        int[] to = new int[60];
        for (int i = 0; i < 60; i++) {
            to[i] = (i * 7 + 3) % 60;
        }
        GraphBuilder builder = GraphBuilder.symmetric(60);
        float[] moved = new float[60 * 8];
        for (int i = 0; i < 60; i++) {
            for (int e = (int) graph.graph().rowOffsets()[i]; e < graph.graph().rowOffsets()[i + 1]; e++) {
                builder.add(to[i], to[graph.graph().columns()[e]]);
            }
            System.arraycopy(((DenseFeatures) graph.features()).values(), i * 8, moved, to[i] * 8, 8);
        }
        AttributedGraph permuted = new AttributedGraph(builder.build(), new DenseFeatures(60, 8, moved));
        for (String preset : new String[] {"default", "seed", "paper"}) {
            DaegcConfig config = DaegcConfig.preset(preset, 4);
            try (Compute compute = new Compute(new ScalarKernels(), Workers.create(2))) {
                DaegcModel model = new DaegcModel(config, 8);
                Matrix z = model.embed(new Tape(compute), Batch.of(graph, config));
                Matrix other = model.embed(new Tape(compute), Batch.of(permuted, config));
                for (int i = 0; i < 60; i++) {
                    for (int c = 0; c < z.columns(); c++) {
                        assertThat((double) other.get(to[i], c)).isCloseTo(z.get(i, c), within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void resettingGivesTheFirstWeightsAgain() {
        AttributedGraph graph = graph(40, 5);
        DaegcConfig config = DaegcConfig.seed(3);
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1))) {
            Tape tape = new Tape(compute);
            DaegcModel model = new DaegcModel(config, 5);
            float[] first = model.parameters().getFirst().value().data().clone();
            Batch batch = Batch.of(graph, config);
            Adam adam = new Adam(model.parameters(), .01, 0);
            LossOutput loss = model.step(tape, batch, Phase.FINETUNE);
            adam.step(compute);
            assertThat(model.iteration()).isEqualTo(1);
            model.embed(tape, batch);
            assertThat(model.iteration()).isEqualTo(1);
            model.resetParameters();
            assertThat(model.parameters().getFirst().value().data()).isEqualTo(first);
            assertThat(model.iteration()).isZero();
            assertThat(model.step(tape, batch, Phase.FINETUNE)).isEqualTo(loss);
            assertThat(loss.toString())
                    .matches("loss \\d+\\.\\d{4} \\(reconstruction \\d+\\.\\d{4}, clustering \\d+\\.\\d{4}\\)");
        }
        assertThat(new DaegcModel(config, 5)).hasToString("DAEGC(5 features -> [64, 64], 1 head(s), 3 clusters)");
        assertThatThrownBy(() -> new DaegcModel(config, 5).setCenters(Matrix.zeros(2, 64)))
                .hasMessage("centers: expected Matrix[3 x 64], got Matrix[2 x 64]");
    }
}
