package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.Daegc;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features.Normalization;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.DaegcConfig;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features in mapped files against the same ones on the heap. */
class MappedTrainingTest {
    @TempDir
    Path folder;

    private AttributedGraph mapped(AttributedGraph graph) throws IOException {
        Path store = folder.resolve("store");
        GraphStore.write(store, Existing.OVERWRITE, new StoredGraph(graph, null, null, null, List.of()));
        AttributedGraph read = GraphStore.read(store).graph();
        assertThat(read.features().isMapped()).isTrue();
        assertThat(graph.features().isMapped()).isFalse();
        return read;
    }

    private static void assertSame(Clustering actual, Clustering expected) {
        assertThat(actual.embedding().data()).isEqualTo(expected.embedding().data());
        assertThat(actual.centers().data()).isEqualTo(expected.centers().data());
        assertThat(actual.labels()).isEqualTo(expected.labels());
        assertThat(actual.confidence()).isEqualTo(expected.confidence());
        assertThat(actual.pretrainedLabels()).isEqualTo(expected.pretrainedLabels());
        assertThat(actual.history())
                .extracting(TrainingListener.Epoch::losses)
                .isEqualTo(expected.history().stream()
                        .map(TrainingListener.Epoch::losses)
                        .toList());
        assertThat(actual.provenance().featuresChecksum())
                .isEqualTo(expected.provenance().featuresChecksum());
        assertThat(actual.provenance().graphChecksum())
                .isEqualTo(expected.provenance().graphChecksum());
    }

    /** The default preset drops features, the others do not. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "seed", "paper"})
    void theSameBitsAsOnTheHeapAtAnyNumberOfThreads(String preset) throws Exception {
        DaegcConfig config = TrainerTest.quick(DaegcConfig.preset(preset, TrainerTest.GROUPS));
        for (AttributedGraph graph : List.of(TrainerTest.planted(), TrainerTest.plantedSparse())) {
            Clustering expected = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
            AttributedGraph mapped = mapped(graph);
            for (int threads : new int[] {1, 2, 3, 8}) {
                assertSame(Daegc.fit(mapped, config, threads, TrainingListener.SILENT), expected);
            }
            assertThat(Verdict.of(mapped, expected.pretrainedLabels(), expected.labels(), TrainerTest.GROUPS, 3))
                    .isEqualTo(
                            Verdict.of(graph, expected.pretrainedLabels(), expected.labels(), TrainerTest.GROUPS, 3));
        }
    }

    /** Every way in which an encoder reads its features: twice for GATv2, again for residual connections, with maps and without. */
    @Test
    void everyEncoderOptionReadsThemAlike() throws Exception {
        AttributedGraph dense = TrainerTest.planted();
        AttributedGraph sparse = TrainerTest.plantedSparse();
        int width = dense.features().columns();
        for (Normalization normalization : Normalization.values()) {
            for (EncoderConfig.Attention attention : EncoderConfig.Attention.values()) {
                for (int first : new int[] {16, width}) {
                    EncoderConfig plain =
                            DaegcConfig.defaults(TrainerTest.GROUPS).encoder();
                    EncoderConfig encoder = new EncoderConfig(
                            List.of(first, 8),
                            2,
                            plain.headMerge(),
                            attention,
                            1,
                            0,
                            plain.edgeWeights(),
                            plain.normalization(),
                            EncoderConfig.Residual.ADD,
                            .3,
                            .2,
                            .2,
                            plain.lastActivation(),
                            plain.embeddingNorm());
                    DaegcConfig from = TrainerTest.quick(DaegcConfig.defaults(TrainerTest.GROUPS));
                    DaegcConfig config = new DaegcConfig(
                            TrainerTest.GROUPS,
                            normalization,
                            encoder,
                            from.reconstruction(),
                            from.logitScale(),
                            from.clusteringWeight(),
                            from.updateInterval(),
                            from.alpha(),
                            from.distanceScale(),
                            from.kMeansRestarts(),
                            from.pretrain(),
                            from.finetune(),
                            from.seed());
                    assertSame(
                            Daegc.fit(mapped(dense), config, 2, TrainingListener.SILENT),
                            Daegc.fit(dense, config, 2, TrainingListener.SILENT));
                    if (first != width) {
                        assertSame(
                                Daegc.fit(mapped(sparse), config, 2, TrainingListener.SILENT),
                                Daegc.fit(sparse, config, 2, TrainingListener.SILENT));
                    }
                }
            }
        }
    }
}
