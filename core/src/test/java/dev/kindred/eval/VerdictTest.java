package dev.kindred.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.cluster.SeedRun;
import dev.kindred.eval.Comparison.Outcome;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graphs;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
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
        Verdict verdict = Verdict.of(groupsInTheEdges(), List.of(new SeedRun(0, before, groups())), 2);
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
        assertThat(Verdict.of(groupsInTheEdges(), List.of(new SeedRun(0, groups(), before)), 2)
                        .finetuning()
                        .outcome())
                .isEqualTo(Outcome.HURT);
    }

    @Test
    void withoutEdgesThereIsNothingToHelp() {
        AttributedGraph given = groupsInTheEdges();
        AttributedGraph graph = new AttributedGraph(Graphs.empty(40), given.features());
        Verdict verdict = Verdict.of(graph, List.of(new SeedRun(0, groups(), groups())), 2);
        assertThat(verdict.graph().sentence()).isEqualTo("the graph has no edges that could have helped");
        assertThat(verdict.finetuning().outcome()).isEqualTo(Outcome.NO_DIFFERENCE);
    }

    @Test
    void outcomesFollowTheScores() {
        Scores at = new Scores(.5, .2, null);
        assertThat(Comparison.outcome(at, new Scores(.505, .195, null))).isEqualTo(Outcome.NO_DIFFERENCE);
        assertThat(Comparison.outcome(at, new Scores(.6, .2, null))).isEqualTo(Outcome.HELPED);
        assertThat(Comparison.outcome(at, new Scores(.6, .17, null))).isEqualTo(Outcome.HELPED);
        assertThat(Comparison.outcome(at, new Scores(.6, .12, null))).isEqualTo(Outcome.TRADED);
        Scores agreed = new Scores(.5, .2, .6);
        assertThat(Comparison.outcome(agreed, new Scores(.5, .2, .63))).isEqualTo(Outcome.NO_DIFFERENCE);
        assertThat(Comparison.outcome(agreed, new Scores(.5, .2, .8))).isEqualTo(Outcome.HELPED);
        assertThat(Comparison.outcome(agreed, new Scores(.55, .2, .4))).isEqualTo(Outcome.HURT);
        assertThat(Comparison.outcome(agreed, new Scores(.6, .2, .5))).isEqualTo(Outcome.TRADED);
        assertThat(Comparison.outcome(agreed, new Scores(.45, .3, .8))).isEqualTo(Outcome.HELPED);
        assertThat(Comparison.outcome(at, new Scores(.52, .1, null))).isEqualTo(Outcome.HURT);
    }

    /** Labels of forty nodes, at random. */
    private static int[] random(long seed) {
        return new Random(seed).ints(40, 0, 2).toArray();
    }

    @Test
    void agreementIsTheMeanOverAllPairs() {
        int[] swapped = Arrays.stream(groups()).map(label -> 1 - label).toArray();
        assertThat(Scores.agreement(List.of(groups()))).isNull();
        assertThat(Scores.agreement(List.of(groups(), swapped, groups()))).isEqualTo(1, within(1e-12));
        assertThat(Scores.agreement(List.of(random(1), random(2), random(3)))).isBetween(0., .1);
        // Of three pairs one agrees, and the other two alike.
        double pair = LabelMetrics.of(groups(), random(1)).nmi();
        assertThat(Scores.agreement(List.of(groups(), random(1), swapped)))
                .isEqualTo((1 + 2 * pair) / 3, within(1e-12));
    }

    @Test
    void runsWithOtherSeedsAddTheirAgreement() {
        int[] swapped = Arrays.stream(groups()).map(label -> 1 - label).toArray();
        List<SeedRun> runs = List.of(new SeedRun(7, random(1), groups()), new SeedRun(8, random(2), swapped));
        Verdict verdict = Verdict.of(groupsInTheEdges(), runs, 2);
        assertThat(verdict.seeds()).containsExactly(7L, 8L);
        assertThat(verdict.finetuned().agreement()).isEqualTo(1, within(1e-12));
        assertThat(verdict.pretrained().agreement())
                .isEqualTo(LabelMetrics.of(random(1), random(2)).nmi(), within(1e-12));
        // Noise has no groups that k-means could find twice.
        assertThat(verdict.attributes().agreement()).isBetween(0., .5);
        assertThat(verdict.finetuning().sentence()).matches(".*, agreement of 2 seeds 1\\.000 after 0\\.\\d{3}, .*");
        assertThat(verdict.graph().sentence()).matches(".*, agreement of 2 seeds 1\\.000 instead of 0\\.\\d{3}");
        assertThat(Verdict.of(groupsInTheEdges(), runs.subList(0, 1), 2).finetuned())
                .isEqualTo(new Scores(
                        verdict.finetuned().modularity(), verdict.finetuned().silhouette(), null));
    }

    /** The attributes tell the groups apart so well that k-means finds them with every seed. */
    @Test
    void attributesThatTellTheGroupsApartAgreeWithThemselves() {
        float[] values = new float[40 * 8];
        for (int i = 0; i < 40; i++) {
            values[8 * i + i / 20] = 1;
            values[8 * i + 2 + i % 6] = .1f;
        }
        AttributedGraph graph = new AttributedGraph(Graphs.planted(2, 20, .3, .3, 5), new DenseFeatures(40, 8, values));
        List<SeedRun> runs = List.of(
                new SeedRun(0, random(1), random(4)),
                new SeedRun(1, random(2), random(5)),
                new SeedRun(2, random(3), random(6)));
        Verdict verdict = Verdict.of(graph, runs, 2);
        assertThat(verdict.attributes().agreement()).isEqualTo(1, within(1e-12));
        assertThat(verdict.graph().outcome()).isEqualTo(Outcome.HURT);
    }

    @Test
    void ofLargeGraphsAtMostTwentyThousandNodesAreSampled() {
        for (int nodes : new int[] {1, 19_999, 20_000, 20_001, 39_999, 40_000, 40_001, 1_000_000}) {
            assertThat(Math.ceilDiv(nodes, Sample.stride(nodes)))
                    .as("of %d", nodes)
                    .isBetween(Math.min(nodes, 10_000), 20_000);
        }
        assertThat(Sample.stride(20_000)).isEqualTo(1);
        assertThat(Sample.stride(20_001)).isEqualTo(2);
    }

    /** Two points a unit from their means, the means ten apart. */
    @Test
    void theSilhouetteIsThatOfThePaper() {
        Matrix points = new Matrix(4, 1, new float[] {-1, 1, 9, 11});
        assertThat(Silhouette.of(points, new int[] {0, 0, 1, 1}, 2))
                .isEqualTo(((11. - 1) / 11 + (9. - 1) / 9) / 2, within(1e-12));
        assertThat(Silhouette.of(points, new int[] {0, 0, 0, 0}, 2)).isZero();
    }

    @Test
    void aCollapseIsNeverCalledHelp() {
        int[] before = groups();
        Verdict verdict = Verdict.of(groupsInTheEdges(), List.of(new SeedRun(0, before, new int[before.length])), 2);
        assertThat(verdict.finetuning().outcome()).isEqualTo(Comparison.Outcome.HURT);
        assertThat(verdict.finetuning().sentence())
                .isEqualTo("finetuning hurt over k-means on the pretrained embedding: 1 of 2 clusters are left");
    }
}
