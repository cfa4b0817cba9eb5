package dev.kindred.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.Verdict.Outcome;
import dev.kindred.eval.Verdict.Scores;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.tensor.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTest {
    /** Two groups of twenty in the edges; the attributes are noise. */
    private static AttributedGraph groupsInTheEdges() {
        Random random = new Random(3);
        float[] values = new float[40 * 200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new AttributedGraph(Graphs.planted(2, 20, .6, .02, 5), new DenseFeatures(40, 200, values));
    }

    private static int[] groups() {
        int[] labels = new int[40];
        for (int i = 20; i < 40; i++) {
            labels[i] = 1;
        }
        return labels;
    }

    @Test
    void theGraphHelpsWhereTheGroupsAreInTheEdges() {
        int[] before = groups();
        for (int i = 0; i < 10; i++) {
            before[i] = 1;
        }
        Verdict verdict = Verdict.of(groupsInTheEdges(), before, groups(), 2, 0);
        assertThat(verdict.graph().outcome()).isEqualTo(Outcome.HELPED);
        assertThat(verdict.graph().sentence())
                .matches("the graph helped over the attributes alone: modularity 0\\.\\d{3} instead of -?0\\.\\d{3},"
                        + " attribute silhouette -?0\\.\\d{3} instead of -?0\\.\\d{3}");
        assertThat(verdict.movedShare()).isEqualTo(.25);
        assertThat(verdict.finetuning().outcome()).isEqualTo(Outcome.HELPED);
        assertThat(verdict.finetuning().sentence())
                .startsWith("finetuning helped over k-means on the pretrained embedding: modularity ")
                .endsWith(", 25.0 % of the nodes moved");
        // The same the other way round.
        assertThat(Verdict.of(groupsInTheEdges(), groups(), before, 2, 0)
                        .finetuning()
                        .outcome())
                .isEqualTo(Outcome.HURT);
    }

    @Test
    void withoutEdgesThereIsNothingToHelp() {
        AttributedGraph given = groupsInTheEdges();
        AttributedGraph graph = new AttributedGraph(Graph.ofPairs(40, new int[0], new int[0]), given.features());
        Verdict verdict = Verdict.of(graph, groups(), groups(), 2, 0);
        assertThat(verdict.graph().sentence()).isEqualTo("the graph has no edges that could have helped");
        assertThat(verdict.finetuning().outcome()).isEqualTo(Outcome.NO_DIFFERENCE);
    }

    @Test
    void outcomesFollowTheScores() {
        Scores at = new Scores(.5, .2);
        assertThat(Verdict.outcome(at, new Scores(.505, .195))).isEqualTo(Outcome.NO_DIFFERENCE);
        assertThat(Verdict.outcome(at, new Scores(.6, .2))).isEqualTo(Outcome.HELPED);
        assertThat(Verdict.outcome(at, new Scores(.6, .17))).isEqualTo(Outcome.HELPED);
        assertThat(Verdict.outcome(at, new Scores(.6, .12))).isEqualTo(Outcome.TRADED);
        assertThat(Verdict.outcome(at, new Scores(.52, .1))).isEqualTo(Outcome.HURT);
    }

    /** Two points a unit from their means, the means ten apart. */
    @Test
    void theSilhouetteIsThatOfThePaper() {
        Matrix points = new Matrix(4, 1, new float[] {-1, 1, 9, 11});
        assertThat(Verdict.silhouette(points, new int[] {0, 0, 1, 1}, 2))
                .isEqualTo(((11. - 1) / 11 + (9. - 1) / 9) / 2, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(Verdict.silhouette(points, new int[] {0, 0, 0, 0}, 2)).isZero();
    }
}
