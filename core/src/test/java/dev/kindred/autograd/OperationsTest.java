package dev.kindred.autograd;

import static dev.kindred.autograd.Gradients.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.autograd.EdgeLoss.Answer;
import dev.kindred.cluster.SoftAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.Pairs;
import dev.kindred.graph.Proximity;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream.Purpose;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every differentiable operation against central differences of a double-precision reference, alone and chained. */
class OperationsTest {
    private static final Graph GRAPH = Graphs.of("a-b, b-c, c-d, a-c, d-e, e-f, f-a, b-f, h-i, j");

    @Test
    void everyOperationIsTestedHere() throws Exception {
        Set<String> tested = Set.of(
                "Linear",
                "SparseLinear",
                "GraphAttention",
                "GraphAttentionV2",
                "RowNorm",
                "Elu",
                "Add",
                "AddBias",
                "Dropout",
                "LayerNorm",
                "BatchNorm",
                "EdgeLoss",
                "NonEdgeLoss",
                "AllPairsLoss",
                "ClusteringLoss");
        Path classes = Path.of(Tape.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/kindred/autograd");
        Set<String> found = new TreeSet<>();
        for (File file : Objects.requireNonNull(classes.toFile().listFiles())) {
            String name = file.getName().replace(".class", "");
            if (!name.contains("$") && !name.equals("package-info")) {
                for (Method method :
                        Class.forName("dev.kindred.autograd." + name).getDeclaredMethods()) {
                    if (method.getName().equals("apply") && Modifier.isStatic(method.getModifiers())) {
                        found.add(name);
                    }
                }
            }
        }
        assertThat(found).isEqualTo(new TreeSet<>(tested));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "7,5,3", "700,6,17", "1100,4,64"})
    void linear(int rows, int inner, int width) {
        Matrix x = random(rows, inner, 1);
        Matrix w = random(inner, width, 2);
        if (rows < 100) {
            Gradients.check(
                    List.of(x, w),
                    (tape, in) -> Linear.apply(tape, in.get(0), in.get(1)),
                    in -> References.product(in.get(0), in.get(1), rows, inner, width));
        } else {
            // Too many elements for differences one by one: the gradients of a product are products.
            try (Compute compute = Compute.create(3)) {
                Tape tape = new Tape(compute);
                tape.begin(Tape.Mode.TRAIN, 1, 0);
                Variable vx = tape.input(x);
                Variable vw = tape.input(w);
                Variable y = Linear.apply(tape, vx, vw);
                Matrix dy = random(rows, width, 3);
                System.arraycopy(dy.data(), 0, y.gradient().data(), 0, dy.data().length);
                tape.backward();
                double[] d = Gradients.doubles(dy);
                Gradients.close(
                        "dX",
                        vx.finishedGradient().data(),
                        References.product(
                                d, References.transposed(Gradients.doubles(w), inner, width), rows, width, inner));
                Gradients.close(
                        "dW",
                        vw.finishedGradient().data(),
                        References.product(
                                References.transposed(Gradients.doubles(x), rows, inner), d, inner, rows, width));
            }
        }
    }

    @Test
    void sparseLinear() {
        SparseFeatures features = new SparseFeatures(
                4, new long[] {0, 2, 2, 5, 6}, new int[] {0, 3, 0, 1, 2, 3}, new float[] {1, 2, -1, .5f, 3, 4});
        double[] dense = Gradients.doubles(new Matrix(4, 4, features.toDense().values()));
        SparseInput input = new SparseInput(features);
        Gradients.check(
                List.of(random(4, 19, 1)),
                (tape, in) -> SparseLinear.apply(tape, input, 0, in.get(0)),
                in -> References.product(dense, in.get(0), 4, 4, 19));
    }

