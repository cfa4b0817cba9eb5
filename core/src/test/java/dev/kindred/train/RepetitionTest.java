package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.autograd.Parameter;
import dev.kindred.cluster.SeedRun;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.tensor.Compute;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same run with other seeds: each is what it would be alone, whether or not it was interrupted. */
class RepetitionTest {
    private static final long SEED = 3;

    @TempDir
    Path folder;

    /** Counts epochs, keeps what it is told. */
    private static final class Witness implements TrainingListener {
        private final List<String> told = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private int epochs;

        @Override
        public void runStarted(long seed, int number, int runs) {
            told.add("seed " + seed + ", " + number + " of " + runs);
        }

        @Override
        public void epochFinished(Epoch epoch) {
            epochs++;
        }

        @Override
        public void warning(String message) {
            warnings.add(message);
        }
    }

    private static ModelConfig config() {
        return TrainerTest.quick(Daegc.defaults(TrainerTest.GROUPS)).withSeed(SEED);
    }

    private TrainingOptions options(TrainingListener listener, Begin begin) {
        return TrainingOptions.defaults()
                .withThreads(2)
                .withListener(listener)
                .withCheckpoints(Checkpoints.in(folder, new Schedule(0, 0), begin));
    }

    private static void assertSame(Repetition.Result actual, Repetition.Result expected) {
        assertThat(actual.first().embedding().data())
                .isEqualTo(expected.first().embedding().data());
        assertThat(actual.first().warnings()).isEqualTo(expected.first().warnings());
        assertThat(actual.runs()).hasSameSizeAs(expected.runs());
        for (int i = 0; i < actual.runs().size(); i++) {
            assertThat(actual.runs().get(i).seed())
                    .isEqualTo(expected.runs().get(i).seed());
            assertThat(actual.runs().get(i).labels())
                    .isEqualTo(expected.runs().get(i).labels());
            assertThat(actual.runs().get(i).pretrainedLabels())
                    .isEqualTo(expected.runs().get(i).pretrainedLabels());
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyRunIsWhatItWouldBeAloneAndTheFirstIsTheResult() {
        AttributedGraph graph = TrainerTest.planted();
        Witness witness = new Witness();
        Repetition.Result all = Repetition.fit(
                graph, config(), 3, TrainingOptions.defaults().withThreads(2).withListener(witness));
        assertThat(witness.told).containsExactly("seed 3, 1 of 3", "seed 4, 2 of 3", "seed 5, 3 of 3");
        assertThat(all.warnings()).isEmpty();
        assertThat(all.runs()).extracting(SeedRun::seed).containsExactly(3L, 4L, 5L);
        for (SeedRun run : all.runs()) {
            Clustering alone = Daegc.fit(graph, config().withSeed(run.seed()), 1, TrainingListener.SILENT);
            assertThat(run.labels()).isEqualTo(alone.labels());
            assertThat(run.pretrainedLabels()).isEqualTo(alone.pretrainedLabels());
        }
        assertThat(all.first().labels()).isSameAs(all.runs().getFirst().labels());
        assertThat(all.runs().get(1).labels()).isNotEqualTo(all.runs().get(2).labels());
    }

    @Test
    void oneSeedIsAPlainRunAndKeepsNothing() throws Exception {
        Witness witness = new Witness();
        Repetition.Result one = Repetition.fit(TrainerTest.planted(), config(), 1, options(witness, Begin.ANEW));
        assertThat(witness.told).isEmpty();
        assertThat(one.runs()).hasSize(1);
        assertThat(names(folder)).isEmpty();
        assertThatThrownBy(() -> Repetition.fit(TrainerTest.planted(), config(), 0, TrainingOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seeds: expected 1 or more, got 0");
    }

    @Test
    void runsInManySittingsEndAsInOneAndWhatIsTrainedIsNotTrainedAgain() throws Exception {
        AttributedGraph graph = TrainerTest.planted();
        Witness whole = new Witness();
        Repetition.Result expected = Repetition.fit(
                graph, config(), 3, TrainingOptions.defaults().withThreads(1).withListener(whole));
        Repetition.Result parts = null;
        List<String> stops = new ArrayList<>();
        int epochs = 0;
        while (parts == null) {
            Witness sitting = new Witness();
            TrainingOptions options = options(sitting, stops.isEmpty() ? Begin.ANEW : Begin.RESUME)
                    .withCancellation(() -> sitting.epochs >= 7);
            try {
                parts = Repetition.fit(graph, config(), 3, options);
            } catch (TrainingCancelledException e) {
                stops.add(String.valueOf(e.getMessage()));
            }
            epochs += sitting.epochs;
            assertThat(epochs).isLessThanOrEqualTo(whole.epochs);
        }
        assertSame(parts, expected);
        assertThat(epochs).isEqualTo(whole.epochs);
        assertThat(stops)
                .anyMatch(stop -> stop.startsWith("cancelled after pretrain epoch 7 of "))
                .anyMatch(stop -> stop.startsWith("seed 4: cancelled after pretrain epoch "))
                .anyMatch(stop -> stop.matches("seed 5: cancelled after finetune epoch .*/seed-5/checkpoint-.*"));
        assertThat(names(folder)).contains("seed-4", "seed-5").noneMatch(name -> name.equals("seed-3"));
        // All is trained: resumed again, everything is predicted from the ends that were kept.
        Witness last = new Witness();
        assertSame(Repetition.fit(graph, config(), 3, options(last, Begin.RESUME)), expected);
        assertThat(last.epochs).isZero();
    }

    @Test
    void anotherSeedsDamagedCheckpointsCostItsTrainingAlone() throws Exception {
        AttributedGraph graph = TrainerTest.planted();
        Repetition.Result expected = Repetition.fit(graph, config(), 2, options(new Witness(), Begin.ANEW));
        Path seed = folder.resolve("seed-4");
        for (String name : names(seed)) {
            byte[] bytes = Files.readAllBytes(seed.resolve(name));
            Files.write(seed.resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
        }
        Witness again = new Witness();
        assertSame(Repetition.fit(graph, config(), 2, options(again, Begin.RESUME)), expected);
        assertThat(again.epochs)
                .isEqualTo(config().schedule().pretrain().epochs()
                        + config().schedule().finetune().epochs());
        assertThat(again.warnings)
                .hasSameSizeAs(names(seed))
                .allMatch(warning ->
                        warning.startsWith(seed.toString()) && warning.endsWith("; training from the beginning"));
    }

    @Test
    void aRunBegunAnewTakesNothingOfOneBefore() throws Exception {
        AttributedGraph graph = TrainerTest.planted();
        Repetition.fit(graph, config(), 3, options(new Witness(), Begin.ANEW));
        Files.writeString(folder.resolve("seed-5").resolve("checkpoint-000000001.safetensors.partial"), "half");
        ModelConfig other = config().withStages(
                        config().schedule().pretrain(), config().schedule().pretrain());
        Repetition.fit(graph, other, 2, options(new Witness(), Begin.ANEW));
        assertThat(names(folder)).contains("seed-4").doesNotContain("seed-5");
    }

    @Test
    void aSeedThatDivergesIsLeftOutAndSaidSo() {
        List<String> warnings = new ArrayList<>();
        TrainingListener diverging = new TrainingListener() {
            private int run;

            @Override
            public void runStarted(long seed, int number, int runs) {
                run = number;
            }

            @Override
            public void epochFinished(Epoch epoch) {
                if (run == 2 && epoch.epoch() == 2) {
                    throw new DivergedException("pretrain epoch 3: expected a finite loss", "");
                }
            }

            @Override
            public void warning(String message) {
                warnings.add(message);
            }
        };
        Repetition.Result result = Repetition.fit(
                TrainerTest.planted(),
                config(),
                3,
                TrainingOptions.defaults().withThreads(1).withListener(diverging));
        assertThat(result.runs()).extracting(SeedRun::seed).containsExactly(3L, 5L);
        assertThat(result.warnings())
                .containsExactly("seed 4: left out of the agreement: pretrain epoch 3: expected a finite loss");
        assertThat(warnings).contains("left out of the agreement: pretrain epoch 3: expected a finite loss");
    }

    private static Provenance provenance(AttributedGraph graph, ModelConfig config) {
        try (Compute compute = Compute.create(2);
                PreparedGraph prepared = PreparedGraph.of(graph, config)) {
            return Session.provenance(prepared, config, compute);
        }
    }

    /** A state whose weights are finite, and what they give is not. */
    private static void blowUp(Path checkpoint, AttributedGraph graph, ModelConfig config) throws IOException {
        Provenance provenance = provenance(graph, config);
        TrainingState state = Checkpoint.read(checkpoint, provenance, graph.nodes());
        for (Parameter parameter : state.model().parameters()) {
            Arrays.fill(parameter.value().data(), 3e38f);
        }
        Checkpoint.write(checkpoint, state, provenance);
    }

    @Test
    void whatIsSaidOfASeedThatDivergedNamesNoCheckpointThatGoesWithTheRun() throws Exception {
        AttributedGraph graph = TrainerTest.planted();
        int epochsOfTheFirst = config().schedule().pretrain().epochs()
                + config().schedule().finetune().epochs();
        Witness stopped = new Witness();
        assertThatThrownBy(() -> Repetition.fit(
                        graph,
                        config(),
                        2,
                        options(stopped, Begin.ANEW).withCancellation(() -> stopped.epochs >= epochsOfTheFirst + 5)))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessageStartingWith("seed 4: cancelled after pretrain epoch 5 of ");
        Path seed = folder.resolve("seed-4");
        assertThat(names(seed)).hasSize(1);
        Path checkpoint = seed.resolve(names(seed).getFirst());
        blowUp(checkpoint, graph, config().withSeed(SEED + 1));
        // Where that seed is the only one, its checkpoint stays, and is named.
        assertThatThrownBy(() -> Trainer.fit(
                        graph,
                        config().withSeed(SEED + 1),
                        TrainingOptions.defaults()
                                .withThreads(2)
                                .withCheckpoints(Checkpoints.in(seed, new Schedule(0, 0), Begin.RESUME))))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("pretrain epoch 6: expected a finite loss and gradient, got ")
                .hasMessageEndingWith("; the state before it is kept in " + checkpoint);
        Witness resumed = new Witness();
        Repetition.Result result = Repetition.fit(graph, config(), 2, options(resumed, Begin.RESUME));
        assertThat(result.runs()).extracting(SeedRun::seed).containsExactly(SEED);
        assertThat(result.warnings())
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning)
                                .startsWith(
                                        "seed 4: left out of the agreement: pretrain epoch 6: expected a finite loss and gradient, got ")
                                .endsWith(
                                        "; resuming would repeat this: start again with a smaller learning rate or a gradient clip"));
        assertThat(resumed.warnings).hasSize(1);
        assertThat(result.warnings()).containsExactly("seed 4: " + resumed.warnings.getFirst());
    }
}
