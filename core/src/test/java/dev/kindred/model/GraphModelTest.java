package dev.kindred.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.autograd.Adam;
import dev.kindred.autograd.EdgeLoss;
import dev.kindred.autograd.GradientNorm;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.kernels.ScalarKernels;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.Head;
import dev.kindred.nn.HeadConfig;
import dev.kindred.nn.KMeansHeadConfig;
import dev.kindred.nn.Layer;
import dev.kindred.nn.LayerInput;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.Workers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GraphModelTest {
    private static AttributedGraph graph(int nodes, int columns) {
        Graph graph = Graphs.powerLaw(nodes, 3, 7);
        Random random = new Random(1);
        float[] values = new float[nodes * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() < .3 ? 1 : 0;
        }
        return new AttributedGraph(graph, new DenseFeatures(nodes, columns, values));
    }

    /** Models written before there was a choice. */
    @Test
    void aConfigWithoutWeightsOfTheLossCountsEdgesAlike() {
        ReconstructionConfig read = JsonMapper.builder()
                .build()
                .readValue(
                        "{\"type\": \"reconstruction\", \"pairs\": \"SAMPLED\", \"logitScale\": 1.0}",
                        ReconstructionConfig.class);
        assertThat(read).isEqualTo(new ReconstructionConfig(ReconstructionConfig.Pairs.SAMPLED, 1));
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
            ModelConfig config = Daegc.preset(preset, 4);
            try (Compute compute = new Compute(new ScalarKernels(), Workers.create(2))) {
                GraphModel model = new GraphModel(config, 8);
                Matrix z =
                        model.embed(new Tape(compute), Part.whole(graph, config).input());
                Matrix other = model.embed(
                        new Tape(compute), Part.whole(permuted, config).input());
                for (int i = 0; i < 60; i++) {
                    for (int c = 0; c < z.columns(); c++) {
                        assertThat((double) other.get(to[i], c)).isCloseTo(z.get(i, c), within(1e-5));
                    }
                }
            }
        }
    }

    /** Two views of one graph are to agree; their dropout differs because each view has random numbers of its own. */
    private record TwoViews() implements Objective {
        @Override
        public Encoded apply(Tape tape, Encoder encoder, Part part) {
            Variable first = encoder.forward(tape, part.input());
            tape.view(1);
            Variable second = encoder.forward(tape, part.input());
            double distance = 0;
            for (int i = 0; i < first.value().data().length; i++) {
                distance += Math.abs(first.value().data()[i] - second.value().data()[i]);
            }
            double loss = EdgeLoss.apply(tape, first, part.positives(), EdgeLoss.Answer.YES, 1, 1)
                    + EdgeLoss.apply(tape, second, part.positives(), EdgeLoss.Answer.YES, 1, 1);
            return new Encoded(first, Losses.NONE.plus("agreement", loss, .5).plus("distance", distance, 0));
        }
    }

    @Test
    void anObjectiveOfTheCallersTakesSeveralViewsAndNamesItsLosses() {
        AttributedGraph graph = graph(40, 5);
        ModelConfig config = Daegc.defaults(3);
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1))) {
            Tape tape = new Tape(compute);
            GraphModel model = new GraphModel(
                    config,
                    5,
                    Encoder.of(config.encoder(), 5, 0),
                    new TwoViews(),
                    Head.of(config.head(), config.encoder().embeddingSize(), 0));
            Losses losses = model.step(tape, Part.whole(graph, config), Phase.FINETUNE, 0, GraphModelTest::target);
            assertThat(losses.names()).containsExactly("agreement", "distance", "clustering");
            assertThat(losses.value("distance")).isPositive();
            assertThat(losses.total()).isEqualTo(.5 * losses.value("agreement") + 10 * losses.value("clustering"));
            for (Parameter parameter : model.parameters()) {
                double norm = GradientNorm.of(compute.kernels(), List.of(parameter));
                assertThat(norm).as(parameter.name()).isFinite().isPositive();
            }
            assertThatThrownBy(() -> losses.value("recall"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("loss: expected one of [agreement, distance, clustering], got recall");
        }
    }

    private static TargetDistribution target(Matrix z) {
        Matrix q = Matrix.zeros(z.rows(), 3);
        for (int i = 0; i < z.rows(); i++) {
            for (int j = 0; j < 3; j++) {
                q.set(i, j, i % 3 == j ? .8f : .1f);
            }
        }
        return TargetDistribution.of(q);
    }

    /** What layer-by-layer inference does: each layer alone, on rows of its own. */
    @Test
    void layersOneByOneGiveTheEmbedding() {
        AttributedGraph graph = graph(50, 6);
        ModelConfig config = Daegc.paper(3).withEncoder(GatConfig.ofSizes(8, 4));
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1))) {
            GraphModel model = new GraphModel(config, 6);
            Part whole = Part.whole(graph, config);
            float[] expected = model.embed(new Tape(compute), whole.input()).data();
            LayerInput rows = whole.input().features();
            Matrix out = Matrix.zeros(1, 1);
            for (Layer layer : model.encoder().layers()) {
                Tape tape = new Tape(compute);
                tape.begin(Tape.Mode.INFER, 0, 0);
                out = layer.apply(tape, rows, whole.input().edges()).value();
                rows = new LayerInput.Hidden(tape.constant(out));
                assertThat(out.columns()).isEqualTo(layer.shape().outputs());
            }
            assertThat(out.data()).isEqualTo(expected);
        }
    }

    @Test
    void stepsOfEqualNumbersAreEqual() {
        AttributedGraph graph = graph(40, 5);
        ModelConfig config = Daegc.seed(3);
        try (Compute compute = new Compute(new ScalarKernels(), Workers.create(1))) {
            Tape tape = new Tape(compute);
            GraphModel model = new GraphModel(config, 5);
            Part whole = Part.whole(graph, config);
            Losses losses = model.step(tape, whole, Phase.FINETUNE, 0, GraphModelTest::target);
            new Adam(model.parameters(), .01, 0).step(compute);
            Losses later = model.step(tape, whole, Phase.FINETUNE, 0, GraphModelTest::target);
            assertThat(later).isNotEqualTo(losses);
            assertThat(new GraphModel(config, 5).step(tape, whole, Phase.FINETUNE, 0, GraphModelTest::target))
                    .isEqualTo(losses);
            assertThat(losses.toString())
                    .matches("loss \\d+\\.\\d{4} \\(reconstruction \\d+\\.\\d{4}, clustering \\d+\\.\\d{4}\\)");
        }
        assertThat(new GraphModel(config, 5)).hasToString("GraphModel(5 features -> [64, 64], 3 clusters)");
        assertThatThrownBy(() -> new GraphModel(config, 5).head().centers().set(Matrix.zeros(2, 64)))
                .hasMessage("centers: expected Matrix[3 x 64], got Matrix[2 x 64]");
    }

    @Test
    void aHeadWithoutLossIsNotFinetuned() {
        ModelConfig seed = Daegc.seed(3);
        KMeansHeadConfig head = new KMeansHeadConfig(3, HeadConfig.Assignment.STANDARD);
        assertThatThrownBy(() -> seed.withHead(head))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("finetuning epochs: expected 0 with a head that has no loss, got 100");
    }
}
