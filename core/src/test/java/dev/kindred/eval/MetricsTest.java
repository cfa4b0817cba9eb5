package dev.kindred.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.kindred.eval.LabelMetrics.Matching;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Numbers printed by scikit-learn ({@code normalized_mutual_info_score}, {@code adjusted_mutual_info_score},
 * {@code adjusted_rand_score}, {@code homogeneity_score}, {@code completeness_score}; the small ones are its documented examples) and by
 * networkx ({@code community.modularity}, {@code conductance} on its karate club); the rest worked out by hand.
 */
class MetricsTest {
    private static final Offset<Double> EXACT = within(1e-11);

    private static int[] sequence(IntUnaryOperator value) {
        return IntStream.range(0, 60).map(value).toArray();
    }

    private static final int[] X = sequence(i -> (i * i * 7 + i / 3) % 5);
    private static final int[] Y = sequence(i -> (i * i * 7 + i / 3 + (i % 4 == 0 ? i : 0)) % 5);
    private static final int[] Z = sequence(i -> (i * 3 + i / 7) % 8);

    private static void assertScores(int[] labels, int[] clusters, double... nmiAmiAriHomogeneityCompleteness) {
        LabelMetrics m = LabelMetrics.of(labels, clusters);
        double[] actual = {m.nmi(), m.ami(), m.ari(), m.homogeneity(), m.completeness()};
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("score %d", i).isCloseTo(nmiAmiAriHomogeneityCompleteness[i], EXACT);
        }
    }

    @Test
    void scoresAreThoseOfScikitLearn() {
        assertScores(X, Y, .555251037158, .50439519028, .525691023536, .555251037158, .555251037158);
        assertScores(X, Z, .099525528908, -.07092257873, -.039432936481, .116280769822, .086990770802);
        assertScores(Z, X, .099525528908, -.07092257873, -.039432936481, .086990770802, .116280769822);
        assertScores(
                new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2}, .8, .571428571429, .571428571429, 1, .666666666667);
        assertScores(new int[] {0, 0, 0, 0}, new int[] {0, 1, 2, 3}, 0, 0, 0, 1, 0);
        assertScores(
                new int[] {0, 0, 1, 2}, new int[] {0, 0, 1, 1}, .8, .571428571429, .571428571429, .666666666667, 1);
    }

    @Test
    void matchingIsOneToOneAndWorkedOutByHand() {
        int[] labels = {5, 5, 5, 5, 9, 9, 9, 2, 2, 2};
        int[] clusters = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
        LabelMetrics m = LabelMetrics.of(labels, clusters);
        // Cluster 1 is label 5 (3 nodes); cluster 0 can be 9 or 2 (3 nodes); the third label stays unmatched.
        assertThat(m.accuracy()).isCloseTo(.6, EXACT);
        assertThat(m.purity()).isCloseTo(.6, EXACT);
        assertThat(m.macroF1()).isCloseTo((2.0 * 3 / 7 + 2.0 * 3 / 10) / 3, EXACT);
        int[] greedyLoses = {0, 0, 0, 0, 0, 1, 1, 1, 1};
        int[] found = {0, 0, 0, 1, 1, 0, 0, 0, 0};
        assertThat(LabelMetrics.of(greedyLoses, found).accuracy()).isCloseTo(6.0 / 9, EXACT);
    }

    @Test
    void perfectAndMoreClustersThanLabels() {
        LabelMetrics perfect = LabelMetrics.of(new int[] {7, 7, -3, -3}, new int[] {0, 0, 1, 1});
        assertThat(perfect).isEqualTo(new LabelMetrics(1, 1, 1, 1, 1, 1, 1, 1, Matching.EXACT));
        LabelMetrics split = LabelMetrics.of(new int[] {0, 0, 0, 0}, new int[] {0, 0, 0, 1});
        assertThat(split.accuracy()).isCloseTo(.75, EXACT);
        assertThat(split.purity()).isEqualTo(1);
    }

    @Test
    void renamingClustersChangesNothing() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            int[] labels = random.ints(40, 0, 4).toArray();
            int[] clusters = random.ints(40, 0, 6).toArray();
            int[] renamed = IntStream.of(clusters).map(c -> 100 - 7 * c).toArray();
            assertThat(LabelMetrics.of(labels, renamed).accuracy())
                    .isCloseTo(LabelMetrics.of(labels, clusters).accuracy(), EXACT);
            assertThat(LabelMetrics.of(labels, renamed).ami())
                    .isCloseTo(LabelMetrics.of(labels, clusters).ami(), within(1e-9));
            assertThat(LabelMetrics.adjustedRandIndex(labels, renamed))
                    .isCloseTo(LabelMetrics.adjustedRandIndex(clusters, labels), within(1e-9));
        }
    }

    /** All assignments of up to six rows, tried one by one. */
    private static int best(int[] weights, int rows, int columns, int row, int taken) {
        if (row == rows) {
            return 0;
        }
        int best = Integer.MIN_VALUE;
        for (int column = 0; column < columns; column++) {
            if ((taken >> column & 1) == 0) {
                int rest = best(weights, rows, columns, row + 1, taken | 1 << column);
                best = Math.max(best, weights[row * columns + column] + rest);
            }
        }
        return best;
    }

    @Test
    void noAssignmentIsBetter() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            int rows = random.nextInt(6);
            int columns = rows + random.nextInt(3);
            int[] weights = random.ints((long) rows * columns, 0, 1 + random.nextInt(20))
                    .toArray();
            int[] found = Assignment.of(weights, rows, columns);
            assertThat(Arrays.stream(found).distinct()).hasSize(rows);
            int sum = IntStream.range(0, rows)
                    .map(row -> weights[row * columns + found[row]])
                    .sum();
            assertThat(sum).isEqualTo(best(weights, rows, columns, 0, 0));
        }
        assertThatThrownBy(() -> Assignment.of(new int[2], 2, 1))
                .hasMessage("rows: expected at most 1 (columns), got 2");
    }

    /** Once a boxed object for each pair of a label and a cluster: 25 million of them filled any heap. */
    @Test
    void thousandsOfLabelsAndClustersAreMatchedInLittleMemory() {
        int nodes = 20_000;
        int[] labels = IntStream.range(0, nodes).map(i -> i / 4).toArray();
        int[] clusters = IntStream.range(0, nodes)
                .map(i -> (i / 4 * 7 + (i % 4 == 3 ? 1 : 0)) % 5_000)
                .toArray();
        LabelMetrics metrics = LabelMetrics.of(labels, clusters);
        assertThat(metrics.matching()).isEqualTo(Matching.GREEDY);
        assertThat(metrics.accuracy()).isEqualTo(.75);
        LabelMetrics oneEach = LabelMetrics.of(IntStream.range(0, nodes).toArray(), new int[nodes]);
        assertThat(oneEach.matching()).isEqualTo(Matching.EXACT);
        assertThat(oneEach.accuracy()).isEqualTo(1.0 / nodes);
        assertThat(oneEach.ami()).isZero();
    }

    /** As many labels as nodes, and as many clusters: an id taken for a label. */
    @Test
    void thirtyThousandLabelsAndClustersTakeMemoryByNodes() {
        int[] labels = IntStream.range(0, 30_000).toArray();
        int[] clusters = IntStream.range(0, 30_000).map(i -> i ^ 1).toArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        LabelMetrics metrics = LabelMetrics.of(labels, clusters);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200L * labels.length);
        assertThat(metrics.matching()).isEqualTo(Matching.GREEDY);
        assertThat(metrics.accuracy()).isEqualTo(1);
    }

    @Test
    void greedyMatchingIsALowerBound() {
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            int[] labels = random.ints(60, 0, 8).toArray();
            int[] clusters = random.ints(60, 0, 6).toArray();
            Contingency table = Contingency.of(labels, clusters);
            LabelMatching exact = LabelMatching.exact(table);
            LabelMatching greedy = LabelMatching.greedy(table);
            assertThat(2 * agreed(table, greedy)).isGreaterThanOrEqualTo(agreed(table, exact));
            assertThat(agreed(table, greedy)).isLessThanOrEqualTo(agreed(table, exact));
        }
    }

    private static int agreed(Contingency table, LabelMatching matching) {
        int[] labelOf = matching.labelOf();
        return IntStream.range(0, labelOf.length)
                .map(cluster -> labelOf[cluster] < 0 ? 0 : table.count(labelOf[cluster], cluster))
                .sum();
    }

    @Test
    void nodesWithoutALabelAreLeftOut() {
        assertThat(LabelMetrics.ofLabeled(new int[] {-1, 3, 3, 8}, new int[] {0, 0, 0, 1}))
                .isEqualTo(LabelMetrics.of(new int[] {3, 3, 8}, new int[] {0, 0, 1}));
        assertThat(LabelMetrics.ofLabeled(new int[] {-1, -1}, new int[] {0, 1})).isNull();
    }

    @Test
    void lengthsMustAgree() {
        assertThatThrownBy(() -> LabelMetrics.of(new int[2], new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clusters: expected 2 (labels), got 3");
    }

    private static final String KARATE =
            "0-1,0-2,0-3,0-4,0-5,0-6,0-7,0-8,0-10,0-11,0-12,0-13,0-17,0-19,0-21,0-31,1-2,1-3,1-7,1-13,"
                    + "1-17,1-19,1-21,1-30,2-3,2-7,2-8,2-9,2-13,2-27,2-28,2-32,3-7,3-12,3-13,4-6,4-10,5-6,5-10,5-16,6-16,8-30,8-32,8-33,9-33,"
                    + "13-33,14-32,14-33,15-32,15-33,18-32,18-33,19-33,20-32,20-33,22-32,22-33,23-25,23-27,23-29,23-32,23-33,24-25,24-27,24-31,"
                    + "25-31,26-29,26-33,27-33,28-31,28-33,29-32,29-33,30-32,30-33,31-32,31-33,32-33";
    private static final int[] CLUB = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
    };

    @Test
    void structureIsThatOfNetworkx() {
        GraphBuilder builder = GraphBuilder.symmetric(34);
        for (String edge : KARATE.split(",", -1)) {
            String[] ends = edge.split("-", -1);
            builder.add(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        }
        StructureMetrics metrics = StructureMetrics.of(builder.build(), CLUB, 2);
        assertThat(metrics.modularity()).isCloseTo(.3582347140039448, EXACT);
        assertThat(metrics.clusters().get(0).conductance()).isCloseTo(.14666666666666667, EXACT);
        assertThat(metrics.clusters().get(1).conductance()).isCloseTo(.14666666666666667, EXACT);
        assertThat(metrics.clusters().stream()
                        .mapToDouble(StructureMetrics.Cluster::modularity)
                        .sum())
                .isCloseTo(metrics.modularity(), EXACT);
    }

    @Test
    void weightsAndDirectionsCount() {
        Graph weighted = Graphs.of("a-b 3, b-c 1, c-d 4");
        StructureMetrics metrics = StructureMetrics.of(weighted, new int[] {0, 0, 1, 1}, 3);
        assertThat(metrics.cutShare()).isCloseTo(1.0 / 8, EXACT);
        assertThat(metrics.modularity()).isCloseTo(7.0 / 8 - (7.0 / 16) * (7.0 / 16) - (9.0 / 16) * (9.0 / 16), EXACT);
        assertThat(metrics.clusters().get(0).conductance()).isCloseTo(1.0 / 7, EXACT);
        assertThat(metrics.meanConductance()).isCloseTo(1.0 / 7, EXACT);
        assertThat(metrics.clusters().get(2)).isEqualTo(new StructureMetrics.Cluster(2, 0, 0, 0));
        StructureMetrics directed =
                StructureMetrics.of(Graphs.directed("a-b 3, b-c 1, c-d 4"), new int[] {0, 0, 1, 1}, 3);
        assertThat(directed.modularity()).isCloseTo(metrics.modularity(), EXACT);
    }

    @Test
    void noEdgesGiveZeros() {
        StructureMetrics metrics = StructureMetrics.of(Graphs.empty(3), new int[] {0, 1, 1}, 2);
        assertThat(metrics.modularity()).isZero();
        assertThat(metrics.meanConductance()).isZero();
        assertThat(metrics.cutShare()).isZero();
    }
}
