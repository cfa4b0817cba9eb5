package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Npy;
import dev.kindred.io.Npz;
import dev.kindred.io.SafeTensors;
import dev.kindred.model.GraphModel;
import dev.kindred.nn.EncoderInput;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.Attention;
import dev.kindred.nn.GatConfig.Attention.Kind;
import dev.kindred.nn.GatConfig.Residual;
import dev.kindred.tensor.Compute;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as files, and weights of PyTorch Geometric. */
class ModelFileTest {
    @TempDir
    Path folder;

    @Test
    void aSavedModelReadsBackAndEmbedsTheSame() throws Exception {
        AttributedGraph graph = TrainerTest.planted();
        Clustering result =
                Daegc.fit(graph, TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS)), 2, TrainingListener.SILENT);
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, result.model());
        TrainedModel read = ModelFile.read(file);
        assertThat(read.steps()).isEqualTo(12);
        assertThat(read.iteration()).isEqualTo(52);
        assertThat(read.model().config()).isEqualTo(result.provenance().config());
        Path again = folder.resolve("again.safetensors");
        ModelFile.write(again, read);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
        SafeTensors tensors = SafeTensors.read(file);
        assertThat(tensors.shape("encoder.convs.0.lin.weight")).containsExactly(64, 30);
        assertThat(tensors.shape("encoder.convs.1.att_src")).containsExactly(1, 1, 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "2x1", "2x4"})
    void weightsOfTheSeedsLibraryAreRead(String name) throws Exception {
        Path file = Path.of(
                Objects.requireNonNull(ModelFileTest.class.getResource("/golden/daegc-" + name + ".safetensors"))
                        .toURI());
        int layers = name.charAt(0) - '0';
        int heads = name.charAt(2) - '0';
        GatConfig encoder = GatConfig.ofSizes(Collections.nCopies(layers, 8).toArray(Integer[]::new))
                .withAttention(Attention.plain().withHeads(heads, HeadMerge.CONCAT));
        GraphModel model = new GraphModel(Daegc.seed(3).withEncoder(encoder), 9);
        assertThat(ModelFile.readWeights(file, model)).isZero();
        float[] stored = SafeTensors.read(file).floats("encoder.convs.0.lin.weight");
        assertThat(model.parameters().getFirst().value().get(5, 3)).isEqualTo(stored[3 * 9 + 5]);
        GraphModel wider = new GraphModel(model.config(), 10);
        assertThatThrownBy(() -> ModelFile.readWeights(file, wider))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " (encoder.convs.0.lin.weight): expected shape [8, 10], got [8, 9]");
    }

    /** PyTorch Geometric's GATv2Conv has them where it was made with {@code bias=True}. */
    @Test
    void tensorsWithoutAPlaceInTheModelAreRefusedByName() throws Exception {
        GatConfig encoder =
                GatConfig.ofSizes(8, 4).withAttention(Attention.plain().withKind(Attention.Kind.GATV2));
        GraphModel model = new GraphModel(Daegc.seed(3).withEncoder(encoder), 5);
        Path file = folder.resolve("weights.safetensors");
        SafeTensors tensors = weights(model);
        tensors.write(file);
        assertThat(ModelFile.readWeights(file, new GraphModel(model.config(), 5)))
                .isZero();
        tensors.put("encoder.convs.0.lin_r.bias", new int[] {8}, new float[8]).write(file);
        assertThatThrownBy(() -> ModelFile.readWeights(file, model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file
                        + " (encoder.convs.0.lin_r.bias): expected no tensor of this name, got one of shape [8];"
                        + " attention of kind GATV2_BIASED has this bias");
        SafeTensors more = weights(model).put("encoder.convs.2.bias", new int[] {4}, new float[4]);
        more.write(file);
        assertThatThrownBy(() -> ModelFile.readWeights(file, model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " (encoder.convs.2.bias): expected no tensor of this name, got one of shape [4];"
                        + " the model's config has no such parameter");
        weights(model).put("decoder.weight", new int[] {4, 4}, new float[16]).write(file);
        assertThatThrownBy(() -> ModelFile.readWeights(file, model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " (decoder.weight): expected no tensor of this name, got one of shape [4, 4];"
                        + " the model's config has no such parameter");
    }

    private static SafeTensors weights(GraphModel model) {
        SafeTensors tensors = SafeTensors.empty();
        for (Parameter parameter : model.parameters()) {
            tensors.put(parameter.name(), parameter.storedShape(), parameter.toStored(parameter.value()));
        }
        return tensors;
    }

    @Test
    void linearWeightsAreStoredAsPyTorchStoresThem() {
        GraphModel model =
                new GraphModel(Daegc.seed(3).withEncoder(GatConfig.ofSizes(8, 4).withResidual(Residual.ADD)), 5);
        SafeTensors tensors = weights(model);
        assertThat(tensors.shape("encoder.convs.1.lin.weight")).containsExactly(4, 8);
        assertThat(tensors.shape("encoder.residuals.0.weight")).containsExactly(8, 5);
        for (Parameter parameter : model.parameters()) {
            if (parameter.name().equals("encoder.residuals.0.weight")) {
                assertThat(tensors.floats(parameter.name())[3 * 5 + 2])
                        .isEqualTo(parameter.value().get(2, 3));
            }
        }
    }

    @Test
    void modelsOfAnOlderFormatAreRefused() throws Exception {
        Path file = folder.resolve("old.safetensors");
        SafeTensors.empty()
                .put("format", "kindred-1")
                .put("kindred.config", "{}")
                .write(file);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        file + ": expected format kindred-2, got kindred-1; train the model again with this version");
    }

    /** PyTorch Geometric's own GATv2Conv, biases and all, in float64 (src/test/resources/golden/README.md). */
    @Test
    void biasesOfPyTorchGeometricsGatv2AreRead() throws Exception {
        Path file = golden("gatv2-2x4.safetensors");
        GraphModel model = new GraphModel(Daegc.seed(3).withEncoder(biased(8, 8)), 9);
        ModelFile.readWeights(file, model);
        try (Npz npz = Npz.open(golden("daegc-2x4.npz"));
                Compute compute = Compute.create(2)) {
            int[] edges = npz.array("edge_index").ints();
            GraphBuilder builder = GraphBuilder.symmetric(14);
            for (int e = 0; e < edges.length / 2; e++) {
                builder.add(edges[e], edges[edges.length / 2 + e]);
            }
            DenseFeatures features = new DenseFeatures(14, 9, npz.array("x").floats());
            EncoderInput input =
                    EncoderInput.of(builder.build(), features, model.config().encoder());
            float[] z = model.embed(new Tape(compute), input).copy().data();
            double[] expected = Npy.parse(Files.readAllBytes(golden("gatv2-2x4-z.npy")), "z")
                    .doubles();
            assertThat(z.length).isEqualTo(expected.length);
            for (int i = 0; i < z.length; i++) {
                assertThat((double) z[i])
                        .as("z at %d", i)
                        .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
            }
        }
        Path written = folder.resolve("written.safetensors");
        weights(model).write(written);
        assertThat(SafeTensors.read(written).floats("encoder.convs.1.lin_l.bias"))
                .isEqualTo(SafeTensors.read(file).floats("encoder.convs.1.lin_l.bias"));
    }

    /**
     * By hand: two nodes with edges to each other and to themselves, x = (1, -2), W_l = 2, b_l = 1, W_r = 1, b_r = -2, a = 1, b = 0.5. Then
     * H = (3, -3), L = (-1, -4); scores of node 0: 2 and 0.2 (-4) = -0.8; of node 1: 0.2 (-1) = -0.2 and 0.2 (-7) = -1.4.
     */
    @Test
    void theBiasesOfGatv2ByHand() throws Exception {
        GraphModel model = new GraphModel(Daegc.seed(3).withEncoder(biased(1)), 1);
        SafeTensors tensors = SafeTensors.empty()
                .put("encoder.convs.0.att", new int[] {1, 1, 1}, new float[] {1})
                .put("encoder.convs.0.bias", new int[] {1}, new float[] {.5f})
                .put("encoder.convs.0.lin_l.weight", new int[] {1, 1}, new float[] {2})
                .put("encoder.convs.0.lin_l.bias", new int[] {1}, new float[] {1})
                .put("encoder.convs.0.lin_r.weight", new int[] {1, 1}, new float[] {1})
                .put("encoder.convs.0.lin_r.bias", new int[] {1}, new float[] {-2})
                .put("cluster_head.cluster_centers", new int[] {3, 1}, new float[3]);
        Path file = folder.resolve("weights.safetensors");
        tensors.write(file);
        ModelFile.readWeights(file, model);
        try (Compute compute = Compute.create(1)) {
            EncoderInput input = EncoderInput.of(
                    Graphs.of("a-b"),
                    new DenseFeatures(2, 1, new float[] {1, -2}),
                    model.config().encoder());
            double first = 1 / (1 + Math.exp(-.8 - 2));
            double second = 1 / (1 + Math.exp(-1.4 + .2));
            float[] z = model.embed(new Tape(compute), input).copy().data();
            assertThat(z[0]).isCloseTo((float) (-3 + 6 * first + .5), within(1e-5f));
            assertThat(z[1]).isCloseTo((float) (-3 + 6 * second + .5), within(1e-5f));
        }
    }

    private static GatConfig biased(Integer... sizes) {
        return GatConfig.ofSizes(sizes)
                .withAttention(Attention.plain()
                        .withKind(Kind.GATV2_BIASED)
                        .withHeads(sizes.length == 1 ? 1 : 4, HeadMerge.CONCAT));
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ModelFileTest.class.getResource("/golden/" + name))
                .toURI());
    }
}
