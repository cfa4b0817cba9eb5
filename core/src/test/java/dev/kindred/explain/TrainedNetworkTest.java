package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.autograd.Tape;
import dev.kindred.explain.NodeCard.Move;
import dev.kindred.explain.NodeProbe.Without;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.EncoderInput;
import dev.kindred.nn.GatConfig;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainedNetworkTest {
    private static final AttributedGraph GRAPH = new AttributedGraph(Planted.graph(), Planted.features());

    /** Fresh weights do: what is tested is that a part gives the whole's answer. */
    private static GraphModel model(int order) {
        ModelConfig config = Daegc.defaults(Planted.GROUPS);
        GatConfig encoder = (GatConfig) config.encoder();
        return new GraphModel(
                config.withEncoder(encoder.withSizes(List.of(8, 6))
                        .withAttention(encoder.attention().withProximity(new GatConfig.Proximity(order, 0)))),
                GRAPH.features().columns());
    }

    private static Matrix memberships(Compute compute, GraphModel model, AttributedGraph graph) {
        Tape tape = new Tape(compute);
        try (EncoderInput input = EncoderInput.of(
                graph.graph(),
                graph.features().normalized(model.config().features()),
                model.config().encoder())) {
            return model.softAssignment(tape, model.embed(tape, input));
        }
    }

    @Test
    void surroundingsGiveTheAnswerOfTheWhole() {
        try (Compute compute = Compute.create(2)) {
            for (int order = 1; order <= 2; order++) {
                GraphModel model = model(order);
                Matrix q = memberships(compute, model, GRAPH);
                NodeProbe probe = new TrainedNetwork(compute, GRAPH, model).probe();
                for (int node = 0; node < 240; node += 31) {
                    float[] own = probe.memberships(node, Without.NOTHING);
                    for (int j = 0; j < Planted.GROUPS; j++) {
                        assertThat(own[j]).isCloseTo(q.get(node, j), within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void whatIsFoundMovesTheNodeInTheWholeGraph() {
        try (Compute compute = Compute.create(2)) {
            GraphModel model = model(1);
            Matrix q = memberships(compute, model, GRAPH);
            int[] labels = new int[240];
            for (int i = 0; i < 240; i++) {
                for (int j = 1; j < Planted.GROUPS; j++) {
                    labels[i] = q.get(i, j) > q.get(i, labels[i]) ? j : labels[i];
                }
            }
            TrainedNetwork network = new TrainedNetwork(compute, GRAPH, model);
            Subject subject = Subject.of(
                            GRAPH.graph(), Planted.columns(GRAPH.features()), Planted.answer(labels, Planted.GROUPS))
                    .withNetwork(network);
            Explanation explanation = Explanation.of(compute, subject);
            int moved = 0;
            for (int node = 0; node < 240; node += 17) {
                NodeCard card = explanation.node(node);
                assertThat(card.attention()).isEqualTo("attention");
                double heeded = card.neighbors().stream()
                        .mapToDouble(NodeCard.Neighbor::attention)
                        .sum();
                assertThat(heeded).isBetween(0.0, 1.0);
                NodeCard.Moves moves = card.moves();
                assertThat(moves).isNotNull();
                if (moves != null && moves.edges() != null) {
                    moved++;
                    Move edges = moves.edges();
                    Matrix without = memberships(
                            compute, model, new AttributedGraph(without(node, edges.neighbors()), GRAPH.features()));
                    assertThat(without.get(node, edges.to())).isGreaterThan(without.get(node, card.cluster()));
                }
            }
            assertThat(moved).isPositive();
        }
    }

    private static Graph without(int node, List<Integer> neighbors) {
        Graph graph = GRAPH.graph();
        GraphBuilder builder = GraphBuilder.symmetric(graph.nodes());
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < (int) graph.rowOffsets()[i + 1]; e++) {
                int j = graph.columns()[e];
                boolean cut = (i == node && neighbors.contains(j)) || (j == node && neighbors.contains(i));
                if (i < j && !cut) {
                    builder.add(i, j);
                }
            }
        }
        return builder.build();
    }

    @Test
    void otherFeaturesAreRefused() {
        try (Compute compute = Compute.create(1)) {
            AttributedGraph other = new AttributedGraph(Planted.graph(), new DenseFeatures(240, 2, new float[480]));
            assertThatThrownBy(() -> new TrainedNetwork(compute, other, model(1)))
                    .hasMessage("features: expected 13 columns (those the model was trained on), got 2");
        }
    }
}
