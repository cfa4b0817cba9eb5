package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graphs;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.Batch;
import dev.kindred.model.ClusteringModel.Phase;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcModel;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderConfig.Attention;
import dev.kindred.nn.EncoderConfig.Normalization;
import dev.kindred.nn.EncoderConfig.Residual;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static List<DaegcConfig> configs() {
        List<DaegcConfig> configs = new ArrayList<>(List.of(DaegcConfig.defaults(5), DaegcConfig.seed(5)));
        for (Attention attention : Attention.values()) {
            for (HeadMerge merge : HeadMerge.values()) {
                for (Normalization normalization : Normalization.values()) {
                    for (Residual residual : Residual.values()) {
                        EncoderConfig plain = DaegcConfig.defaults(5).encoder();
                        configs.add(DaegcConfig.defaults(5)
                                .withEncoder(new EncoderConfig(
                                        List.of(32, 16),
                                        2,
                                        merge,
                                        attention,
                                        1,
                                        0,
                                        plain.edgeWeights(),
                                        normalization,
                                        residual,
                                        .2,
                                        .2,
                                        .2,
                                        plain.lastActivation(),
                                        plain.embeddingNorm())));
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
            for (DaegcConfig config : configs()) {
                Tape tape = new Tape(compute);
                DaegcModel model = new DaegcModel(config, graph.features().columns());
                model.step(tape, Batch.of(graph, config), Phase.PRETRAIN);
                long estimated =
                        MemoryEstimate.stepOf(GraphSize.of(graph), config).bytes();
                assertThat((double) estimated / tape.sizeInBytes())
                        .as("%s: estimated %d, held %d", config.encoder(), estimated, tape.sizeInBytes())
                        .isBetween(.9, 1.1);
                assertThat(DaegcModel.parameterCount(config, graph.features().columns()))
                        .as("%s", config.encoder())
                        .isEqualTo(model.parameters().stream()
                                .mapToLong(p -> p.value().data().length)
                                .sum());
            }
        }
    }

    @Test
    void aTreeAddsUp() {
        MemoryEstimate.Part total = MemoryEstimate.of(GraphSize.of(large()), DaegcConfig.defaults(5));
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
