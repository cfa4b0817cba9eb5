package dev.kindred.graph;

import static dev.kindred.graph.GraphAssert.assertGraph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.GraphBuilder.Report;
import dev.kindred.graph.GraphBuilder.SelfLoops;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void everyKindOfGraphIsConsistent() {
        assertGraph(Graphs.of("a-b, b-c, e"));
        assertGraph(Graphs.of("a-b 2, b-c .5"));
        assertGraph(Graphs.directed("a-b, b-c, c-a, a-c"));
        assertGraph(Graphs.directed("a-b 3, c-b 2"));
        assertGraph(Graphs.planted(3, 30, .2, .02, 1));
        assertGraph(Graphs.powerLaw(300, 3, 2));
        assertGraph(Graphs.star(50));
        assertGraph(Graph.ofPairs(5, new int[0], new int[0]));
        assertGraph(Graph.of(Direction.SYMMETRIC, new long[1], new int[0], null));
        assertGraph(Proximity.withSelfLoops(Graphs.of("a-b, b-c 2, e")));
        assertGraph(Proximity.ofOrder(Graphs.powerLaw(100, 2, 3), 3, 5));
        assertGraph(Proximity.undirected(Graphs.directed("a-b, c-b")));
    }

    @Test
    void theBuilderMergesAndCounts() {
        GraphBuilder builder = GraphBuilder.symmetric(4);
        builder.add(0, 1).add(0, 1).add(1, 0).add(2, 2).add(2, 3).add(3, 2).add(3, 2);
        Graph graph = builder.build();
        assertGraph(graph);
        assertThat(graph.edges()).isEqualTo(4);
        assertThat(graph.weights()).isNull();
        assertThat(builder.report()).isEqualTo(new Report(7, 2, 2, 1));
    }

    @Test
    void duplicateWeightsAddUpAndTheLargerDirectionWins() {
        GraphBuilder builder = GraphBuilder.symmetric(3);
        builder.add(0, 1, 2).add(0, 1, 3).add(1, 0, 4).add(1, 2, 7);
        Graph graph = builder.build();
        assertGraph(graph);
        assertThat(graph.weights()).containsExactly(5, 5, 7, 7);
        assertThat(builder.report()).isEqualTo(new Report(4, 1, 1, 0));
    }

    @Test
    void directedGraphsKeepDirectionsAndSelfLoopsOnRequest() {
        GraphBuilder builder = new GraphBuilder(3, Direction.DIRECTED, SelfLoops.KEEP);
        Graph graph = builder.add(2, 0).add(1, 1).add(2, 1).build();
        assertGraph(graph);
        assertThat(graph.columns()).containsExactly(1, 0, 1);
        assertThat(graph.degree(0)).isZero();
        assertThat(builder.report()).isEqualTo(new Report(3, 0, 0, 1));
    }

    @Test
    void mistakesAreNamed() {
        GraphBuilder builder = GraphBuilder.symmetric(3);
        assertThatThrownBy(() -> builder.add(0, 3)).hasMessage("edge 0 -> 3: expected nodes from 0 to 2");
        assertThatThrownBy(() -> builder.add(0, 1, Float.NaN))
                .hasMessage("weight of edge 0 -> 1: expected finite and above 0, got NaN");
        assertThatThrownBy(builder::report).hasMessage("report: expected build() first");
        assertThatThrownBy(() -> Graph.of(Direction.SYMMETRIC, new long[] {0, 1, 1}, new int[] {1}, null))
                .hasMessage("symmetric graph: expected edge 1 -> 0 beside 0 -> 1, got none");
        assertThatThrownBy(() -> Graph.of(Direction.DIRECTED, new long[] {0, 2}, new int[] {0, 0}, null))
                .hasMessage("columns of row 0: expected strictly ascending, got 0 before 0");
        assertThatThrownBy(() -> Graph.of(Direction.DIRECTED, new long[] {0, 1}, new int[] {4}, null))
                .hasMessage("columns: expected 0 to 0 (nodes - 1), got 4");
        assertThatThrownBy(() -> Graph.of(Direction.DIRECTED, new long[] {0, 2}, new int[] {0}, null))
                .hasMessage("row offsets: expected 0 first and 1 (entries) last, got 0 and 2");
        assertThatThrownBy(
                        () -> Graph.of(Direction.SYMMETRIC, new long[] {0, 1, 2}, new int[] {1, 0}, new float[] {1, 2}))
                .hasMessage("symmetric graph: expected equal weights of 0 -> 1 and back, got 1.0 and 2.0");
    }

    @Test
    void proximityIsTheMeanOfPowers() {
        Graph path = Graphs.of("a-b, b-c");
        Graph second = Proximity.ofOrder(path, 2, 0);
        double[][] b = {{.5, .5, 0}, {1.0 / 3, 1.0 / 3, 1.0 / 3}, {0, .5, .5}};
        float[] weights = Objects.requireNonNull(second.weights());
        int e = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double square = 0;
                for (int k = 0; k < 3; k++) {
                    square += b[i][k] * b[k][j];
                }
                assertThat((double) weights[e++]).isCloseTo((b[i][j] + square) / 2, within(1e-6));
            }
        }
        Graph pruned = Proximity.ofOrder(Graphs.star(30), 2, 3);
        assertThat(pruned.degree(5)).isGreaterThanOrEqualTo(3);
        assertThat(pruned.hasEdge(5, 5)).isTrue();
    }

    @Test
    void featuresAreScaledAndChecked() {
        SparseFeatures sparse =
                new SparseFeatures(3, new long[] {0, 2, 2, 3}, new int[] {0, 2, 1}, new float[] {3, 4, .5f});
        DenseFeatures dense = sparse.toDense();
        for (Features.Normalization kind : Features.Normalization.values()) {
            assertThat(sparse.normalized(kind).toDense().values())
                    .isEqualTo(dense.normalized(kind).values());
        }
        assertThat(sparse.normalized(Features.Normalization.L2).values()).containsExactly(.6f, .8f, 1);
        assertThat(sparse.normalized(Features.Normalization.ROW_SUM).values())
                .containsExactly(3 * (1f / 7), 4 * (1f / 7), .5f);
        assertThat(sparse.density()).isEqualTo(1.0 / 3);
        assertThat(sparse.columnIndex().rows()).containsExactly(0, 2, 0);
        assertThat(sparse.columnIndex().positions()).containsExactly(0, 2, 1);
        assertThat(sparse.columnIndex().offsets()).containsExactly(0, 1, 2, 3);
        assertThatThrownBy(() -> new DenseFeatures(1, 2, new float[] {1, Float.NaN}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("feature at row 0, column 1: expected a finite number, got NaN");
        assertThatThrownBy(() ->
                        new SparseFeatures(2, new long[] {0, 1}, new int[] {1}, new float[] {Float.POSITIVE_INFINITY}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("feature at row 0, column 1: expected a finite number, got Infinity");
        assertThatThrownBy(() -> new DenseFeatures(2, 2, new float[3]))
                .hasMessage("feature values: expected 4 (2 x 2), got 3");
    }
}