    @Test
    void sparseDropoutDropsTheSameValuesForwardAndBackward() {
        int rows = 40;
        long[] offsets = new long[rows + 1];
        int[] columns = new int[3 * rows];
        float[] values = new float[3 * rows];
        for (int e = 0; e < values.length; e++) {
            offsets[e / 3 + 1] = e + 1L;
            columns[e] = e % 3;
            values[e] = 1;
        }
        SparseInput input = new SparseInput(new SparseFeatures(3, offsets, columns, values));
        double[][] kept = new double[1][];
        Gradients.check(
                List.of(random(3, 2, 1)),
                (tape, in) -> {
                    Matrix identity = new Matrix(3, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
                    kept[0] = Gradients.doubles(SparseLinear.apply(tape, input, .5, tape.constant(identity))
                            .value());
                    return SparseLinear.apply(tape, input, .5, in.get(0));
                },
                in -> References.product(kept[0], in.get(0), rows, 3, 2));
        assertThat(Arrays.stream(kept[0]).filter(v -> v == 0).count()).isBetween(40L, 80L);
        assertThat(Arrays.stream(kept[0]).filter(v -> v != 0)).allMatch(v -> v == 2);
    }

    @ParameterizedTest
    @CsvSource({"1,8,CONCAT,NONE", "2,3,CONCAT,ELU", "3,4,MEAN,ELU", "1,33,CONCAT,ELU"})
    void attention(int heads, int size, HeadMerge merge, Activation activation) {
        AttentionShape shape = new AttentionShape(heads, size, merge, activation, 0, 0);
        Graph loops = Proximity.withSelfLoops(GRAPH);
        checkAttention(AttentionEdges.alike(loops), loops, shape, false, false);
    }

    @Test
    void attentionOnDirectedAndWeightedGraphs() {
        AttentionShape shape = new AttentionShape(2, 5, HeadMerge.CONCAT, Activation.NONE, 0, 0);
        Graph order = Proximity.ofOrder(GRAPH, 2, 0);
        checkAttention(AttentionEdges.scaledByWeights(order), order, shape, true, false);
        Graph weighted = Proximity.withSelfLoops(Graphs.directed("a-b 2, b-c .5, c-a 3, a-d 1, d"));
        checkAttention(AttentionEdges.proportionalToWeights(weighted), weighted, shape, false, true);
    }

    private static void checkAttention(
            AttentionEdges edges, Graph graph, AttentionShape shape, boolean scaled, boolean shifted) {
        int width = shape.width();
        Gradients.check(
                List.of(
                        random(graph.nodes(), width, 1),
                        random(1, width, 2),
                        random(1, width, 3),
                        random(1, shape.outputWidth(), 4)),
                (tape, in) -> GraphAttention.apply(tape, edges, shape, in.get(0), in.get(1), in.get(2), in.get(3)),
                in -> References.attention(graph, shape, scaled, shifted, in));
    }

    @ParameterizedTest
    @CsvSource({"1,8,CONCAT,NONE", "2,3,CONCAT,ELU", "3,17,MEAN,NONE"})
    void attentionV2(int heads, int size, HeadMerge merge, Activation activation) {
        AttentionShape shape = new AttentionShape(heads, size, merge, activation, 0, 0);
        Graph loops = Proximity.withSelfLoops(GRAPH);
        int width = shape.width();
        AttentionEdges edges = AttentionEdges.alike(loops);
        Gradients.check(
                List.of(
                        random(loops.nodes(), width, 1),
                        random(loops.nodes(), width, 2),
                        random(1, width, 3),
                        random(1, shape.outputWidth(), 4)),
                (tape, in) -> GraphAttentionV2.apply(tape, edges, shape, in.get(0), in.get(1), in.get(2), in.get(3)),
                in -> References.attentionV2(loops, shape, in));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 40})
    void rowwiseOperations(int width) {
        Matrix x = random(6, width, 1);
        Gradients.check(
                List.of(x), (tape, in) -> RowNorm.apply(tape, in.get(0)), in -> References.rowNorm(in.get(0), width));
        Gradients.check(List.of(x), (tape, in) -> Elu.apply(tape, in.get(0)), in -> References.elu(in.get(0)));
        Gradients.check(
                List.of(x, random(6, width, 2)),
                (tape, in) -> Add.apply(tape, in.get(0), in.get(1)),
                in -> References.sum(in.get(0), in.get(1)));
        Gradients.check(
                List.of(x, random(1, width, 2)),
                (tape, in) -> AddBias.apply(tape, in.get(0), in.get(1)),
                in -> References.plusBias(in.get(0), in.get(1)));
        if (width > 1) {
            Gradients.check(
                    List.of(x, random(1, width, 2), random(1, width, 3)),
                    (tape, in) -> LayerNorm.apply(tape, in.get(0), in.get(1), in.get(2)),
                    in -> References.layerNorm(in.get(0), in.get(1), in.get(2), width));
        }
        Gradients.check(
                List.of(x, random(1, width, 2), random(1, width, 3)),
                (tape, in) -> BatchNorm.apply(tape, in.get(0), in.get(1), in.get(2)),
                in -> References.batchNorm(in.get(0), in.get(1), in.get(2), width));
    }

