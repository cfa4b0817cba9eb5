package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.cluster.SeedRun;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features.Normalization;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.MappedFile;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.Attention;
import dev.kindred.nn.GatConfig.Dropout;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.nn.GatConfig.Output;
import dev.kindred.nn.GatConfig.Residual;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        ModelConfig config = TrainerTest.quick(Daegc.preset(preset, TrainerTest.GROUPS));
        for (AttributedGraph graph : List.of(TrainerTest.planted(), TrainerTest.plantedSparse())) {
            Clustering expected = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
            AttributedGraph mapped = mapped(graph);
            for (int threads : new int[] {1, 2, 3, 8}) {
                assertSame(Daegc.fit(mapped, config, threads, TrainingListener.SILENT), expected);
            }
            List<SeedRun> runs = List.of(new SeedRun(3, expected.pretrainedLabels(), expected.labels()));
            assertThat(Verdict.of(mapped, runs, TrainerTest.GROUPS))
                    .isEqualTo(Verdict.of(graph, runs, TrainerTest.GROUPS));
        }
    }

    /** Every way in which an encoder reads its features: twice for GATv2, again for residual connections, with maps and without. */
    @Test
    void everyEncoderOptionReadsThemAlike() throws Exception {
        AttributedGraph dense = TrainerTest.planted();
        AttributedGraph sparse = TrainerTest.plantedSparse();
        int width = dense.features().columns();
        for (Normalization normalization : Normalization.values()) {
            for (Attention.Kind kind : Attention.Kind.values()) {
                for (int first : new int[] {16, width}) {
                    GatConfig encoder = GatConfig.ofSizes(first, 8)
                            .withAttention(Attention.plain().withKind(kind).withHeads(2, HeadMerge.CONCAT))
                            .withNormalization(GatConfig.Normalization.NONE)
                            .withResidual(Residual.ADD)
                            .withDropout(new Dropout(.3, .2, .2))
                            .withOutput(new Output(Activation.NONE, EmbeddingNorm.L2));
                    ModelConfig from = TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS));
                    ModelConfig config = from.withFeatures(normalization).withEncoder(encoder);
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

    /** In turns on the heap and on files, cancelled after every seventh epoch. */
    @Test
    void aRunGoesOnFromItsCheckpointsWhereverTheFeaturesLie() throws Exception {
        ModelConfig config = TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS));
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        for (AttributedGraph graph : List.of(TrainerTest.planted(), TrainerTest.plantedSparse())) {
            Clustering expected = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
            AttributedGraph mapped = mapped(graph);
            Clustering found = null;
            int sittings = 0;
            while (found == null) {
                int[] epochs = new int[1];
                TrainingListener counting = new TrainingListener() {
                    @Override
                    public void epochFinished(Epoch epoch) {
                        epochs[0]++;
                    }
                };
                try {
                    found = Daegc.fit(
                            sittings % 2 == 0 ? graph : mapped,
                            config,
                            TrainingOptions.defaults()
                                    .withThreads(1 + sittings % 3)
                                    .withListener(counting)
                                    .withCancellation(() -> epochs[0] == 7)
                                    .withCheckpoints(Checkpoints.in(
                                            checkpoints,
                                            new Schedule(0, 0),
                                            sittings == 0 ? Begin.ANEW : Begin.RESUME)));
                } catch (TrainingCancelledException e) {
                    sittings++;
                }
            }
            assertThat(sittings).isEqualTo(7);
            assertSame(found, expected);
        }
    }

    /** Names of the scratch files that this process has open or mapped. */
    private static Set<String> scratchFiles() throws IOException {
        Set<String> found = new HashSet<>();
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            maps.filter(line -> line.contains(".scratch"))
                    .forEach(line -> found.add(line.substring(line.indexOf("kindred-"))));
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String name = Files.isSymbolicLink(descriptor)
                        ? Files.readSymbolicLink(descriptor).toString()
                        : "";
                if (name.contains(".scratch")) {
                    found.add(name.substring(name.indexOf("kindred-")));
                }
            }
        }
        return found;
    }

    /** However the run ends, and not only once the garbage collector finds out. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(booleans = {false, true})
    void scratchFilesGoWithTheRun(boolean cancelled) throws Exception {
        ModelConfig config = TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS));
        AttributedGraph mapped = mapped(TrainerTest.plantedSparse());
        Set<String> before = scratchFiles();
        Set<String> during = new HashSet<>();
        TrainingListener looking = new TrainingListener() {
            @Override
            public void epochFinished(Epoch epoch) {
                try {
                    during.addAll(scratchFiles());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        TrainingOptions options = TrainingOptions.defaults()
                .withThreads(2)
                .withListener(looking)
                .withCancellation(() -> cancelled && during.size() > before.size());
        if (cancelled) {
            assertThatThrownBy(() -> Daegc.fit(mapped, config, options)).isInstanceOf(TrainingCancelledException.class);
        } else {
            Daegc.fit(mapped, config, options);
        }
        during.removeAll(before);
        assertThat(during).hasSize(1);
        assertThat(scratchFiles()).doesNotContainAnyElementsOf(during);
    }

    /** An interrupt cancels a run, and does not close the files that it maps. */
    @Test
    void anInterruptWhileFilesAreMappedCancelsTheRun() throws Exception {
        ModelConfig config = TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS));
        AttributedGraph heap = TrainerTest.plantedSparse();
        AttributedGraph mapped = mapped(heap);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Daegc.fit(mapped, config, 2, TrainingListener.SILENT))
                    .isInstanceOf(TrainingCancelledException.class)
                    .hasMessage("cancelled after pretrain epoch 0 of "
                            + config.schedule().pretrain().epochs() + "; nothing was kept");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(MappedFile.open(folder.resolve("store/feature_values.npy"))
                            .size())
                    .isEqualTo(Files.size(folder.resolve("store/feature_values.npy")));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertSame(
                Daegc.fit(mapped, config, 2, TrainingListener.SILENT),
                Daegc.fit(heap, config, 2, TrainingListener.SILENT));
    }

    /** Cut short while several threads train: one error, no crash, no thread that waits for another. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void filesCutShortWhileTrainingEndTheRunWithOneSentence() throws Exception {
        ModelConfig config = Daegc.defaults(TrainerTest.GROUPS);
        for (AttributedGraph graph : List.of(TrainerTest.planted(), TrainerTest.plantedSparse())) {
            for (int epoch = 1; epoch < 200; epoch += 20) {
                AttributedGraph mapped = mapped(graph);
                Path file = folder.resolve("store")
                        .resolve(mapped.features() instanceof DenseRows ? "features.npy" : "feature_columns.npy");
                int last = epoch;
                TrainingListener cutting = new TrainingListener() {
                    @Override
                    public void epochFinished(Epoch done) {
                        if (done.epoch() == last) {
                            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                                channel.truncate(0);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }
                };
                assertThatThrownBy(() -> Daegc.fit(mapped, config, 3, cutting))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageStartingWith(file + ": expected ")
                        .hasMessageEndingWith(
                                " bytes for as long as it is in use, got 0; it was cut short meanwhile: import it again");
            }
        }
    }
}
