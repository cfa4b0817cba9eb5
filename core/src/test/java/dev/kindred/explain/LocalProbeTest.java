package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.explain.NodeProbe.Without;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tensor.Matrix;
import org.junit.jupiter.api.Test;

class LocalProbeTest {
    private static final int D = 3;

    /** Two steps of sums over neighbors and the node itself: what two layers see. */
    private static Matrix smoothed(AttributedGraph part) {
        Graph graph = part.graph();
        float[] x = new float[part.nodes() * D];
        switch (part.features()) {
            case DenseFeatures dense -> System.arraycopy(dense.values(), 0, x, 0, x.length);
            case SparseFeatures sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        x[row * D + columns[e]] = values[e];
                    }
                });
            default -> throw new AssertionError(part.features());
        }
        float[] from = x;
        for (int step = 0; step < 2; step++) {
            float[] next = from.clone();
            for (int i = 0; i < part.nodes(); i++) {
                for (int e = (int) graph.rowOffsets()[i]; e < (int) graph.rowOffsets()[i + 1]; e++) {
                    float weight = graph.weights() == null ? 1 : graph.weights()[e];
                    for (int c = 0; c < D; c++) {
                        next[i * D + c] += weight * from[graph.columns()[e] * D + c];
                    }
                }
            }
            from = next;
        }
        return new Matrix(part.nodes(), D, from);
    }

    private static AttributedGraph graph(Graph edges, boolean sparse) {
        int n = edges.nodes();
        float[] values = new float[n * D];
        int[] indices = new int[n * D];
        long[] offsets = new long[n + 1];
        for (int at = 0; at < values.length; at++) {
            values[at] = 1 + at * 7919 % 11;
            indices[at] = at % D;
        }
        for (int i = 0; i <= n; i++) {
            offsets[i] = (long) i * D;
        }
        Features features = sparse ? new SparseFeatures(D, offsets, indices, values) : new DenseFeatures(n, D, values);
        return new AttributedGraph(edges, features);
    }

    private static float[] row(Matrix q, int row) {
        return new float[] {q.get(row, 0), q.get(row, 1), q.get(row, 2)};
    }

    @Test
    void aPartGivesWhatTheWholeGives() {
        for (boolean sparse : new boolean[] {false, true}) {
            AttributedGraph whole = graph(Graphs.powerLaw(300, 2, 3), sparse);
            Matrix all = smoothed(whole);
            LocalProbe probe = new LocalProbe(whole, 2, LocalProbeTest::smoothed);
            for (int node = 0; node < 300; node += 29) {
                assertThat(probe.memberships(node, Without.NOTHING)).isEqualTo(row(all, node));
                assertThat(probe.questions(node)).isEqualTo(NodeProbe.MOST);
            }
        }
    }

    @Test
    void edgesAndFeaturesAreGone() {
        Graph edges = Graphs.of("a-b=2, a-c=3, b-c=1, c-d=5, d-e=1, e-f=1");
        for (boolean sparse : new boolean[] {false, true}) {
            AttributedGraph whole = graph(edges, sparse);
            LocalProbe probe = new LocalProbe(whole, 2, LocalProbeTest::smoothed);
            GraphBuilder fewer = GraphBuilder.symmetric(6);
            fewer.add(0, 2, 3);
            fewer.add(1, 2, 1);
            fewer.add(2, 3, 5);
            fewer.add(3, 4, 1);
            fewer.add(4, 5, 1);
            Matrix expected = smoothed(graph(fewer.build(), sparse));
            assertThat(probe.memberships(0, new Without(new int[] {1}, new int[0])))
                    .isEqualTo(row(expected, 0));

            float[] before = probe.memberships(0, Without.NOTHING);
            float[] after = probe.memberships(0, new Without(new int[0], new int[] {1}));
            assertThat(after[0]).isEqualTo(before[0]);
            assertThat(after[2]).isEqualTo(before[2]);
            assertThat(after[1]).isLessThan(before[1]);
        }
    }

    @Test
    void directedEdgesAreFollowedAlongTheirRows() {
        AttributedGraph whole = graph(Graphs.directed("a-b, b-c, d-a"), false);
        LocalProbe probe = new LocalProbe(whole, 2, LocalProbeTest::smoothed);
        assertThat(probe.memberships(0, Without.NOTHING)).isEqualTo(row(smoothed(whole), 0));
    }
}
