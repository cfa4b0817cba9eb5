package dev.kindred.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.select.Selected;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedRunTest {
    private static final int NODES = 60;

    @TempDir
    Path folder;

    private static AttributedGraph graph() {
        Graph edges = Graphs.planted(3, NODES / 3, .3, .02, 1);
        float[] values = new float[NODES * 6];
        for (int i = 0; i < NODES; i++) {
            values[i * 6 + i * 3 / NODES] = 1;
            values[i * 6 + 3 + i % 3] = 1;
        }
        return new AttributedGraph(edges, new DenseFeatures(NODES, 6, values));
    }

    private static Clustering trained(int pretrain, int finetune) {
        ModelConfig config = Daegc.defaults(3)
                .withStages(new StageConfig(pretrain, .01, 0), new StageConfig(finetune, .001, 0))
                .withSeed(4);
        return Daegc.fit(graph(), config, 1, TrainingListener.SILENT);
    }

    private static NodeIds names() {
        return NodeIds.of(IntStream.range(0, NODES)
                .mapToObj(i -> i == 0 ? "a, \"b\"\n" : "n" + i)
                .toList());
    }

    private SavedRun again(SavedRun run) throws Exception {
        Path place = folder.resolve("run");
        run.save(place, Existing.OVERWRITE);
        SavedRun loaded = SavedRun.load(place);
        assertThat(loaded.ids()).isEqualTo(run.ids());
        assertThat(loaded.clustering()).isEqualTo(run.clustering());
        assertThat(loaded.clustering().provenance()).isEqualTo(run.clustering().provenance());
        assertThat(loaded.clustering().timings()).isEqualTo(run.clustering().timings());
        assertThat(loaded.clustering().warnings()).isEqualTo(run.clustering().warnings());
        assertThat(loaded.clustering().history().stream()
                        .map(epoch ->
                                epoch.stage() + " " + epoch.epoch() + " " + epoch.epochs() + " " + epoch.losses()))
                .isEqualTo(run.clustering().history().stream()
                        .map(epoch -> epoch.stage() + " " + epoch.epoch() + " " + epoch.epochs() + " " + epoch.losses())
                        .toList());
        assertThat(loaded.encoding()).isEqualTo(run.encoding());
        Matrix before = run.clustering().memberships();
        assertThat(loaded.clustering().memberships().data()).isEqualTo(before.data());
        return loaded;
    }

    @Test
    void everythingComesBack() throws Exception {
        Clustering result = trained(4, 3);
        SavedRun run = SavedRun.of(names(), result).withEncoding("{\"columns\": []}\n");
        SavedRun loaded = again(run);
        assertThat(loaded.clustering().model()).isEqualTo(result.model());
        assertThat(loaded.clusterOf("n17")).isEqualTo(result.labels()[17]);
        assertThat(loaded.clusterOf("a, \"b\"\n")).isEqualTo(result.labels()[0]);
        assertThat(loaded.clusterOf("nobody")).isEqualTo(-1);
        assertThat(loaded).hasToString("SavedRun[60 nodes, 3 clusters, ids of VARCHAR, with encoding]");
        assertThat(again(loaded).facts()).isEqualTo(loaded.facts());
    }

    @Test
    void numbersStayNumbers() throws Exception {
        long[] numbers = IntStream.range(0, NODES).mapToLong(i -> 1000L - i).toArray();
        SavedRun loaded = again(SavedRun.of(NodeIds.ofNumbers("INTEGER", numbers), trained(1, 1)));
        assertThat(loaded.ids().type()).isEqualTo("INTEGER");
        assertThat(loaded.clusterOf(990)).isEqualTo(loaded.clustering().labels()[10]);
        assertThat(again(SavedRun.of(trained(1, 1))).ids().areRowNumbers()).isTrue();
    }

    @Test
    void clustersOfEveryMethodComeBack() throws Exception {
        for (Method method : List.of(Method.AUTO, Method.KMEANS, Method.LEIDEN)) {
            Clustering network = method.isSimple() ? trained(0, 0) : trained(3, 2);
            Selected selected = Selected.of(method, graph(), null, network, 1);
            SavedRun loaded = again(SavedRun.of(names(), selected));
            assertThat(loaded.hasModel()).isEqualTo(!method.isSimple());
            assertThat(Files.exists(folder.resolve("run/model.safetensors"))).isEqualTo(!method.isSimple());
            Map<?, ?> facts = (Map<?, ?>) loaded.facts().getOrDefault("method", Map.of());
            assertThat(facts.get("asked")).isEqualTo(method.key());
            assertThat(facts.get("taken")).isEqualTo(selected.taken());
        }
    }

    @Test
    void anExplainedRunIsJudgedAndExplained() throws Exception {
        SavedRun run = SavedRun.of(names(), trained(3, 2))
                .explainedBy(graph())
                .withGiven(IntStream.range(0, NODES).map(i -> i * 3 / NODES).toArray());
        SavedRun loaded = again(run);
        assertThat(loaded.explained()).isNull();
        assertThat(((Map<?, ?>) loaded.facts().getOrDefault("metrics", Map.of()))
                        .keySet()
                        .toString())
                .isEqualTo("[structure, labels]");
        assertThat(loaded.facts()).containsKey("verdict");
        ExplanationFiles.Read read = ExplanationFiles.read(folder.resolve("run"), NODES);
        assertThat(read.summary().path("clusters").size()).isEqualTo(3);
        assertThat(read.nodes().labels()).hasSize(NODES);
        assertThatThrownBy(() -> SavedRun.of(trained(1, 1)).withGiven(new int[NODES]))
                .hasMessage("labels: expected explainedBy(..) before, got none");
    }

    @Test
    void nothingIsReplacedUnasked() throws Exception {
        SavedRun run = SavedRun.of(trained(1, 1));
        Path place = folder.resolve("kept");
        run.save(place);
        assertThatThrownBy(() -> run.save(place))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(place + ": already exists; pass ");
        Files.writeString(place.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> run.save(place, Existing.OVERWRITE))
                .hasMessage(
                        place.toAbsolutePath()
                                + ": expected the results of a run, got notes.txt too; a folder with other files is never replaced");
    }

    @Test
    void whatDoesNotFitIsNamed() throws Exception {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> SavedRun.load(none))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(none.resolve("clusters.csv") + ": expected a file of the results of a run, got no folder");
        SavedRun run = SavedRun.of(trained(1, 1));
        Path place = folder.resolve("run");
        run.save(place);
        Path clusters = place.resolve("clusters.csv");
        String text = Files.readString(clusters);
        Files.writeString(clusters, text.replaceFirst("\n0,\\d+", "\n0,7"));
        assertThatThrownBy(() -> SavedRun.load(place))
                .hasMessage(clusters + ": expected clusters 0 to 2 (those of the model), got 7");
        Files.writeString(clusters, text.replaceFirst("\n0,", "\nx,"));
        assertThatThrownBy(() -> SavedRun.load(place)).hasMessage(clusters + ": expected ids of type BIGINT, got x");
        Files.writeString(clusters, text.substring(0, text.lastIndexOf("\n59,") + 1));
        assertThatThrownBy(() -> SavedRun.load(place))
                .hasMessage(place.resolve("embedding.npy")
                        + ": expected an array of 59 rows (nodes of clusters.csv), got shape [60, 64]");
        Files.writeString(place.resolve("run.json"), "{\"run\": 1}");
        assertThatThrownBy(() -> SavedRun.load(place))
                .hasMessage(place.resolve("run.json")
                        + ": expected the facts of a run, got JSON without the key provenance");
        assertThatThrownBy(() -> new SavedRun(NodeIds.of(new long[3]), run.clustering(), null, Map.of(), null))
                .hasMessage("ids: expected 60 (nodes), got 3");
    }
}
