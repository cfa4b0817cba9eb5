package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.CorruptDataException;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Safeguards;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is interrupted, however often, ends with the bits of one that is not; damage is found, other runs are refused. */
class CheckpointTest {
    private static final Safeguards ALL = new Safeguards(1, 4, .0001, Safeguards.EmptyClusters.RESEED);

    @TempDir
    Path folder;

    /** Stops the run after so many epochs of this sitting. */
    private static final class Stopper implements TrainingListener {
        private final int after;
        private final List<String> warnings = new ArrayList<>();
        private final List<String> resumed = new ArrayList<>();
        private int epochs;

        Stopper(int after) {
            this.after = after;
        }

        @Override
        public void epochFinished(Epoch epoch) {
            epochs++;
        }

        @Override
        public void resumed(Stage stage, int epoch) {
            resumed.add(stage.key() + " " + epoch);
        }

        @Override
        public void warning(String message) {
            warnings.add(message);
        }

        boolean isOver() {
            return epochs >= after;
        }
    }

    private TrainingOptions options(Stopper stopper, Schedule schedule, Begin begin, int threads) {
        return TrainingOptions.defaults()
                .withThreads(threads)
                .withListener(stopper)
                .withCheckpoints(Checkpoints.in(folder, schedule, begin))
                .withCancellation(stopper::isOver);
    }

