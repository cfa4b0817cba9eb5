package dev.kindred.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.SparseFeatures;
import org.junit.jupiter.api.Test;

class GraphFactsTest {
    @Test
    void aStarAndWhatIsNotInIt() {
        Graph star = Graphs.star(5);
        GraphFacts facts = GraphFacts.of(
                new AttributedGraph(star, new DenseFeatures(5, 2, new float[] {1, 0, 2, 0, 0, 0, 3, 0, 4, 0})));
        assertThat(facts.degrees()).containsExactly(1, 1, 1, 1, 4, 4);
        assertThat(facts.meanDegree()).isEqualTo(8.0 / 5);
        assertThat(facts.components()).isEqualTo(1);
        assertThat(facts.largestComponent()).isEqualTo(5);
        assertThat(facts.emptyFeatures()).isEqualTo(1);
        assertThat(facts.emptyRows()).isEqualTo(1);
        assertThat(facts.sparse()).isFalse();
        assertThat(facts.featureBytes()).isEqualTo(40);
    }

    @Test
    void directionsDoNotPartComponents() {
        Graph directed = Graphs.directed("b-a, c-a, e");
        GraphFacts facts = GraphFacts.of(new AttributedGraph(
                directed, new SparseFeatures(3, new long[] {0, 1, 1, 1, 1, 1}, new int[] {2}, new float[] {1})));
        assertThat(facts.components()).isEqualTo(3);
        assertThat(facts.largestComponent()).isEqualTo(3);
        assertThat(facts.isolated()).isEqualTo(2);
        assertThat(facts.emptyFeatures()).isEqualTo(2);
        assertThat(facts.emptyRows()).isEqualTo(4);
        assertThat(facts.sparse()).isTrue();
    }

    @Test
    void nothingAtAll() {
        GraphFacts facts = GraphFacts.of(new AttributedGraph(Graphs.empty(0), new DenseFeatures(0, 0, new float[0])));
        assertThat(facts.degrees()).containsOnly(0);
        assertThat(facts.components()).isZero();
        assertThat(facts.meanDegree()).isZero();
    }
}
