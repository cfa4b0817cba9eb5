package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.NodeIds;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.select.Selected;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What results say of themselves, and what they have in common with others. */
class ClusteringTest {
    private static final ModelConfig CONFIG =
            Daegc.defaults(TrainerTest.GROUPS).withStages(new StageConfig(5, .01, 0), new StageConfig(2, .001, 0));

    private static Clustering fit(long seed, int threads) {
        return Daegc.fit(TrainerTest.planted(), CONFIG.withSeed(seed), threads, TrainingListener.SILENT);
    }

    @Test
    void sameSeedGivesEqualResults() {
        Clustering one = fit(1, 1);
        Clustering again = fit(1, 2);
        Clustering other = fit(2, 1);
        assertThat(again).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(again.model()).isEqualTo(one.model()).hasSameHashCodeAs(one.model());
        assertThat(other.model()).isNotEqualTo(one.model());
        assertThat(one.model().config()).isEqualTo(CONFIG.withSeed(1));
    }

    @Test
    void clustersHaveSizesAndMembers() {
        Clustering result = fit(1, 1);
        int[] sizes = result.sizes();
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(result.nodes());
        for (int cluster = 0; cluster < result.clusters(); cluster++) {
            assertThat(result.members(cluster)).hasSize(sizes[cluster]);
            for (int node : result.members(cluster)) {
                assertThat(result.labels()[node]).isEqualTo(cluster);
            }
        }
        assertThatThrownBy(() -> result.members(3)).hasMessage("cluster: expected 0 to 2 (clusters - 1), got 3");
        assertThat(result.toString())
                .matches("Clustering\\[180 nodes, 3 clusters of " + sizes[0] + ", " + sizes[1] + ", " + sizes[2]
                        + ", mean confidence 0\\.[0-9]{2}]");
        assertThat(result.model().toString()).isEqualTo("TrainedModel[30 features, 3 clusters, 7 steps]");
    }

    private static void assertMemberships(Clustering result) {
        Matrix memberships = result.memberships();
        assertThat(memberships.rows()).isEqualTo(result.nodes());
        assertThat(memberships.columns()).isEqualTo(result.clusters());
        for (int i = 0; i < result.nodes(); i++) {
            double sum = 0;
            for (int j = 0; j < result.clusters(); j++) {
                sum += memberships.get(i, j);
            }
            assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
            assertThat(memberships.get(i, result.labels()[i])).isEqualTo(result.confidence()[i]);
            assertThat(memberships.get(i, result.labels()[i]) - memberships.get(i, result.second()[i]))
                    .isBetween(result.margin()[i] - 1e-6f, result.margin()[i] + 1e-6f);
        }
    }

    @Test
    void membershipsAddUpAndAgreeWithLabels() {
        Clustering trained = fit(1, 1);
        assertMemberships(trained);
        for (Method method : List.of(Method.KMEANS, Method.BLOCKS, Method.AUTO)) {
            Selected selected = Selected.of(method, TrainerTest.planted(), null, trained, 1);
            assertMemberships(selected.clustering());
        }
    }

    @Test
    void whatWasTakenSaysSo() {
        Selected taken = Selected.of(Method.BLOCKS, TrainerTest.planted(), null, fit(1, 1), 1);
        assertThat(taken).hasToString("Selected[blocks, " + taken.clustering() + "]");
        assertThat(taken.grouping())
                .hasToString("Grouping[blocks, 180 nodes, 3 of 3 clusters occupied]")
                .isEqualTo(Selected.of(Method.BLOCKS, TrainerTest.planted(), null, fit(1, 1), 2)
                        .grouping());
        Selected chosen = Selected.of(Method.AUTO, TrainerTest.planted(), null, fit(1, 1), 1);
        assertThat(chosen.toString()).startsWith("Selected[" + chosen.taken() + " of auto, Clustering[180 nodes");
        assertThat(String.valueOf(chosen.choice())).startsWith("Choice[" + chosen.taken() + " of ");
    }

