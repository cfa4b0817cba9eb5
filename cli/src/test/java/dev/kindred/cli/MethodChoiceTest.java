package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.method.Method;
import dev.kindred.model.StageConfig;
import dev.kindred.select.Selected;
import dev.kindred.tables.TableOptions;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison of methods that fails costs no run that was trained. */
class MethodChoiceTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private ClusterInput input() throws Exception {
        return ClusterInput.ofData(
                PlantedFile.write(folder.resolve("data.npz"), 90, 3), TableOptions.defaults(), line -> {});
    }

    private static Clustering trained(ClusterInput input) {
        StageConfig epoch = new StageConfig(1, .01, 0);
        return Daegc.fit(input.graph(), Daegc.defaults(3).withStages(epoch, epoch), 1, TrainingListener.SILENT);
    }

    private Selected choose(Method method, Throwable thrown) throws Exception {
        ClusterInput input = input();
        MethodChoice choice = new MethodChoice(method, 1, (asked, graph, blocks, clustering, threads) -> {
            switch (thrown) {
                case Error e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new AssertionError(thrown);
            }
        });
        return choice.of(input, trained(input), warnings::add);
    }

    @Test
    void anyExceptionKeepsTheNetwork() throws Exception {
        Selected selected = choose(Method.AUTO, new IllegalStateException("no convergence"));
        assertThat(selected.taken()).isEqualTo("daegc");
        assertThat(selected.clustering().labels()).hasSize(90);
        assertThat(warnings)
                .containsExactly(
                        "simple methods could not be compared: java.lang.IllegalStateException: no convergence;"
                                + " the network's clusters are kept");
    }

    @Test
    void memoryThatRunsOutKeepsTheNetwork() throws Exception {
        assertThat(choose(Method.AUTO, new OutOfMemoryError("Java heap space")).why())
                .isEqualTo("memory ran out while simple methods were compared");
        assertThat(warnings)
                .containsExactly("memory ran out while simple methods were compared; the network's clusters are kept");
    }

    @Test
    void aMethodThatWasAskedForFailsAloud() {
        assertThatThrownBy(() -> choose(Method.KMEANS, new IllegalArgumentException("method kmeans: needs attributes")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method kmeans: needs attributes");
        assertThat(warnings).isEmpty();
    }
}
