package dev.kindred.graph;

import static org.assertj.core.api.Assertions.assertThat;

/** Cross-checks every way to look at a graph. */
public final class GraphAssert {
    private GraphAssert() {}

    public static void assertGraph(Graph graph) {
        Graph.Transpose transpose = graph.transpose();
        Graph back = transpose.graph().transpose().graph();
        assertThat(back.edges()).isEqualTo(graph.edges());
        long entries = 0;
        int longest = 0;
        for (int i = 0; i < graph.nodes(); i++) {
            int previous = -1;
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                int j = graph.columns()[e];
                assertThat(j).isGreaterThan(previous).isLessThan(graph.nodes());
                assertThat(graph.hasEdge(i, j)).isTrue();
                assertThat(transpose.graph().hasEdge(j, i)).isTrue();
                assertThat(back.hasEdge(i, j)).isTrue();
                if (graph.isSymmetric()) {
                    assertThat(graph.hasEdge(j, i)).isTrue();
                }
                previous = j;
                entries++;
            }
            longest = Math.max(longest, graph.degree(i));
        }
        assertThat(entries).isEqualTo(graph.edges());
        assertThat(graph.isWeighted()).isEqualTo(graph.weights() != null);
        int[] visited = {0};
        graph.forEachRow((row, columns, weights, from, to) -> {
            assertThat(row).isEqualTo(visited[0]++);
            assertThat(from).isEqualTo((int) graph.rowOffsets()[row]);
            assertThat(to - from).isEqualTo(graph.degree(row));
            assertThat(columns).isSameAs(graph.columns());
            assertThat(weights).isSameAs(graph.weights());
        });
        assertThat(visited[0]).isEqualTo(graph.nodes());
        assertThat(graph.maxDegree()).isEqualTo(longest);
        for (int j = 0; j < graph.nodes(); j++) {
            for (int e = (int) transpose.graph().rowOffsets()[j];
                    e < transpose.graph().rowOffsets()[j + 1];
                    e++) {
                int original = transpose.edgeOf()[e];
                assertThat(graph.columns()[original]).isEqualTo(j);
                int row = transpose.graph().columns()[e];
                assertThat((long) original).isBetween(graph.rowOffsets()[row], graph.rowOffsets()[row + 1] - 1);
                float[] weights = graph.weights();
                float[] other = transpose.graph().weights();
                if (weights != null && other != null) {
                    assertThat(other[e]).isEqualTo(weights[original]);
                }
            }
        }
        assertThat(graph.sizeInBytes()).isGreaterThanOrEqualTo(8L * (graph.nodes() + 1) + 4 * graph.edges());
    }
}
