package dev.kindred.graph;

import static dev.kindred.graph.GraphAssert.assertGraph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.GraphBuilder.Report;
import dev.kindred.graph.GraphBuilder.SelfLoops;
import java.util.Arrays;
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
        assertGraph(Graphs.empty(5));
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
        for (float weight : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(
                            () -> Graph.of(Direction.DIRECTED, new long[] {0, 1}, new int[] {0}, new float[] {weight}))
                    .hasMessage("edge weights: expected finite and above 0, got " + weight + " at 0");
        }
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
    }

    @Test
    void equallyStrongEntriesAreKeptByTheirNumberSoThatHubsAreBounded() {
        Graph pruned = Proximity.ofOrder(Graphs.star(30), 2, 3);
        assertThat(pruned.maxDegree()).isEqualTo(3);
        assertThat(row(pruned, 0)).containsExactly(0, 1, 2);
        // A leaf reaches itself and the hub most; all other leaves are alike.
        assertThat(row(pruned, 25)).containsExactly(0, 1, 25);
        assertThat(row(Proximity.ofOrder(Graphs.star(30), 2, 1), 25)).containsExactly(25);
        assertThat(row(Proximity.ofOrder(Graphs.of("a-b, b-c"), 2, 5), 0)).containsExactly(0, 1, 2);
    }

    @Test
    void sumsTooSmallForAFloatAreNoEntries() {
        // Paths of stars: the way from one end to the other has a probability of about 1e-52.
        int arms = 30;
        int hubs = 36;
        GraphBuilder builder = GraphBuilder.symmetric(hubs * (arms + 1));
        for (int hub = 0; hub < hubs; hub++) {
            for (int arm = 1; arm <= arms; arm++) {
                builder.add(hub * (arms + 1), hub * (arms + 1) + arm);
            }
            if (hub > 0) {
                builder.add((hub - 1) * (arms + 1), hub * (arms + 1));
            }
        }
        Graph proximity = Proximity.ofOrder(builder.build(), hubs, 20);
        for (float weight : Objects.requireNonNull(proximity.weights())) {
            assertThat(weight).isPositive();
        }
    }

    private static int[] row(Graph graph, int node) {
        return Arrays.copyOfRange(graph.columns(), (int) graph.rowOffsets()[node], (int) graph.rowOffsets()[node + 1]);
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

    @Test
    void renumberedGraphsKeepEdgesWeightsAndRows() {
        int[] order = {2, 0, 3, 1};
        Graph weighted = Graphs.of("a-b 2, b-c 3, c-d 5").inOrder(order);
        assertGraph(weighted);
        assertThat(weighted.rowOffsets()).containsExactly(0, 2, 3, 4, 6);
        assertThat(weighted.columns()).containsExactly(2, 3, 3, 0, 0, 1);
        assertThat(weighted.weights()).containsExactly(5, 3, 2, 5, 3, 2);
        Graph directed = Graphs.directed("a-b, b-c, c-a, a-d").inOrder(order);
        assertGraph(directed);
        assertThat(directed.columns()).containsExactly(1, 2, 3, 0);
        Features dense = new DenseFeatures(4, 2, new float[] {1, 2, 0, 4, 5, 0, 7, 8});
        SparseFeatures sparse = new SparseFeatures(
                2, new long[] {0, 2, 3, 4, 6}, new int[] {0, 1, 1, 0, 0, 1}, new float[] {1, 2, 4, 5, 7, 8});
        float[] ordered = {5, 0, 1, 2, 7, 8, 0, 4};
        assertThat(((DenseFeatures) dense.select(order)).values()).containsExactly(ordered);
        assertThat(sparse.select(order).toDense().values()).containsExactly(ordered);
    }

    @Test
    void pairsMayBeListedTwiceAndAreSeenFromBothEnds() {
        Pairs pairs = Pairs.of(4, new int[] {2, 0, 2, 0}, new int[] {1, 3, 1, 0});
        assertThat(pairs.offsets()).containsExactly(0, 2, 2, 4, 4);
        assertThat(pairs.seconds()).containsExactly(3, 0, 1, 1);
        Pairs.Transpose transpose = pairs.transpose();
        assertThat(transpose.pairs().offsets()).containsExactly(0, 1, 3, 3, 4);
        assertThat(transpose.pairs().seconds()).containsExactly(0, 2, 2, 0);
        assertThat(transpose.pairOf()).containsExactly(1, 2, 3, 0);
        assertThatThrownBy(() -> Pairs.of(4, new int[2], new int[1]))
                .hasMessage("second nodes of pairs: expected 2 (first nodes), got 1");
        assertThatThrownBy(() -> Pairs.of(4, new int[] {0}, new int[] {4}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theLocalityOrderBringsNeighborsTogether() {
        int nodes = 600;
        // Groups whose members are scattered over the numbers.
        Graph graph = Graphs.planted(20, 30, .3, .002, 4);
        int[] scattered = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            scattered[i] = i * 7 % nodes;
        }
        AttributedGraph before =
                new AttributedGraph(graph.inOrder(scattered), new DenseFeatures(nodes, 1, new float[nodes]));
        int[] order = before.localityOrder();
        assertThat(order).hasSize(nodes).doesNotHaveDuplicates().isEqualTo(before.localityOrder());
        double apart = meanDistance(before.graph());
        assertThat(meanDistance(before.inOrder(order).graph())).isLessThan(apart / 3);
        Graph lonely = Graphs.of("e");
        assertThat(LocalityOrder.of(lonely)).containsExactly(0, 1, 2, 3, 4);
        assertThat(LocalityOrder.of(Graphs.star(50))).hasSize(50).doesNotHaveDuplicates();
    }

    private static double meanDistance(Graph graph) {
        double sum = 0;
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                sum += Math.abs(graph.columns()[e] - i);
            }
        }
        return sum / graph.edges();
    }
}