    /** Many chunks, whose sums make the gradient of the bias. */
    @Test
    void biasOfManyRows() {
        Gradients.check(
                List.of(random(1, 3, 2)),
                (tape, in) -> AddBias.apply(tape, tape.constant(random(9_000, 3, 1)), in.get(0)),
                in -> References.plusBias(Gradients.doubles(random(9_000, 3, 1)), in.get(0)));
    }

    @Test
    void dropoutKeepsItsMaskForTheGradient() {
        double[][] mask = new double[1][];
        Matrix ones = new Matrix(8, 8, new float[64]);
        Arrays.fill(ones.data(), 1f);
        Gradients.check(
                List.of(random(8, 8, 1)),
                (tape, in) -> {
                    mask[0] = Gradients.doubles(Dropout.apply(tape, tape.constant(ones), .25, Purpose.HIDDEN_DROPOUT, 1)
                            .value());
                    return Dropout.apply(tape, in.get(0), .25, Purpose.HIDDEN_DROPOUT, 1);
                },
                in -> References.elementwise(in.get(0), mask[0]));
        assertThat(Arrays.stream(mask[0]).filter(v -> v == 0).count()).isBetween(4L, 32L);
    }

    @ParameterizedTest
    @CsvSource({"YES,1", "NO,1", "YES,3", "NO,.5"})
    void edgeLoss(Answer answer, double scale) {
        Pairs listed = Pairs.of(10, new int[] {0, 0, 3, 9, 0}, new int[] {1, 1, 4, 2, 0});
        for (EdgeSet pairs : List.of(EdgeSet.of(GRAPH), EdgeSet.of(listed))) {
            Gradients.checkLoss(
                    List.of(random(10, 9, 1)),
                    2.5,
                    (tape, in) -> EdgeLoss.apply(tape, in.get(0), pairs, answer, scale, 2.5),
                    in -> References.edgeLoss(pairs, in.get(0), 9, answer == Answer.YES, scale));
        }
    }

    @ParameterizedTest
    @CsvSource({"YES,1", "NO,1", "YES,3"})
    void edgeLossOfWeightedEdges(Answer answer, double scale) {
        for (Graph graph : List.of(weighted(GraphBuilder.symmetric(10)), weighted(GraphBuilder.directed(10)))) {
            EdgeSet edges = EdgeSet.weighted(graph);
            Gradients.checkLoss(
                    List.of(random(10, 9, 1)),
                    2.5,
                    (tape, in) -> EdgeLoss.apply(tape, in.get(0), edges, answer, scale, 2.5),
                    in -> References.edgeLoss(edges, in.get(0), 9, answer == Answer.YES, scale));
        }
    }

    private static Graph weighted(GraphBuilder builder) {
        return builder.add(0, 1, 3)
                .add(1, 2, .5f)
                .add(0, 4, 20)
                .add(4, 7, 1)
                .add(8, 9, 7)
                .build();
    }

    @Test
    void edgesWithoutWeightsCountAlike() {
        assertThat(EdgeSet.weighted(GRAPH).shares()).isNull();
        assertThat(EdgeSet.of(weighted(GraphBuilder.symmetric(10))).shares()).isNull();
    }

    @Test
    void allPairsLoss() {
        EdgeSet pairs = EdgeSet.of(GRAPH);
        Gradients.checkLoss(
                List.of(random(10, 9, 1)),
                1.5,
                (tape, in) -> AllPairsLoss.apply(tape, in.get(0), pairs, 2, 1.5),
                in -> References.allPairsLoss(GRAPH, in.get(0), 9, 2));
    }

