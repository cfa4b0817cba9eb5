package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.explain.NodeCard.Move;
import dev.kindred.explain.NodeCard.Moves;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MoveSearchTest {
    private static final Graph GRAPH = Graphs.of("a-b, a-c, a-d, a-e");

    /** Each neighbor and feature of node 0 pulls towards cluster 0 or, below 0, towards cluster 1. */
    private static Moves moves(double bias, Map<Integer, Double> neighbors, double... features) {
        float[] values = new float[5 * features.length];
        Arrays.fill(values, 1);
        ColumnValues columns = FeatureColumns.unnamed(new DenseFeatures(5, features.length, values));
        Subject subject = Subject.of(GRAPH, columns, Planted.answer(new int[] {0, 0, 0, 1, 1}, 2));
        NodeProbe probe = (node, without) -> {
            double pull = bias + Arrays.stream(features).sum();
            for (double p : neighbors.values()) {
                pull += p;
            }
            for (int other : without.neighbors()) {
                pull -= neighbors.getOrDefault(other, 0.0);
            }
            for (int feature : without.features()) {
                pull -= features[feature];
            }
            float own = (float) (1 / (1 + Math.exp(-pull)));
            return new float[] {own, 1 - own};
        };
        return new MoveSearch(subject, probe, 0, new float[] {.25f, .25f, .25f, .25f}, List.of()).moves();
    }

    @Test
    void oneEdgeThatSufficesIsFound() {
        Moves moves = moves(-1, Map.of(1, .2, 2, 1.5), .1);
        Move edges = Objects.requireNonNull(moves.edges());
        assertThat(edges.to()).isEqualTo(1);
        assertThat(edges.neighbors()).containsExactly(2);
        assertThat(moves.features()).isNull();
        assertThat(moves.text())
                .containsExactly(
                        "It would be in cluster 1 without its edge to node 2.",
                        "It stays where it is without any of its features.");
        assertThat(moves.tries()).isLessThanOrEqualTo(NodeProbe.MOST);
    }

    @Test
    void severalAreTakenAndThoseNotNeededPutBack() {
        Moves moves = moves(-1, Map.of(1, .6, 2, .6, 3, .55, 4, -.1));
        Move edges = Objects.requireNonNull(moves.edges());
        assertThat(edges.neighbors()).containsExactlyInAnyOrder(1, 2);
        assertThat(edges.margin()).isPositive();
        assertThat(moves.text())
                .containsExactly("It would be in cluster 1 without 2 of its 4 edges.", "It has no features.");
    }

    @Test
    void featuresAreNamed() {
        Moves moves = moves(-1, Map.of(), .4, .9, .4);
        assertThat(Objects.requireNonNull(moves.features()).features()).containsExactly("column: 1");
        assertThat(moves.text())
                .containsExactly(
                        "It stays where it is without any of its edges.",
                        "It would be in cluster 1 without column: 1.");
    }

    @Test
    void moreThanTheCandidatesGoWhereTheyDoNotSuffice() {
        double[] features = new double[80];
        Arrays.fill(features, .1);
        Moves moves = moves(-5, Map.of(), features);
        Move found = Objects.requireNonNull(moves.features());
        assertThat(found.features()).hasSize(31).startsWith("column: 0", "column: 1");
        assertThat(moves.text().getLast()).isEqualTo("It would be in cluster 1 without 31 of its 80 features.");
        assertThat(moves.tries()).isLessThanOrEqualTo(NodeProbe.MOST);
    }

    @Test
    void answersThatDifferFromTheResultAreNotSearched() {
        Moves moves = moves(-9, Map.of(1, .5), .1);
        assertThat(moves.edges()).isNull();
        assertThat(moves.features()).isNull();
        assertThat(moves.tries()).isEqualTo(1);
        assertThat(moves.text())
                .containsExactly(
                        "What would move it was not tried: near the node alone, the model puts it into cluster 1.");
    }
}