    @Test
    void theVerdictTakesGraphAndResult() {
        AttributedGraph graph = TrainerTest.planted();
        Verdict verdict = Verdict.of(graph, fit(1, 1));
        assertThat(verdict.seeds()).containsExactly(1L);
        assertThat(verdict)
                .isEqualTo(Verdict.of(
                        graph,
                        Repetition.fit(graph, CONFIG.withSeed(1), 1, TrainingOptions.defaults())
                                .runs(),
                        3));
        assertThat(verdict.toString())
                .isEqualTo("Verdict[" + verdict.finetuning().sentence() + "; "
                        + verdict.graph().sentence() + "]");
        AttributedGraph small = new AttributedGraph(Graphs.of("a-b"), new DenseFeatures(2, 1, new float[] {1, 2}));
        assertThatThrownBy(() -> Verdict.of(small, fit(1, 1))).hasMessage("labels: expected 2 (nodes), got 180");
    }

    @Test
    void graphsFeaturesAndIdsAreEqualByContent() {
        Graph graph = Graphs.of("a-b, b-c");
        assertThat(graph).isEqualTo(Graphs.of("a-b, b-c")).hasSameHashCodeAs(Graphs.of("a-b, b-c"));
        assertThat(graph).isNotEqualTo(Graphs.directed("a-b, b-c")).isNotEqualTo(Graphs.of("a-b, a-c"));
        assertThat(graph).hasToString("Graph[3 nodes, 4 entries, symmetric]");
        DenseFeatures dense = new DenseFeatures(3, 1, new float[] {1, 2, 3});
        assertThat(dense).isEqualTo(new DenseFeatures(3, 1, new float[] {1, 2, 3}));
        assertThat(dense).isNotEqualTo(new DenseFeatures(3, 1, new float[] {1, 2, 4}));
        SparseFeatures sparse = new SparseFeatures(2, new long[] {0, 1, 1, 1}, new int[] {1}, new float[] {5});
        assertThat(sparse)
                .isEqualTo(new SparseFeatures(2, new long[] {0, 1, 1, 1}, new int[] {1}, new float[] {5}))
                .hasToString("SparseFeatures[3 x 2, 1 values]");
        assertThat(new AttributedGraph(graph, dense))
                .isEqualTo(new AttributedGraph(Graphs.of("a-b, b-c"), dense))
                .hasToString(
                        "AttributedGraph[graph=Graph[3 nodes, 4 entries, symmetric], features=DenseFeatures[3 x 1]]");
        NodeIds ids = NodeIds.of(List.of("x", "y"));
        assertThat(ids).isEqualTo(NodeIds.of(List.of("x", "y"))).hasToString("NodeIds[2 of VARCHAR: x, y]");
        assertThat(ids).isNotEqualTo(NodeIds.of(List.of("xy", "")));
        NodeIds numbers = NodeIds.of(new long[] {7, 8, 9, 10, 11, 12});
        assertThat(numbers).hasToString("NodeIds[6 of BIGINT: 7, 8, 9, 10, 11, ..]");
        assertThat(numbers.indexOf(9)).isEqualTo(2);
        assertThat(numbers.indexOf(1)).isEqualTo(-1);
    }

    @Test
    void warningsAreLoggedWhereNobodyListens() {
        Logger logger = Logger.getLogger("dev.kindred.train");
        StringBuilder logged = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    logged.append(entry.getMessage()).append('\n');
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AttributedGraph alone = new AttributedGraph(
                Graphs.empty(TrainerTest.GROUPS * 60), TrainerTest.planted().features());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Daegc.fit(alone, CONFIG, 1, TrainingListener.SILENT);
            assertThat(logged).isEmpty();
            Daegc.fit(alone, CONFIG);
            assertThat(logged.toString())
                    .contains("the graph has no edges: nodes are clustered by their attributes alone\n");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }
}