    @Test
    void allPairsLossOverManyTiles() {
        Graph graph = Graphs.planted(3, 120, .1, .02, 5);
        EdgeSet pairs = EdgeSet.of(graph);
        Matrix z = random(360, 4, 1);
        try (Compute compute = Compute.create(2)) {
            Tape tape = new Tape(compute);
            tape.begin(Tape.Mode.TRAIN, 1, 0);
            double loss = AllPairsLoss.apply(tape, tape.input(z), pairs, 1, 1);
            assertThat(loss / References.allPairsLoss(graph, Gradients.doubles(z), 4, 1))
                    .isBetween(1 - 1e-5, 1 + 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "2.5,1"})
    void clusteringLoss(double alpha, double scale) {
        SoftAssignment assignment = new SoftAssignment(alpha, scale);
        Matrix q = Matrix.zeros(8, 3);
        for (int i = 0; i < 24; i++) {
            q.data()[i] = (i * 7 % 5 + 1) / 10f;
        }
        TargetDistribution target = TargetDistribution.of(q);
        double[] p = Gradients.doubles(target.matrix());
        Gradients.checkLoss(
                List.of(random(10, 6, 1), random(3, 6, 2)),
                10,
                (tape, in) -> ClusteringLoss.apply(tape, in.get(0), in.get(1), target, assignment, 10),
                in -> References.clusteringLoss(in.get(0), in.get(1), p, 8, 6, 3, alpha, scale));
    }

    @Test
    void chained() {
        AttentionShape first = new AttentionShape(2, 4, HeadMerge.CONCAT, Activation.ELU, 0, 0);
        AttentionShape second = new AttentionShape(1, 5, HeadMerge.CONCAT, Activation.NONE, 0, 1);
        Graph loops = Proximity.withSelfLoops(GRAPH);
        AttentionEdges edges = AttentionEdges.alike(loops);
        EdgeSet pairs = EdgeSet.of(GRAPH);
        Gradients.checkLoss(
                List.of(
                        random(10, 6, 1),
                        random(6, 8, 2),
                        random(1, 8, 3),
                        random(1, 8, 4),
                        random(1, 8, 5),
                        random(8, 5, 6),
                        random(1, 5, 7),
                        random(1, 5, 8),
                        random(1, 5, 9)),
                1,
                (tape, in) -> {
                    Variable h = Linear.apply(tape, in.get(0), in.get(1));
                    Variable x = GraphAttention.apply(tape, edges, first, h, in.get(2), in.get(3), in.get(4));
                    Variable g = Linear.apply(tape, x, in.get(5));
                    Variable y = GraphAttention.apply(tape, edges, second, g, in.get(6), in.get(7), in.get(8));
                    Variable z = RowNorm.apply(tape, y);
                    return EdgeLoss.apply(tape, z, pairs, Answer.YES, 1, 1)
                            + EdgeLoss.apply(tape, z, pairs, Answer.NO, 1, 1);
                },
                in -> {
                    double[] h = References.product(in.get(0), in.get(1), 10, 6, 8);
                    double[] x = References.attention(
                            loops, first, false, false, List.of(h, in.get(2), in.get(3), in.get(4)));
                    double[] g = References.product(x, in.get(5), 10, 8, 5);
                    double[] y = References.attention(
                            loops, second, false, false, List.of(g, in.get(6), in.get(7), in.get(8)));
                    double[] z = References.rowNorm(y, 5);
                    return References.edgeLoss(pairs, z, 5, true, 1) + References.edgeLoss(pairs, z, 5, false, 1);
                });
    }

    /** The mean over many steps against the expectation over all pairs that are no edges. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nonEdgeLossIsAMeanOverPairsThatAreNoEdges(int seed) {
        Graph graph = Graphs.planted(2, 20, .3, .05, seed);
        EdgeSet edges = EdgeSet.of(graph);
        int nodes = graph.nodes();
        Matrix z = random(nodes, 5, seed);
        try (Compute compute = Compute.create(2)) {
            Tape tape = new Tape(compute);
            double mean = 0;
            double[] gradient = new double[nodes * 5];
            int steps = 4000;
            for (int step = 0; step < steps; step++) {
                tape.begin(Tape.Mode.TRAIN, seed, step);
                Variable variable = tape.input(z);
                mean += NonEdgeLoss.apply(tape, variable, edges, 1, 1) / steps;
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] += variable.finishedGradient().data()[i] / (double) steps;
                }
            }
            double[] expected = new double[1];
            double[] expectedGradient = References.nonEdgeExpectation(graph, Gradients.doubles(z), 5, expected);
            assertThat(mean / expected[0]).isBetween(.99, 1.01);
            double error = 0;
            double size = 0;
            for (int i = 0; i < gradient.length; i++) {
                error += (gradient[i] - expectedGradient[i]) * (gradient[i] - expectedGradient[i]);
                size += expectedGradient[i] * expectedGradient[i];
            }
            assertThat(Math.sqrt(error / size)).isLessThan(.05);
        }
    }

    @Test
    void nonEdgeLossNeverDrawsAnEdge() {
        // A complete graph less the edge c-d, and a ring that pairs every node with every other: c-d alone is left,
        // with logit 1 * 2.
        Graph graph = Graphs.of("a-b, a-c, a-d, b-c, b-d");
        EdgeSet edges = EdgeSet.of(graph);
        Matrix z = new Matrix(4, 1, new float[] {100, 100, 1, 2});
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            for (int step = 0; step < 50; step++) {
                tape.begin(Tape.Mode.TRAIN, 0, step);
                double loss = NonEdgeLoss.apply(tape, tape.input(z), edges, 1, 1);
                assertThat(loss).isCloseTo(References.softplus(2), within(1e-5));
            }
        }
    }
}