    private static byte[] bytes(Clustering result, Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, result.model());
        ByteBuffer all = ByteBuffer.allocate((int) Files.size(file)
                + 4
                        * (result.embedding().data().length
                                + result.labels().length
                                + result.confidence().length
                                + result.pretrainedLabels().length));
        all.put(Files.readAllBytes(file));
        for (float value : result.embedding().data()) {
            all.putFloat(value);
        }
        for (int label : result.labels()) {
            all.putInt(label);
        }
        for (float value : result.confidence()) {
            all.putFloat(value);
        }
        for (int label : result.pretrainedLabels()) {
            all.putInt(label);
        }
        Files.delete(file);
        return all.array();
    }

    private static List<Object> losses(Clustering result) {
        return result.history().stream()
                .map(epoch -> (Object) List.of(epoch.stage(), epoch.epoch(), epoch.losses()))
                .toList();
    }

    private static ModelConfig config(String preset) {
        ModelConfig config = TrainerTest.quick(Daegc.preset(preset.replace("+", ""), TrainerTest.GROUPS));
        return preset.endsWith("+") ? config.withSafeguards(ALL) : config;
    }

    /** Cancelled after every third epoch, and at the seams of the stages, at changing numbers of threads. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "seed", "paper", "default+", "seed+"})
    void aRunInManySittingsEndsWithTheBitsOfOneInOne(String preset) throws Exception {
        for (AttributedGraph graph : List.of(TrainerTest.planted(), TrainerTest.plantedSparse())) {
            ModelConfig config = config(preset);
            Clustering whole = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
            int sittings = 0;
            Clustering parts = null;
            while (parts == null) {
                Stopper stopper = new Stopper(3);
                try {
                    parts = Daegc.fit(
                            graph,
                            config,
                            options(
                                    stopper,
                                    new Schedule(2, 0),
                                    sittings == 0 ? Begin.ANEW : Begin.RESUME,
                                    1 + sittings % 3));
                } catch (TrainingCancelledException e) {
                    sittings++;
                    assertThat(sittings).isLessThan(60);
                }
                assertThat(stopper.resumed).hasSize(sittings == 0 || (parts == null && sittings == 1) ? 0 : 1);
            }
            assertThat(sittings).isGreaterThan(5);
            assertThat(bytes(parts, folder)).isEqualTo(bytes(whole, folder));
            assertThat(losses(parts)).isEqualTo(losses(whole));
            assertThat(parts.warnings()).isEqualTo(whole.warnings());
        }
    }

    private void cancelled(Begin begin, int after) {
        assertThatThrownBy(() -> Daegc.fit(
                        TrainerTest.planted(),
                        config("default"),
                        options(new Stopper(after), new Schedule(4, 0), begin, 1)))
                .isInstanceOf(TrainingCancelledException.class);
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aCancelledRunSaysWhereItStandsAndKeepsTwoCheckpoints() throws Exception {
        Path last = folder.resolve("checkpoint-000000010.safetensors");
        assertThatThrownBy(() -> Daegc.fit(
                        TrainerTest.planted(),
                        config("default"),
                        options(new Stopper(10), new Schedule(4, 0), Begin.ANEW, 1)))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessage("cancelled after pretrain epoch 10 of 40; kept in " + last);
        assertThat(checkpoints()).containsExactly(folder.resolve("checkpoint-000000008.safetensors"), last);
        // Beginning anew takes the old ones away.
        cancelled(Begin.ANEW, 2);
        assertThat(checkpoints()).containsExactly(folder.resolve("checkpoint-000000002.safetensors"));
    }

    @Test
    void aRunCancelledBeforeItsFirstEpochGoesOn() throws Exception {
        cancelled(Begin.ANEW, 0);
        assertThat(checkpoints()).containsExactly(folder.resolve("checkpoint-000000000.safetensors"));
        Stopper stopper = new Stopper(Integer.MAX_VALUE);
        Clustering resumed = Daegc.fit(
                TrainerTest.planted(), config("default"), options(stopper, new Schedule(0, 0), Begin.RESUME, 1));
        assertThat(stopper.resumed).containsExactly("pretrain 0");
        assertThat(stopper.warnings).isEmpty();
        assertThat(resumed.history()).hasSize(52);
    }

    @Test
    void aRunBegunAnewDeletesNothingButCheckpoints() throws Exception {
        Path data = Files.createDirectories(folder.resolve("seed-data"));
        Path mine = Files.createDirectories(folder.resolve("seed-7"));
        Path empty = Files.createDirectories(folder.resolve("seed-9"));
        Path theirs = Files.createDirectories(folder.resolve("seed-8"));
        Files.writeString(data.resolve("graph.npz"), "a user's");
        Files.writeString(mine.resolve("notes.txt"), "a user's");
        Files.writeString(mine.resolve("checkpoint-000000003.safetensors"), "of an earlier run");
        Files.writeString(theirs.resolve("checkpoint-000000003.safetensors"), "of an earlier run");
        Path best = Files.writeString(folder.resolve("checkpoint-best.safetensors"), "a user's");
        cancelled(Begin.ANEW, 2);
        assertThat(data.resolve("graph.npz")).exists();
        assertThat(mine.resolve("notes.txt")).exists();
        assertThat(mine.resolve("checkpoint-000000003.safetensors")).doesNotExist();
        assertThat(best).exists();
        assertThat(empty).exists();
        assertThat(theirs).doesNotExist();
    }

    @Test
    void anInterruptCancelsAndStaysSet() throws Exception {
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void epochFinished(Epoch epoch) {
                if (epoch.epoch() == 3) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        TrainingOptions options = TrainingOptions.defaults().withThreads(2).withListener(interrupting);
        assertThatThrownBy(() -> Daegc.fit(
                        TrainerTest.planted(),
                        config("default"),
                        options.withCheckpoints(Checkpoints.in(folder, new Schedule(0, 0), Begin.ANEW))))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(checkpoints()).containsExactly(folder.resolve("checkpoint-000000003.safetensors"));
        assertThatThrownBy(() -> Daegc.fit(TrainerTest.planted(), config("default"), options))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessage("cancelled after pretrain epoch 3 of 40; nothing was kept");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Cut short, or one bit turned, at seeded places all over the file. */
    @Test
    void aDamagedCheckpointGivesWayToTheOneBefore() throws Exception {
        Clustering whole = Daegc.fit(TrainerTest.planted(), config("default"), 1, TrainingListener.SILENT);
        byte[] expected = bytes(whole, folder);
        cancelled(Begin.ANEW, 46);
        Path last = checkpoints().getLast();
        byte[] good = Files.readAllBytes(last);
        Random random = new Random(17);
        int damaged = 200;
        for (int round = 0; round < damaged; round++) {
            byte[] bad = good.clone();
            if (round % 4 == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            } else {
                // Every third in the header, which is a small part of the file.
                int at = random.nextInt(round % 4 == 1 ? 4_000 : bad.length);
                bad[at] = (byte) (bad[at] ^ (1 << random.nextInt(8)));
            }
            Files.write(last, bad);
            Stopper stopper = new Stopper(Integer.MAX_VALUE);
            Checkpoints kept = Checkpoints.in(folder, new Schedule(0, 0), Begin.RESUME);
            TrainingState state =
                    Objects.requireNonNull(kept.latest(whole.provenance(), 180, stopper::warning), "round " + round);
            assertThat(state.iteration()).isEqualTo(44);
            assertThat(stopper.warnings).hasSize(1);
            assertThat(stopper.warnings.getFirst())
                    .startsWith(last.toString())
                    .endsWith("; continuing from the checkpoint before it");
        }
        Stopper stopper = new Stopper(Integer.MAX_VALUE);
        Clustering result = Daegc.fit(
                TrainerTest.planted(), config("default"), options(stopper, new Schedule(0, 0), Begin.RESUME, 2));
        assertThat(bytes(result, folder)).isEqualTo(expected);
        assertThat(stopper.resumed).containsExactly("finetune 4");
        for (Path file : checkpoints()) {
            byte[] bad = Files.readAllBytes(file);
            bad[bad.length - 1] ^= 1;
            Files.write(file, bad);
        }
        assertThatThrownBy(() -> Checkpoints.in(folder, new Schedule(0, 0), Begin.RESUME)
                        .latest(whole.provenance(), 180, stopper::warning))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(last.toString())
                .hasMessageEndingWith("; the file is damaged: all checkpoints are damaged; start the run again");
    }

    @Test
    void damageIsToldByPlaceAndChecksum() throws Exception {
        cancelled(Begin.ANEW, 2);
        Path file = checkpoints().getLast();
        byte[] bad = Files.readAllBytes(file);
        bad[bad.length - 1] ^= 1;
        Files.write(file, bad);
        Provenance provenance = Daegc.fit(TrainerTest.planted(), config("default"), 1, TrainingListener.SILENT)
                .provenance();
        assertThatThrownBy(() -> Checkpoint.read(file, provenance, 180))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageMatching(
                        java.util.regex.Pattern.quote(file.toString())
                                + ", byte \\d+: expected history.nanos with CRC-32C of [0-9a-f]{8}, got [0-9a-f]{8}; the file is damaged");
    }

    @Test
    void aCheckpointOfAnotherRunIsRefusedNamingEveryDifference() throws Exception {
        cancelled(Begin.ANEW, 5);
        Path last = checkpoints().getLast();
        AttributedGraph planted = TrainerTest.planted();
        float[] values = ((DenseFeatures) planted.features()).values().clone();
        values[7] += 1;
        AttributedGraph other =
                new AttributedGraph(planted.graph(), new DenseFeatures(180, values.length / 180, values));
        ModelConfig config = config("default");
        Provenance was = Daegc.fit(planted, config, 1, TrainingListener.SILENT).provenance();
        Provenance is = Daegc.fit(other, config, 1, TrainingListener.SILENT).provenance();
        TrainingOptions resume = options(new Stopper(99), new Schedule(0, 0), Begin.RESUME, 1);
        assertThatThrownBy(() -> Daegc.fit(other, config.withSeed(4), resume))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(last
                        + ": expected a checkpoint of this run, got one of another: input features (CRC-32C): expected "
                        + was.featuresChecksum() + ", got " + is.featuresChecksum()
                        + "; config seed: expected 0, got 4");
        assertThat(Differences.between(
                        was,
                        new Provenance(
                                TrainerTest.quick(Daegc.defaults(4)),
                                was.graphChecksum(),
                                was.featuresChecksum(),
                                "0.2.0",
                                "other-1",
                                "another JVM",
                                7)))
                .containsExactly(
                        "config head.clusters: expected 3, got 4",
                        "version: expected unpackaged, got 0.2.0",
                        "kernels: expected " + was.kernels() + ", got other-1");
    }

    @Test
    void aCheckpointThatCannotBeWrittenStopsTheRunAndLeavesTheOneBefore() throws Exception {
        cancelled(Begin.ANEW, 5);
        List<Path> before = checkpoints();
        // Where the next checkpoint would be made ready stands a folder.
        Path inTheWay = Files.createDirectory(folder.resolve("checkpoint-000000009.safetensors.partial"));
        Files.writeString(inTheWay.resolve("file"), "in the way");
        assertThatThrownBy(() -> Daegc.fit(
                        TrainerTest.planted(),
                        config("default"),
                        options(new Stopper(99), new Schedule(4, 0), Begin.RESUME, 1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(
                        folder.resolve("checkpoint-000000009.safetensors") + ": the checkpoint could not be written: ");
        assertThat(checkpoints()).containsAll(before);
    }
}
