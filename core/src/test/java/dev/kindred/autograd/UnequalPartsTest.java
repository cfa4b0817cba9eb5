package dev.kindred.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.cluster.SoftAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.Pairs;
import dev.kindred.graph.Proximity;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps on parts of unequal size, on one tape: the bits of a tape of their own, and no buffer that is allocated again and again. */
class UnequalPartsTest {
    private static final int[] SIZES = {90, 400, 31, 250, 5, 399};
    private static final int INPUTS = 11;
    private static final int WIDTH = 8;
    private static final int CLUSTERS = 3;

    private final List<Parameter> parameters = List.of(
            parameter("weight", INPUTS, WIDTH),
            parameter("src", 1, WIDTH),
            parameter("dst", 1, WIDTH),
            parameter("bias", 1, WIDTH),
            parameter("scale", 1, WIDTH),
            parameter("shift", 1, WIDTH),
            parameter("receiver", WIDTH, WIDTH),
            parameter("sender", WIDTH, WIDTH),
            parameter("attention", 1, WIDTH),
            parameter("bias2", 1, WIDTH / 2),
            parameter("centers", CLUSTERS, WIDTH / 2));

    private static Parameter parameter(String name, int rows, int columns) {
        return new Parameter(name, Gradients.random(rows, columns, name.hashCode()));
    }

    /** A part: features, edges, targets. */
    private record Part(Matrix features, AttentionEdges attention, EdgeSet edges, EdgeSet pairs, TargetDistribution p) {
        static Part of(int nodes) {
            Graph graph = Graphs.powerLaw(nodes, 3, nodes);
            Matrix q = Gradients.random(nodes, CLUSTERS, nodes);
            for (int i = 0; i < q.size(); i++) {
                q.data()[i] = Math.abs(q.data()[i]) + .1f;
            }
            return new Part(
                    Gradients.random(nodes, INPUTS, 3L * nodes),
                    AttentionEdges.alike(Proximity.withSelfLoops(graph)),
                    EdgeSet.of(graph),
                    EdgeSet.of(Pairs.of(nodes, new int[] {0, 0, 1}, new int[] {nodes - 1, nodes - 1, 3})),
                    TargetDistribution.of(q));
        }
    }

    /** Losses and gradients of a step through every operation. */
    private List<float[]> step(Tape tape, Part part, Tape.Mode mode) {
        tape.begin(mode, 5, 9);
        List<Variable> v = parameters.stream().map(tape::of).toList();
        Variable x = Dropout.apply(tape, tape.constant(part.features), .3, Purpose.FEATURE_DROPOUT, 0);
        Variable h = Linear.apply(tape, x, v.get(0));
        AttentionShape gat = new AttentionShape(2, WIDTH / 2, HeadMerge.CONCAT, Activation.NONE, .2, 0);
        Variable y = GraphAttention.apply(tape, part.attention, gat, h, v.get(1), v.get(2), v.get(3));
        y = BatchNorm.apply(tape, Add.apply(tape, y, h), v.get(4), v.get(5));
        y = LayerNorm.apply(tape, Elu.apply(tape, y), v.get(4), v.get(5));
        y = Dropout.apply(tape, y, .1, Purpose.HIDDEN_DROPOUT, 1);
        AttentionShape second = new AttentionShape(2, WIDTH / 2, HeadMerge.MEAN, Activation.ELU, 0, 1);
        Variable receiver = AddBias.apply(tape, Linear.apply(tape, y, v.get(6)), v.get(3));
        Variable sender = Linear.apply(tape, y, v.get(7));
        y = GraphAttentionV2.apply(tape, part.attention, second, receiver, sender, v.get(8), v.get(9));
        Variable z = RowNorm.apply(tape, y);
        float[] losses = {
            (float) EdgeLoss.apply(tape, z, part.edges, EdgeLoss.Answer.YES, 1, 1),
            (float) EdgeLoss.apply(tape, z, part.pairs, EdgeLoss.Answer.NO, 2, 1),
            (float) NonEdgeLoss.apply(tape, z, part.edges, 1, 1),
            (float) AllPairsLoss.apply(tape, z, part.edges, 1, 1),
            (float) ClusteringLoss.apply(tape, z, v.get(10), part.p, new SoftAssignment(1, 3), 4)
        };
        tape.backward();
        List<float[]> results = new ArrayList<>(List.of(losses, z.value().copy().data()));
        parameters.forEach(p -> results.add(p.gradient().data().clone()));
        return results;
    }

    @Test
    void theyGiveTheSameBitsAndAllocateNoBufferInTheSteadyState() {
        List<Part> parts = Arrays.stream(SIZES).mapToObj(Part::of).toList();
        try (Compute compute = Compute.create(3)) {
            Tape shared = new Tape(compute);
            List<List<float[]>> alone = new ArrayList<>();
            for (Part part : parts) {
                alone.add(step(new Tape(compute), part, Tape.Mode.TRAIN));
                step(shared, part, Tape.Mode.TRAIN);
            }
            long bytes = shared.sizeInBytes();
            for (int round = 0; round < 3; round++) {
                for (int p = 0; p < SIZES.length; p++) {
                    List<float[]> results = step(shared, parts.get(p), Tape.Mode.TRAIN);
                    for (int r = 0; r < results.size(); r++) {
                        assertThat(results.get(r))
                                .as("part of %d nodes, result %d", SIZES[p], r)
                                .isEqualTo(alone.get(p).get(r));
                    }
                    assertThat(shared.sizeInBytes()).isEqualTo(bytes);
                }
            }
        }
    }

    /** Inference asks for fewer buffers in another order: it must not hold those of training. */
    @Test
    void aChangeOfModeLeavesNoRoomToSpare() {
        Part large = Part.of(400);
        Part small = Part.of(31);
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            step(tape, large, Tape.Mode.TRAIN);
            step(tape, small, Tape.Mode.TRAIN);
            step(tape, small, Tape.Mode.INFER);
            step(tape, small, Tape.Mode.TRAIN);
            Tape fresh = new Tape(compute);
            step(fresh, small, Tape.Mode.INFER);
            step(fresh, small, Tape.Mode.TRAIN);
            assertThat(tape.sizeInBytes()).isEqualTo(fresh.sizeInBytes());
        }
    }
}
