package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.notice.KindredException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FitAsyncTest {
    private static final ModelConfig ENDLESS = Daegc.defaults(TrainerTest.GROUPS)
            .withStages(new StageConfig(1_000_000, .01, 0), new StageConfig(1, .001, 0));
    private static final ModelConfig SHORT =
            ENDLESS.withStages(new StageConfig(5, .01, 0), new StageConfig(2, .001, 0));

    @TempDir
    Path folder;

    /** Counts epochs and says when the first one is over. */
    private static final class Counter implements TrainingListener {
        final CountDownLatch begun = new CountDownLatch(3);
        final AtomicInteger epochs = new AtomicInteger();

        @Override
        public void epochFinished(Epoch epoch) {
            epochs.incrementAndGet();
            begun.countDown();
        }
    }

    private static Set<Thread> ours(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kindred-") && !before.contains(thread))
                .collect(Collectors.toSet());
    }

    private static void assertGone(Set<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void theResultIsThatOfFit() {
        AttributedGraph graph = TrainerTest.planted();
        Clustering waited = Daegc.fitAsync(
                        graph, SHORT, TrainingOptions.defaults().withThreads(2))
                .join();
        assertThat(waited)
                .isEqualTo(Daegc.fit(graph, SHORT, TrainingOptions.defaults().withThreads(1)));
    }

    @Test
    void cancelStopsTheRunAndEndsItsThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Counter counter = new Counter();
        CompletableFuture<Clustering> future = Daegc.fitAsync(
                TrainerTest.planted(),
                ENDLESS,
                TrainingOptions.defaults().withThreads(3).withListener(counter));
        assertThat(counter.begun.await(20, TimeUnit.SECONDS)).isTrue();
        Set<Thread> threads = ours(before);
        assertThat(threads.stream().map(Thread::getName)).contains("kindred-training", "kindred-1", "kindred-2");
        assertThat(future.cancel(true)).isTrue();
        int atCancel = counter.epochs.get();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        assertGone(threads);
        assertThat(counter.epochs.get()).isBetween(atCancel, atCancel + 1);
    }

    @Test
    void aTimeoutStopsTheRunToo() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CompletableFuture<Clustering> future = Daegc.fitAsync(TrainerTest.planted(), ENDLESS);
        Set<Thread> threads = ours(before);
        assertThatThrownBy(() -> future.orTimeout(300, TimeUnit.MILLISECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertGone(threads);
    }

    @Test
    void aCancelledRunKeepsItsCheckpoint() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Counter counter = new Counter();
        CompletableFuture<Clustering> future = Daegc.fitAsync(
                TrainerTest.planted(),
                ENDLESS,
                TrainingOptions.defaults()
                        .withListener(counter)
                        .withCheckpoints(Checkpoints.in(folder, Checkpoints.Schedule.DEFAULT, Checkpoints.Begin.ANEW)));
        assertThat(counter.begun.await(20, TimeUnit.SECONDS)).isTrue();
        Set<Thread> threads = ours(before);
        future.cancel(true);
        assertGone(threads);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .anyMatch(name -> name.startsWith("checkpoint-"));
        }
    }

    @Test
    void whatCannotBeClusteredIsTheCause() {
        AttributedGraph single = new AttributedGraph(Graphs.empty(1), new DenseFeatures(1, 1, new float[] {1}));
        CompletableFuture<Clustering> future = Daegc.fitAsync(single, SHORT);
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(KindredException.class)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("graph: expected 2 nodes or more, got 1");
        assertThat(List.of(
                        KindredException.class.isAssignableFrom(DivergedException.class),
                        KindredException.class.isAssignableFrom(TrainingCancelledException.class)))
                .containsOnly(true);
    }
}
