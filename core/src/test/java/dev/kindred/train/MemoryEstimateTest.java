package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Part;
import dev.kindred.model.Phase;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.Attention;
import dev.kindred.nn.GatConfig.Dropout;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.nn.GatConfig.Normalization;
import dev.kindred.nn.GatConfig.Output;
import dev.kindred.nn.GatConfig.Residual;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEstimateTest {
    @TempDir
    Path folder;

    private static AttributedGraph large() {
        int nodes = 3_000;
        int columns = 40;
        float[] values = new float[nodes * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? 1 : 0;
        }
        return new AttributedGraph(Graphs.powerLaw(nodes, 5, 1), new DenseFeatures(nodes, columns, values));
    }

    private static List<ModelConfig> configs() {
        List<ModelConfig> configs = new ArrayList<>(List.of(Daegc.defaults(5), Daegc.seed(5)));
        for (Attention.Kind kind : Attention.Kind.values()) {
            for (HeadMerge merge : HeadMerge.values()) {
                for (Normalization normalization : Normalization.values()) {
                    for (Residual residual : Residual.values()) {
                        configs.add(Daegc.defaults(5)
                                .withEncoder(GatConfig.ofSizes(32, 16)
                                        .withAttention(
                                                Attention.plain().withKind(kind).withHeads(2, merge))
                                        .withNormalization(normalization)
                                        .withResidual(residual)
                                        .withDropout(new Dropout(.2, .2, .2))
                                        .withOutput(new Output(Activation.NONE, EmbeddingNorm.L2))));
                    }
                }
            }
        }
        return configs;
    }

    /** The formula against what the tape holds after a step. */
    @Test
    void theBuffersOfAStepAreAsLargeAsEstimated() throws Exception {
        Path store = folder.resolve("store");
        GraphStore.write(store, Existing.REFUSE, new StoredGraph(large(), null, null, null, List.of()));
        for (AttributedGraph graph : List.of(large(), GraphStore.read(store).graph())) {
            assertEstimated(graph);
        }
    }

    private static void assertEstimated(AttributedGraph graph) {
        try (Compute compute = Compute.create(1)) {
            for (ModelConfig config : configs()) {
                Tape tape = new Tape(compute);
                GraphModel model = new GraphModel(config, graph.features().columns());
                model.step(tape, Part.whole(graph, config), Phase.PRETRAIN, 0, z -> {
                    throw new AssertionError("pretraining wants no target");
                });
                long estimated =
                        MemoryEstimate.stepOf(GraphSize.of(graph), config).bytes();
                assertThat((double) estimated / tape.sizeInBytes())
                        .as("%s: estimated %d, held %d", config.encoder(), estimated, tape.sizeInBytes())
                        .isBetween(.9, 1.1);
                assertThat(GraphModel.parameterCount(config, graph.features().columns()))
                        .as("%s", config.encoder())
                        .isEqualTo(model.parameters().stream()
                                .mapToLong(p -> p.value().data().length)
                                .sum());
            }
        }
    }

    /** Rings with a chord from each node, so that hardly an edge has its reverse. */
    private static AttributedGraph graph(Graph.Direction direction, boolean weighted) {
        int nodes = 3_000;
        GraphBuilder builder =
                direction == Graph.Direction.DIRECTED ? GraphBuilder.directed(nodes) : GraphBuilder.symmetric(nodes);
        for (int i = 0; i < nodes; i++) {
            for (int step : new int[] {1, 7, 40, 300}) {
                if (weighted) {
                    builder.add(i, (i + step) % nodes, 1 + i % 3);
                } else {
                    builder.add(i, (i + step) % nodes);
                }
            }
        }
        float[] values = new float[nodes * 10];
        Arrays.fill(values, 1f);
        return new AttributedGraph(builder.build(), new DenseFeatures(nodes, 10, values));
    }

    /** The formulas against all arrays that can be reached from a prepared graph. */
    @Test
    void graphsAreAsLargeAsEstimatedWhateverTheirDirectionAndWeights() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String preset : List.of("default", "paper")) {
            for (Graph.Direction direction : Graph.Direction.values()) {
                for (boolean weighted : new boolean[] {false, true}) {
                    AttributedGraph graph = graph(direction, weighted);
                    ModelConfig config =
                            preset.equals("default") ? Daegc.defaults(5, graph, null) : Daegc.preset(preset, 5);
                    try (PreparedGraph prepared = PreparedGraph.of(graph, config)) {
                        prepared.parts();
                        long held = Reachable.arrayBytes(prepared);
                        long estimated = MemoryEstimate.graphsOf(GraphSize.of(graph), config);
                        // Of the t-order matrix the entries are estimated, too, for a graph whose neighborhoods do not
                        // overlap.
                        double most = preset.equals("paper") ? 2 : 1.05;
                        if (estimated < .97 * held || estimated > most * held) {
                            wrong.add("%s, %s, weighted %s: estimated %d, held %d"
                                    .formatted(preset, direction, weighted, estimated, held));
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aTreeAddsUp() {
        MemoryEstimate.Part total = MemoryEstimate.of(GraphSize.of(large()), Daegc.defaults(5));
        assertThat(total.bytes())
                .isEqualTo(total.parts().get(0).bytes() + total.parts().get(1).bytes());
        assertThat(total.lines().getFirst()).matches(" +\\d+\\.\\d MB  heap at the peak");
        assertThat(total.lines()).hasSizeGreaterThan(15);
    }

    @Test
    void impossibleSizesAreNamed() {
        assertThatThrownBy(() -> new GraphSize(2, 2, 3, 7, Features.Layout.DENSE, GraphSize.Weights.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "graph size: expected 1 node and 1 feature or more, and at most 6 stored values, got 2 nodes,"
                                + " 2 edges, 3 features, 7 values");
    }
}
