package dev.kindred.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.autograd.Adam;
import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.autograd.EdgeSet;
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
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed preset against the seed's own class in float64 (src/test/resources/golden/README.md): losses, gradients, seven Adam steps. */
class GoldenTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void embeddingLossesAndAssignmentsMatch(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            Matrix z = golden.model.embed(golden.tape, golden.batch);
            assertClose("z", z.data(), golden.doubles("z"));
            double[] logits = golden.doubles("decode_logit");
            int[] edges = golden.npz.array("edge_index").ints();
            for (int e = 0; e < logits.length; e++) {
                assertThat(golden.model
                                .decoder()
                                .logit(golden.compute.kernels(), z, edges[e], edges[logits.length + e]))
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
            LossOutput pretrain = golden.model.step(golden.tape, golden.batch, Phase.PRETRAIN);
            assertThat(pretrain.total()).isCloseTo(golden.number("recon"), relative(golden.number("recon")));
            golden.assertGradients("recon_grad.", golden.model.encoderParameters());
        }
        try (Golden golden = new Golden(layers, heads)) {
            LossOutput finetune = golden.model.step(golden.tape, golden.batch, Phase.FINETUNE);
            assertThat(finetune.clustering()).isCloseTo(golden.number("kl"), relative(golden.number("kl")));
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
                LossOutput losses = golden.model.step(golden.tape, golden.batch, Phase.FINETUNE);
                String prefix = "step" + step + ".";
                assertThat(losses.reconstruction())
                        .as(prefix + "recon")
                        .isCloseTo(golden.number(prefix + "recon"), relative(golden.number(prefix + "recon")));
                assertThat(losses.clustering())
                        .as(prefix + "kl")
                        .isCloseTo(golden.number(prefix + "kl"), relative(golden.number(prefix + "kl")));
                assertThat(losses.total())
                        .as(prefix + "total")
                        .isCloseTo(golden.number(prefix + "total"), relative(golden.number(prefix + "total")));
                adam.step(golden.compute);
                for (Parameter parameter : golden.model.parameters()) {
                    assertClose(
                            prefix + parameter.name(),
                            Golden.asStored(parameter, parameter.value()),
                            golden.doubles(prefix + Golden.storedName(parameter)));
                }
            }
            assertThat(golden.model.iteration()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void miniBatchLossMatches(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            int seeds = (int) golden.npz.array("batch_seed_count").longs()[0];
            Batch part = golden.batch.withPairs(
                    golden.pairs("batch_edge_index"), golden.pairs("batch_neg_edge_index"), seeds);
            LossOutput losses = golden.model.step(golden.tape, part, Phase.FINETUNE);
            assertThat(losses.reconstruction())
                    .isCloseTo(golden.number("batch_recon"), relative(golden.number("batch_recon")));
            assertThat(losses.clustering()).isCloseTo(golden.number("batch_kl"), relative(golden.number("batch_kl")));
            assertThat(losses.total()).isCloseTo(golden.number("batch_total"), relative(golden.number("batch_total")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,4"})
    void noPairsGiveLossZeroAndGradientZero(int layers, int heads) throws Exception {
        try (Golden golden = new Golden(layers, heads)) {
            golden.tape.begin(Mode.TRAIN, 0, 0);
            EdgeSet none = EdgeSet.of(Pairs.of(golden.graph.nodes(), new int[0], new int[0]));
            LossOutput losses = golden.model.step(
                    golden.tape, golden.batch.withPairs(none, none, golden.graph.nodes()), Phase.PRETRAIN);
            assertThat(losses.total()).isZero();
            assertThat(golden.model
                            .decoder()
                            .pairLoss(golden.tape, golden.tape.input(Matrix.zeros(14, 8)), none, Answer.YES, 1))
                    .isZero();
            for (Parameter parameter : golden.model.encoderParameters()) {
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
        final Batch batch;
        final DaegcModel model;

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
            DaegcConfig seed = DaegcConfig.seed(3);
            EncoderConfig from = seed.encoder();
            EncoderConfig encoder = new EncoderConfig(
                    Collections.nCopies(layers, 8),
                    heads,
                    from.headMerge(),
                    from.attention(),
                    from.proximityOrder(),
                    from.proximityTop(),
                    from.edgeWeights(),
                    from.normalization(),
                    from.residual(),
                    0,
                    0,
                    0,
                    from.lastActivation(),
                    from.embeddingNorm());
            DaegcConfig config = new DaegcConfig(
                    3,
                    Features.Normalization.NONE,
                    encoder,
                    seed.reconstruction(),
                    seed.logitScale(),
                    seed.clusteringWeight(),
                    seed.updateInterval(),
                    seed.alpha(),
                    seed.distanceScale(),
                    seed.kMeansRestarts(),
                    seed.pretrain(),
                    seed.finetune(),
                    0);
            model = new DaegcModel(config, x.columns());
            for (Parameter parameter : model.parameters()) {
                float[] stored = npz.array("param." + storedName(parameter)).floats();
                Matrix value = parameter.value();
                for (int i = 0; i < value.rows(); i++) {
                    for (int j = 0; j < value.columns(); j++) {
                        value.set(
                                i,
                                j,
                                isLinear(parameter) ? stored[j * value.rows() + i] : stored[i * value.columns() + j]);
                    }
                }
            }
            batch = Batch.of(new AttributedGraph(graph, new DenseFeatures(x.rows(), x.columns(), x.data())), config)
                    .withPairs(EdgeSet.of(graph), pairs("neg_edge_index"), graph.nodes());
        }

        static boolean isLinear(Parameter parameter) {
            return parameter.name().endsWith("lin.weight");
        }

        static String storedName(Parameter parameter) {
            return parameter.name().startsWith("convs.") ? "encoder." + parameter.name() : parameter.name();
        }

        static float[] asStored(Parameter parameter, Matrix values) {
            if (!isLinear(parameter)) {
                return values.data();
            }
            float[] out = new float[values.data().length];
            for (int i = 0; i < values.rows(); i++) {
                for (int j = 0; j < values.columns(); j++) {
                    out[j * values.rows() + i] = values.get(i, j);
                }
            }
            return out;
        }

        void assertGradients(String prefix, List<Parameter> parameters) throws IOException {
            for (Parameter parameter : parameters) {
                assertClose(
                        prefix + parameter.name(),
                        asStored(parameter, parameter.gradient()),
                        doubles(prefix + storedName(parameter)));
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
