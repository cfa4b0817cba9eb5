package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many runs at once on one graph. */
class SharedGraphTest {
    /** Eight threads, one graph, many runs, some of them cancelled: equal bits, and no thread is left. */
    @Test
    void manyRunsShareAGraph() throws Exception {
        AttributedGraph graph = TrainerTest.plantedSparse();
        ModelConfig config = TrainerTest.quick(Daegc.defaults(3));
        Clustering expected = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
        AttributedGraph fresh = TrainerTest.plantedSparse();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<Clustering>> runs = new ArrayList<>();
            for (int run = 0; run < 24; run++) {
                int threads = 1 + run % 3;
                boolean cancelled = run % 6 == 5;
                int[] epochs = new int[1];
                TrainingOptions options = TrainingOptions.defaults()
                        .withThreads(threads)
                        .withCancellation(() -> cancelled && epochs[0]++ > 10);
                runs.add(() -> Daegc.fit(fresh, config, options));
            }
            List<Future<Clustering>> done = executor.invokeAll(runs);
            for (int run = 0; run < done.size(); run++) {
                Future<Clustering> future = done.get(run);
                if (run % 6 == 5) {
                    assertThatThrownBy(future::get).hasCauseInstanceOf(TrainingCancelledException.class);
                } else {
                    assertThat(future.get().embedding().data())
                            .isEqualTo(expected.embedding().data());
                    assertThat(future.get().labels()).isEqualTo(expected.labels());
                }
            }
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("kindred-")))
                .isEmpty();
    }
}
