package dev.kindred.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.method.Planted;
import dev.kindred.method.Prepared;
import dev.kindred.signal.Carrier;
import dev.kindred.tensor.Compute;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static Choice choice(Prepared data, @Nullable Network network, int threads) {
        try (Compute compute = Compute.create(threads)) {
            return Choice.of(data, 3, 0, network, compute);
        }
    }

    @Test
    void usesBothSidesWhereBothCarry() {
        Planted planted = Planted.of(450, .7, 2, 1);
        Choice choice = choice(planted.prepared(), null, 1);
        assertThat(choice.signals().carrier()).isEqualTo(Carrier.BOTH);
        assertThat(LabelMetrics.adjustedRandIndex(
                        planted.labels(), choice.grouping().labels()))
                .isGreaterThan(.9);
        assertThat(choice.method()).isEqualTo("blocks");
        assertThat(choice.candidates())
                .extracting(Candidate::method)
                .containsExactly("kmeans", "ssgc", "leiden", "spectral", "smoothing 2", "smoothing 8", "blocks");
        assertThat(choice.why()).startsWith("a block model of edges and attributes, fitted from the best of 6 starts");
    }

    @Test
    void ignoresEdgesThatSayNothing() {
        Planted planted = Planted.of(450, 0, 4, 1);
        Choice choice = choice(planted.prepared(), null, 1);
        assertThat(choice.signals().carrier()).isEqualTo(Carrier.ATTRIBUTES);
        assertThat(LabelMetrics.adjustedRandIndex(
                        planted.labels(), choice.grouping().labels()))
                .isGreaterThan(.9);
    }

    @Test
    void ignoresAttributesThatSayNothing() {
        Planted planted = Planted.of(450, .8, 0, 1);
        Choice choice = choice(planted.prepared(), null, 1);
        assertThat(choice.signals().carrier()).isEqualTo(Carrier.STRUCTURE);
        assertThat(LabelMetrics.adjustedRandIndex(
                        planted.labels(), choice.grouping().labels()))
                .isGreaterThan(.9);
    }

    /** Groups at the edge of what can be told: 3.4 neighbors a node, a third of them across, and four words of ten that mean something. */
    private static Planted weak() {
        int n = 600;
        Random random = new Random(11);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % 3);
        float[] values = new float[n * 200];
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < 8; t++) {
                int word = random.nextInt(200);
                values[i * 200 + (random.nextDouble() < .4 ? word / 3 * 3 % 198 + labels[i] : word)] = 1;
            }
        }
        GraphBuilder builder = GraphBuilder.symmetric(n);
        for (int e = 0; e < 1.7 * n; e++) {
            int a = random.nextInt(n);
            int b = random.nextDouble() < .5 ? random.nextInt(n / 3) * 3 + labels[a] : random.nextInt(n);
            if (a != b) {
                builder.add(a, b);
            }
        }
        AttributedGraph graph = new AttributedGraph(builder.build(), new DenseFeatures(n, 200, values));
        return new Planted(graph, labels, List.of(new FeatureBlock("text", FeatureBlock.Kind.TEXT, 0, 200)));
    }

    @Test
    void doesNotJudgeByAModelThatExplainsLessThanNoGroups() {
        Planted weak = weak();
        Choice without = choice(weak.prepared(), null, 1);
        assertThat(without.signals().carrier()).isEqualTo(Carrier.BOTH);
        assertThat(without.candidates().getLast().bits()).isNegative();
        assertThat(without.method()).isEqualTo("smoothing 2");
        assertThat(without.why())
                .matches(
                        "groups are too weak for a block model to judge \\(-0\\.\\d\\d bits a node\\), and attributes averaged over"
                                + " neighbors use both sides");
        Choice network = choice(weak.prepared(), new Network(weak.labels(), weak.labels()), 1);
        assertThat(network.method()).isEqualTo("daegc");
        assertThat(network.why()).endsWith("and the network learns from edges and attributes together");
        Choice collapsed = choice(weak.prepared(), new Network(new int[600], new int[600]), 1);
        assertThat(collapsed.method()).isEqualTo("smoothing 2");
    }

    @Test
    void findsNothingWhereNothingIs() {
        for (int seed = 0; seed < 5; seed++) {
            assertThat(choice(Planted.of(300, 0, 0, seed).prepared(), null, 1)
                            .signals()
                            .carrier())
                    .isEqualTo(Carrier.NOTHING);
        }
    }

    @Test
    void takesNoFitWithEmptyClustersWhereOthersFillThem() {
        GraphBuilder cliques = GraphBuilder.symmetric(10);
        for (int a = 0; a < 10; a++) {
            for (int b = a % 2; b < a; b += 2) {
                cliques.add(a, b);
            }
        }
        Prepared data =
                Prepared.of(new AttributedGraph(cliques.build(), new DenseFeatures(10, 0, new float[0])), List.of());
        try (Compute compute = Compute.create(1)) {
            Choice choice = Choice.of(data, 2, 0, new Network(new int[10], new int[10]), compute);
            assertThat(choice.grouping().occupied()).isEqualTo(2);
            assertThat(choice.grouping().labels()[0])
                    .isNotEqualTo(choice.grouping().labels()[1]);
            assertThat(Findings.of(choice).sure()).doesNotContain("have a node");
        }
    }

    @Test
    void saysFirstWhatWasFoundThenHowSureThenWhatToDo() {
        Choice nothing = choice(Planted.of(300, 0, 0, 1).prepared(), null, 1);
        assertThat(Findings.of(nothing).found())
                .matches(
                        "found: no groups: neither edges nor attributes differ from chance \\(communities have modularity"
                                + " 0\\.\\d{3} against 0\\.\\d{3} by chance\\)");
        assertThat(Findings.of(nothing).remedy())
                .isEqualTo("what to do: do not use these clusters; bring other columns, or edges that mean more");
        Choice attributes = choice(Planted.of(450, 0, 4, 1).prepared(), null, 1);
        assertThat(Findings.of(attributes).remedy())
                .isEqualTo("what to do: leave the edges out, or bring ones that join nodes that belong together");
        assertThat(Findings.of(attributes).sure())
                .matches(
                        "how sure: \\d+ % of the nodes have a confidence below 0\\.5; the other 1 candidates agree with"
                                + " blocks to [01]\\.\\d\\d \\(mean NMI\\)");
    }

    @Test
    void hasTheSameBitsForAnyNumberOfThreads() {
        Prepared data = Planted.of(300, .7, 2, 4).prepared();
        Choice one = choice(data, null, 1);
        Choice four = choice(data, null, 4);
        assertThat(four.grouping().shares()).isEqualTo(one.grouping().shares());
        assertThat(four.candidates()).isEqualTo(one.candidates());
        assertThat(four.signals()).isEqualTo(one.signals());
    }

    @Test
    void doesNotHearANetworkThatCollapsed() {
        int n = 400;
        Random random = new Random(7);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % 3);
        int[] columns = new int[n * 8];
        long[] offsets = new long[n + 1];
        for (int i = 0; i < n; i++) {
            int at = i;
            int[] words = random.ints(0, 600)
                    .map(w -> w % 5 == 0 ? w : w / 3 * 3 + labels[at])
                    .filter(w -> w < 600)
                    .distinct()
                    .limit(8)
                    .sorted()
                    .toArray();
            System.arraycopy(words, 0, columns, 8 * i, 8);
            offsets[i + 1] = 8L * (i + 1);
        }
        float[] ones = new float[columns.length];
        Arrays.fill(ones, 1);
        GraphBuilder builder = GraphBuilder.symmetric(n);
        for (int e = 0; e < 4 * n; e++) {
            int a = random.nextInt(n);
            int b = random.nextInt(4) > 0 ? random.nextInt(n / 3) * 3 + labels[a] : random.nextInt(n);
            if (a != b && b < n) {
                builder.add(a, b);
            }
        }
        Prepared data = Prepared.of(
                new AttributedGraph(builder.build(), new SparseFeatures(600, offsets, columns, ones)), null);
        Choice choice = choice(data, new Network(labels, new int[n]), 1);
        assertThat(choice.method()).isEqualTo("consensus");
        assertThat(choice.why()).isEqualTo("the vote of 4 clusterings: there are too many columns for a block model");
        assertThat(LabelMetrics.adjustedRandIndex(labels, choice.grouping().labels()))
                .isGreaterThan(.9);
    }
}
