package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.AttentionShape;
import dev.kindred.autograd.GraphAttention;
import dev.kindred.autograd.GraphAttentionV2;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.Proximity;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncoderAttentionTest {
    private static final AttentionShape SHAPE = new AttentionShape(2, 3, HeadMerge.CONCAT, Activation.NONE, 0, 1);

    private static Matrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        Matrix x = Matrix.zeros(rows, columns);
        for (int at = 0; at < x.data().length; at++) {
            x.data()[at] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void sharesAreTheSoftmaxOfTheScores() {
        Graph graph = Graphs.powerLaw(40, 2, 1);
        Matrix h = random(40, 6, 2);
        Matrix source = random(1, 6, 3);
        Matrix target = random(1, 6, 4);
        try (Compute compute = Compute.create(2)) {
            NeighborWeights attention = NeighborWeights.ofAttention(graph, compute, tape -> {
                tape.begin(Tape.Mode.INFER, 1, 0);
                GraphAttention.apply(
                        tape,
                        AttentionEdges.alike(Proximity.withSelfLoops(graph)),
                        SHAPE,
                        tape.constant(h),
                        tape.constant(source),
                        tape.constant(target),
                        tape.constant(Matrix.zeros(1, 6)));
            });
            assertThat(attention.measure()).isEqualTo("attention");
            for (int node = 0; node < 40; node++) {
                float[] out = new float[graph.degree(node)];
                attention.into(node, out);
                double[] own = shares(graph, h, source, target, node);
                for (int e = 0; e < out.length; e++) {
                    assertThat((double) out[e]).isCloseTo(own[e], within(1e-5));
                }
            }
        }
    }

    /** Mean over both heads of the softmax over neighbors and the node itself. */
    private static double[] shares(Graph graph, Matrix h, Matrix source, Matrix target, int node) {
        int first = (int) graph.rowOffsets()[node];
        double[] mean = new double[graph.degree(node)];
        for (int head = 0; head < 2; head++) {
            double receiver = dot(h, node, target, head);
            double[] score = new double[mean.length];
            double sum = Math.exp(leaky(receiver + dot(h, node, source, head)));
            for (int e = 0; e < mean.length; e++) {
                score[e] = Math.exp(leaky(receiver + dot(h, graph.columns()[first + e], source, head)));
                sum += score[e];
            }
            for (int e = 0; e < mean.length; e++) {
                mean[e] += score[e] / sum / 2;
            }
        }
        return mean;
    }

    private static double leaky(double x) {
        return x > 0 ? x : .2 * x;
    }

    private static double dot(Matrix h, int row, Matrix vector, int head) {
        double sum = 0;
        for (int c = 3 * head; c < 3 * head + 3; c++) {
            sum += h.get(row, c) * vector.get(0, c);
        }
        return sum;
    }

    @Test
    void theLastLayerCounts() {
        Graph graph = Graphs.of("a-b, b-c");
        try (Compute compute = Compute.create(1)) {
            NeighborWeights attention = NeighborWeights.ofAttention(graph, compute, tape -> {
                tape.begin(Tape.Mode.INFER, 1, 0);
                AttentionEdges edges = AttentionEdges.alike(Proximity.withSelfLoops(graph));
                for (float scale : new float[] {9, 0}) {
                    Matrix h = random(3, 6, 5);
                    Matrix a = random(1, 6, 6);
                    for (int at = 0; at < 6; at++) {
                        a.data()[at] *= scale;
                    }
                    Variable x = tape.constant(h);
                    GraphAttentionV2.apply(
                            tape, edges, SHAPE, x, x, tape.constant(a), tape.constant(Matrix.zeros(1, 6)));
                }
            });
            float[] out = new float[2];
            attention.into(1, out);
            assertThat(out).containsExactly(new float[] {1 / 3f, 1 / 3f}, within(1e-6f));
        }
    }

    @Test
    void encodersWithoutAttentionGiveEdgeWeights() {
        Graph graph = Graphs.of("a-b=3, a-c=1, d");
        try (Compute compute = Compute.create(1)) {
            NeighborWeights weights = NeighborWeights.ofAttention(graph, compute, tape -> {});
            float[] out = new float[2];
            weights.into(0, out);
            assertThat(weights.measure()).isEqualTo("edge weight");
            assertThat(out).containsExactly(.75f, .25f);
            weights.into(3, out);

            Graph other = Proximity.withSelfLoops(Graphs.of("a-b"));
            assertThatThrownBy(() -> NeighborWeights.ofAttention(graph, compute, tape -> {
                        tape.begin(Tape.Mode.INFER, 1, 0);
                        Variable x = tape.constant(random(2, 6, 7));
                        Variable a = tape.constant(random(1, 6, 8));
                        GraphAttentionV2.apply(tape, AttentionEdges.alike(other), SHAPE, x, x, a, a);
                    }))
                    .hasMessage("nodes that attend: expected 4 (nodes), got 2");
        }
    }
}
