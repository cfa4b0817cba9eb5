package dev.kindred.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.autograd.Adam;
import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.autograd.EdgeSet;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Tape.Mode;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Pairs;
import dev.kindred.io.Npz;
import dev.kindred.nn.Decoder;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed preset against the seed's own class in float64 (src/test/resources/golden/README.md): losses, gradients, seven Adam steps. */
class GoldenTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void embeddingLossesAndAssignmentsMatch(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            Matrix z = golden.model.embed(golden.tape, golden.whole.input());
            assertClose("z", z.data(), golden.doubles("z"));
            double[] logits = golden.doubles("decode_logit");
            int[] edges = golden.npz.array("edge_index").ints();
            for (int e = 0; e < logits.length; e++) {
                assertThat(golden.decoder().logit(golden.compute.kernels(), z, edges[e], edges[logits.length + e]))
                        .isCloseTo(logits[e], within(TOLERANCE * Math.max(1, Math.abs(logits[e]))));
            }
            Matrix q = golden.model.softAssignment(golden.tape, z);
            assertClose("q", q.data(), golden.doubles("q"));
            assertClose("p", TargetDistribution.of(q).matrix().data(), golden.doubles("p"));
            int[] hard = golden.npz.array("hard").ints();
            for (int i = 0; i < hard.length; i++) {
                int best = 0;
                for (int j = 1; j < q.columns(); j++) {
                    best = q.get(i, j) > q.get(i, best) ? j : best;
                }
                assertThat(best).as("label of node %d", i).isEqualTo(hard[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void gradientsMatch(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            Losses pretrain = golden.step(golden.whole, Phase.PRETRAIN);
            assertThat(pretrain.total()).isCloseTo(golden.number("recon"), relative(golden.number("recon")));
            golden.assertGradients("recon_grad.", golden.model.encoder().parameters());
        }
        try (Golden golden = new Golden(layers, heads)) {
            Losses finetune = golden.step(golden.whole, Phase.FINETUNE);
            assertThat(finetune.value("clustering")).isCloseTo(golden.number("kl"), relative(golden.number("kl")));
            assertThat(finetune.total()).isCloseTo(golden.number("total"), relative(golden.number("total")));
            golden.assertGradients("total_grad.", golden.model.parameters());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void sevenAdamStepsMatch(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            Adam adam = new Adam(golden.model.parameters(), .01, 0);
            for (int step = 0; step < 7; step++) {
                Losses losses = golden.step(golden.whole, Phase.FINETUNE);
                String prefix = "step" + step + ".";
                assertThat(losses.value("reconstruction"))
                        .as(prefix + "recon")
                        .isCloseTo(golden.number(prefix + "recon"), relative(golden.number(prefix + "recon")));
                assertThat(losses.value("clustering"))
                        .as(prefix + "kl")
                        .isCloseTo(golden.number(prefix + "kl"), relative(golden.number(prefix + "kl")));
                assertThat(losses.total())
                        .as(prefix + "total")
                        .isCloseTo(golden.number(prefix + "total"), relative(golden.number(prefix + "total")));
                adam.step(golden.compute);
                for (Parameter parameter : golden.model.parameters()) {
                    assertClose(
                            prefix + parameter.name(),
                            parameter.toStored(parameter.value()),
                            golden.doubles(prefix + parameter.name()));
                }
            }
            assertThat(golden.step).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void miniBatchLossMatches(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            int seeds = (int) golden.npz.array("batch_seed_count").longs()[0];
            Part part = golden.whole
                    .withPairs(golden.pairs("batch_edge_index"), new Part.Given(golden.pairs("batch_neg_edge_index")))
                    .withNodes(new Part.Some(
                            IntStream.range(0, golden.graph.nodes()).toArray(), seeds));
            Losses losses = golden.step(part, Phase.FINETUNE);
            assertThat(losses.value("reconstruction"))
                    .isCloseTo(golden.number("batch_recon"), relative(golden.number("batch_recon")));
            assertThat(losses.value("clustering"))
                    .isCloseTo(golden.number("batch_kl"), relative(golden.number("batch_kl")));
            assertThat(losses.total()).isCloseTo(golden.number("batch_total"), relative(golden.number("batch_total")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void noPairsGiveLossZeroAndGradientZero(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            golden.tape.begin(Mode.TRAIN, 0, 0);
            EdgeSet none = EdgeSet.of(Pairs.of(golden.graph.nodes(), new int[0], new int[0]));
            Losses losses = golden.step(golden.whole.withPairs(none, new Part.Given(none)), Phase.PRETRAIN);
            assertThat(losses.total()).isZero();
            assertThat(golden.decoder()
                            .pairLoss(golden.tape, golden.tape.input(Matrix.zeros(14, 8)), none, Answer.YES, 1))
                    .isZero();
            for (Parameter parameter : golden.model.encoder().parameters()) {
                assertThat(parameter.gradient().data()).containsOnly(0f);
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> relative(double value) {
        return within(TOLERANCE * Math.abs(value));
    }

    /** Relative to the largest element: float32 cannot give small elements of a sum more digits than its large terms. */
    private static void assertClose(String name, float[] actual, double[] expected) {
        assertThat(actual.length).as(name).isEqualTo(expected.length);
        double largest = 1e-3;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE * largest));
        }
    }

    /** One golden case with a model in its initial state. */
    private static final class Golden implements AutoCloseable {
        final Npz npz;
        final Compute compute = Compute.create(2);
        final Tape tape = new Tape(compute);
        final Graph graph;
        final Part whole;
        final GraphModel model;
        long step;

        @Nullable
        TargetDistribution target;

        Golden(int layers, int heads) throws IOException, URISyntaxException {
            npz = Npz.open(Path.of(Objects.requireNonNull(
                            GoldenTest.class.getResource("/golden/daegc-" + layers + "x" + heads + ".npz"))
                    .toURI()));
            Matrix x = matrix("x");
            int[] edges = npz.array("edge_index").ints();
            GraphBuilder builder = GraphBuilder.symmetric(x.rows());
            for (int e = 0; e < edges.length / 2; e++) {
                builder.add(edges[e], edges[edges.length / 2 + e]);
            }
            graph = builder.build();
            GatConfig encoder = GatConfig.ofSizes(Collections.nCopies(layers, 8).toArray(Integer[]::new))
                    .withAttention(GatConfig.Attention.plain().withHeads(heads, HeadMerge.CONCAT));
            ModelConfig config =
                    Daegc.seed(3).withFeatures(Features.Normalization.NONE).withEncoder(encoder);
            model = new GraphModel(config, x.columns());
            for (Parameter parameter : model.parameters()) {
                parameter.fromStored(npz.array("param." + parameter.name()).floats(), parameter.value());
            }
            whole = Part.whole(new AttributedGraph(graph, new DenseFeatures(x.rows(), x.columns(), x.data())), config)
                    .withPairs(EdgeSet.of(graph), new Part.Given(pairs("neg_edge_index")));
        }

        Losses step(Part part, Phase phase) {
            long number = step++;
            return model.step(tape, part, phase, number, z -> {
                Matrix q = Matrix.zeros(part.nodes().seeds(), model.config().clusters());
                model.head().centers().assignInto(compute, z, q);
                if (number % 5 == 0) {
                    target = TargetDistribution.of(q);
                }
                return Objects.requireNonNull(target);
            });
        }

        Decoder decoder() {
            return ((Reconstruction) model.objective()).decoder();
        }

        void assertGradients(String prefix, List<Parameter> parameters) throws IOException {
            for (Parameter parameter : parameters) {
                assertClose(
                        prefix + parameter.name(),
                        parameter.toStored(parameter.gradient()),
                        doubles(prefix + parameter.name()));
            }
        }

        EdgeSet pairs(String name) throws IOException {
            int[] both = npz.array(name).ints();
            int count = both.length / 2;
            int[] from = java.util.Arrays.copyOf(both, count);
            int[] to = java.util.Arrays.copyOfRange(both, count, 2 * count);
            return EdgeSet.of(Pairs.of(graph.nodes(), from, to));
        }

        double[] doubles(String name) throws IOException {
            return npz.array(name).doubles();
        }

        double number(String name) throws IOException {
            return doubles(name)[0];
        }

        Matrix matrix(String name) throws IOException {
            int[] shape = npz.array(name).shape();
            return new Matrix(shape[0], shape[1], npz.array(name).floats());
        }

        @Override
        public void close() throws IOException {
            compute.close();
            npz.close();
        }
    }
}
