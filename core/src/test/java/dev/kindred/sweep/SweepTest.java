package dev.kindred.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.method.Method;
import dev.kindred.signal.Carrier;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final int[] SIZES = {120, 40, 20, 12, 12};

    /** The groups of the nodes, sizes 60/20/10/5/5. */
    private static int[] groups() {
        List<Integer> groups = new ArrayList<>();
        for (int c = 0; c < SIZES.length; c++) {
            for (int i = 0; i < SIZES[c]; i++) {
                groups.add(c);
            }
        }
        return groups.stream().mapToInt(c -> c).toArray();
    }

    private static Graph edges(int[] groups, double inside, int degree, Random random) {
        GraphBuilder builder = GraphBuilder.symmetric(groups.length);
        for (int e = 0; e < groups.length * degree / 2; e++) {
            int a = random.nextInt(groups.length);
            int b = random.nextInt(groups.length);
            while (random.nextDouble() < inside ? groups[b] != groups[a] : b == a) {
                b = random.nextInt(groups.length);
            }
            if (a != b) {
                builder.add(a, b);
            }
        }
        return builder.build();
    }

    private static Features numbers(int[] groups, double apart, Random random) {
        float[] values = new float[groups.length * 3];
        for (int i = 0; i < groups.length; i++) {
            for (int c = 0; c < 3; c++) {
                double mean = apart * new Random(7 * groups[i] + c).nextGaussian();
                values[3 * i + c] = (float) (mean + random.nextGaussian());
            }
        }
        return new DenseFeatures(groups.length, 3, values);
    }

    private static Sweep sweep(AttributedGraph graph, String counts, int threads) {
        return Sweep.of(
                graph,
                List.of(new FeatureBlock("x", FeatureBlock.Kind.NUMBER, 0, 3)),
                null,
                new SweepPlan(ClusterCounts.parse(counts), Method.AUTO, 2, 2, 0),
                SweepOptions.of(threads));
    }

    private static AttributedGraph planted() {
        int[] groups = groups();
        Random random = new Random(500);
        return new AttributedGraph(edges(groups, .9, 12, random), numbers(groups, 3, random));
    }

    private static AttributedGraph nothing() {
        int[] groups = groups();
        Random random = new Random(501);
        return new AttributedGraph(edges(groups, 0, 12, random), numbers(groups, 0, random));
    }

    @Test
    void findsFiveUnevenGroups() {
        Sweep sweep = sweep(planted(), "2..8", 2);
        assertThat(sweep.choice().k()).isEqualTo(5);
        assertThat(sweep.carrier()).isEqualTo(Carrier.BOTH);
        assertThat(sweep.criterion()).isEqualTo(Criterion.EVIDENCE);
        assertThat(sweep.rows()).hasSize(7);
        KRow row = sweep.row(5);
        assertThat(row.scores().agreement()).isGreaterThan(.9);
        assertThat(row.chance()).isNotNull();
        if (row.chance() != null) {
            assertThat(row.scores().modularity())
                    .isGreaterThan(row.chance().modularity().high());
        }
        assertThat(sweep.choice().sentence())
                .startsWith("k = 5: a block model of edges and attributes explains most with 5 clusters, ")
                .contains(" with 4, ", "; fits from 2 seeds agree to ", " by chance");
    }

    @Test
    void saysThatThereIsNothing() {
        Sweep sweep = sweep(nothing(), "2..6", 2);
        assertThat(sweep.choice().isClear()).isFalse();
        assertThat(sweep.choice().k()).isZero();
        assertThat(sweep.choice().sentence())
                .isEqualTo("no clear structure: neither edges nor attributes differ from chance");
    }

    @Test
    void hasTheSameBitsForAnyNumberOfThreads() {
        assertThat(sweep(planted(), "2,5,6", 1)).isEqualTo(sweep(planted(), "2,5,6", 3));
    }

    @Test
    void saysWhenTheLargestNumberIsTheBest() {
        assertThat(sweep(planted(), "2..4", 2).choice().sentence())
                .endsWith("; this is the largest number that was tried: try larger ones");
    }

    @Test
    void votesOverManyWordsTheNetworkAmongTheVoters() {
        int[] groups = new int[200];
        Arrays.setAll(groups, i -> i % SIZES.length);
        Random random = new Random(502);
        int width = 600;
        float[] values = new float[groups.length * width];
        for (int i = 0; i < groups.length; i++) {
            for (int t = 0; t < 20; t++) {
                int word = random.nextDouble() < .7 ? 60 * groups[i] + random.nextInt(60) : random.nextInt(width);
                values[i * width + word] = 1;
            }
        }
        AttributedGraph graph =
                new AttributedGraph(edges(groups, .9, 12, random), new DenseFeatures(groups.length, width, values));
        Matrix embedding = Matrix.zeros(groups.length, SIZES.length);
        for (int i = 0; i < groups.length; i++) {
            embedding.set(i, groups[i], 1 + (float) random.nextGaussian() * .1f);
        }
        Sweep sweep = Sweep.of(
                graph,
                List.of(new FeatureBlock("text", FeatureBlock.Kind.TEXT, 0, width)),
                embedding,
                new SweepPlan(ClusterCounts.parse("2..8"), Method.AUTO, 3, 1, 0),
                SweepOptions.of(2));
        assertThat(sweep.criterion()).isEqualTo(Criterion.AGREEMENT);
        assertThat(sweep.row(5).scores().evidence()).isNull();
        assertThat(sweep.choice().k()).isEqualTo(5);
        assertThat(sweep.choice().sentence())
                .startsWith("k = 5: of all numbers tried, 5 has the largest product of agreement, ")
                .contains(
                        " between clusterings by several methods on 3 random halves of the nodes each (adjusted Rand index), and modularity"
                                + " above chance; modularity ",
                        " by chance");
    }

    @Test
    void stopsWhenAskedTo() {
        SweepPlan plan = SweepPlan.of(ClusterCounts.parse("2..4"), Method.AUTO, 0);
        assertThatThrownBy(() ->
                        Sweep.of(planted(), null, null, plan, new SweepOptions(2, (done, total) -> {}, () -> true)))
                .isInstanceOf(SweepCancelledException.class)
                .hasMessage("cancelled in the sweep over numbers of clusters, 0 of 17 done; nothing was kept");
    }

    @Test
    void tellsHowFarItIs() {
        List<Integer> told = new ArrayList<>();
        Sweep.of(
                planted(),
                null,
                null,
                new SweepPlan(ClusterCounts.parse("2,3"), Method.LEIDEN, 2, 1, 0),
                new SweepOptions(
                        2,
                        (done, total) -> {
                            assertThat(total).isEqualTo(7);
                            told.add(done);
                        },
                        () -> false));
        assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void refusesMoreClustersThanNodesAndMethodsWithoutTheirData() {
        AttributedGraph graph = new AttributedGraph(
                GraphBuilder.symmetric(4).build(), new DenseFeatures(4, 1, new float[] {1, 2, 3, 4}));
        assertThatThrownBy(() -> sweep(graph, "2..5", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clusters: expected at most 4 (nodes), got 5");
        SweepPlan leiden = SweepPlan.of(ClusterCounts.parse("2..3"), Method.LEIDEN, 0);
        assertThatThrownBy(() -> Sweep.of(graph, null, null, leiden, SweepOptions.of(1)))
                .hasMessage("method leiden: needs edges, and the graph has none");
    }
}
