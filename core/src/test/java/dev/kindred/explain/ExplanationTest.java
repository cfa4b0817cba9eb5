package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.explain.Column.Kind;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplanationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Explanation explained(Subject subject) {
        return explained(subject, 2);
    }

    private static Explanation explained(Subject subject, int threads) {
        try (Compute compute = Compute.create(threads)) {
            return Explanation.of(compute, subject);
        }
    }

    @Test
    void plantedAttributesNameTheirClusters() {
        Summary summary = explained(Planted.subject()).summary();
        List<ClusterCard> cards = summary.clusters();
        assertThat(cards.get(0).name()).isEqualTo("city = Rome");
        assertThat(cards.get(1).name()).isEqualTo("notes: late, payer");
        assertThat(cards.get(2).name()).matches("age 5\\d(\\.\\d)? \\(mean 4\\d(\\.\\d)?\\)");
        assertThat(cards.get(3).name()).isEqualTo("height missing, active = yes");
        Trait rome = cards.get(0).traits().getFirst();
        assertThat(rome.test()).isEqualTo(Trait.Test.CHI_SQUARED);
        assertThat(rome.lift()).isGreaterThan(1.5);
        assertThat(rome.q()).isLessThan(1e-6).isGreaterThan(rome.p());
        assertThat(summary.features().get(rome.feature()).name()).isEqualTo("city = Rome");
        for (ClusterCard card : cards) {
            assertThat(card.traits())
                    .noneMatch(trait ->
                            trait.text().startsWith("noise") || trait.text().startsWith("constant"));
            assertThat(card.size()).isEqualTo(Planted.SIZE);
            assertThat(card.density()).isBetween(.15, .25);
            assertThat(card.cohesion()).isGreaterThan(.9);
            assertThat(card.separation()).isGreaterThan(.5);
            assertThat(card.stability()).isNull();
        }
    }

    @Test
    void numbersArriveInTheUsersUnits() {
        Explanation explanation = explained(Planted.subject());
        Trait age = explanation.summary().clusters().get(2).traits().getFirst();
        assertThat(age.inside()).isBetween(54.0, 62.0);
        assertThat(age.outside()).isBetween(35.0, 41.0);
        assertThat(age.lift()).isNull();
        assertThat(age.measure()).isEqualTo(Trait.Measure.CLIFF);
        Feature feature = explanation.summary().features().get(age.feature());
        assertThat(feature.kind()).isEqualTo(Feature.Kind.NUMBER);
        assertThat(feature.low()).isLessThan(feature.mean()).isLessThan(30);
        assertThat(feature.high()).isGreaterThan(60);
    }

    @Test
    void orderOfNodesDoesNotMatter() {
        Subject subject = Planted.subject();
        int n = subject.answer().nodes();
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(shuffled, new Random(11));
        int[] order = shuffled.stream().mapToInt(i -> i).toArray();
        AttributedGraph moved = new AttributedGraph(subject.graph(), Planted.features()).inOrder(order);
        Answer answer = subject.answer();
        Matrix z = Matrix.zeros(n, 5);
        for (int i = 0; i < n; i++) {
            System.arraycopy(answer.embedding().data(), order[i] * 5, z.data(), i * 5, 5);
        }
        Answer movedAnswer = new Answer(
                Arrays.stream(order).map(i -> answer.labels()[i]).toArray(),
                floats(order, answer.confidence()),
                Arrays.stream(order).map(i -> answer.second()[i]).toArray(),
                floats(order, answer.margin()),
                z,
                answer.centers());
        Explanation first = explained(subject);
        Explanation second = explained(Subject.of(moved.graph(), Planted.columns(moved.features()), movedAnswer));
        for (int j = 0; j < Planted.GROUPS; j++) {
            ClusterCard a = first.summary().clusters().get(j);
            ClusterCard b = second.summary().clusters().get(j);
            assertThat(b.name()).isEqualTo(a.name());
            assertThat(b.traits().stream().map(Trait::text))
                    .isEqualTo(a.traits().stream().map(Trait::text).toList());
            for (int t = 0; t < a.traits().size(); t++) {
                assertThat(b.traits().get(t).p()).isCloseTo(a.traits().get(t).p(), within(1e-12));
            }
            assertThat(b.separation()).isCloseTo(a.separation(), within(1e-9));
            assertThat(b.conductance()).isEqualTo(a.conductance());
            assertThat(b.typical().stream().map(i -> order[i])).isEqualTo(a.typical());
        }
        NodeCard before = first.node(order[0]);
        NodeCard after = second.node(0);
        assertThat(after.typicality()).isEqualTo(before.typicality());
        assertThat(after.speaksFor()).isEqualTo(before.speaksFor());
    }

    private static float[] floats(int[] order, float[] values) {
        float[] out = new float[order.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[order[i]];
        }
        return out;
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Subject subject = Planted.subject().withOtherSeeds(List.of(Planted.labels()));
        String one = JSON.writeValueAsString(explained(subject, 1).summary());
        assertThat(JSON.writeValueAsString(explained(subject, 2).summary())).isEqualTo(one);
        assertThat(JSON.writeValueAsString(explained(subject, 3).summary())).isEqualTo(one);
    }

    @Test
    void jsonHasTheKeysThatTheReportReads() {
        int[] given = Planted.labels();
        given[0] = -1;
        Subject subject = Planted.subject()
                .withOtherSeeds(List.of(Planted.labels()))
                .withGiven(new Given(List.of("a", "b", "c", "d"), given));
        JsonNode json = JSON.readTree(JSON.writeValueAsString(explained(subject).summary()));
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "format",
                        "nodes",
                        "edges",
                        "tests",
                        "features",
                        "shown",
                        "attention",
                        "clusters",
                        "order",
                        "between",
                        "expected",
                        "labels");
        assertThat(json.get("features").get(0).propertyNames()).containsExactly("name", "kind", "mean");
        assertThat(json.get("features").get(0).get("kind").asString()).isEqualTo("binary");
        assertThat(json.get("clusters").get(0).propertyNames())
                .contains("cluster", "name", "trust", "trustRank", "trustReason", "stability", "traits", "bridges");
        JsonNode trait = json.get("clusters").get(0).get("traits").get(0);
        assertThat(trait.propertyNames())
                .containsExactly("feature", "text", "test", "inside", "outside", "lift", "effect", "measure", "p", "q");
        assertThat(trait.get("test").asString()).isEqualTo("chi-squared");
        assertThat(trait.get("measure").asString()).isEqualTo("difference of shares");
        assertThat(json.get("labels").get("counts").get(0).get(0).asInt()).isEqualTo(Planted.SIZE - 1);
    }

    @Test
    void edgesBetweenClustersAreCountedOnce() {
        Graph graph = Graphs.of("a-b=2, b-c=3, c-d=1, a-e=5");
        Answer answer = Planted.answer(new int[] {0, 0, 1, 1, 2}, 3);
        Summary summary = explained(Subject.of(graph, none(5), answer)).summary();
        assertThat(summary.between()).isDeepEqualTo(new double[][] {{2, 3, 5}, {3, 1, 0}, {5, 0, 0}});
        double[][] expected = summary.expected();
        double total = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = a; b < 3; b++) {
                total += expected[a][b];
                assertThat(expected[a][b]).isEqualTo(expected[b][a]);
            }
        }
        assertThat(total).isCloseTo(11, within(1e-12));
        assertThat(expected[0][1]).isCloseTo(12.0 * 5 / 22, within(1e-12));
        assertThat(summary.edges()).isEqualTo(4);
        ClusterCard first = summary.clusters().getFirst();
        assertThat(first.density()).isEqualTo(1);
        assertThat(first.conductance()).isCloseTo(8.0 / 10, within(1e-12));
        assertThat(first.hubs()).containsExactly(0, 1);
        assertThat(first.bridges()).containsExactly(0, 1);
    }

    private static ColumnValues none(int nodes) {
        return FeatureColumns.unnamed(new DenseFeatures(nodes, 0, new float[0]));
    }

    @Test
    void directedEdgesCountAtBothEnds() {
        Graph graph = Graphs.directed("a-b, a-c, d-c");
        Answer answer = Planted.answer(new int[] {0, 0, 1, 1}, 2);
        Summary summary = explained(Subject.of(graph, none(4), answer)).summary();
        assertThat(summary.between()).isDeepEqualTo(new double[][] {{1, 1}, {0, 1}});
        assertThat(summary.clusters().get(0).density()).isEqualTo(.5);
        assertThat(summary.clusters().get(1).bridges()).containsExactly(2);
    }

    @Test
    void emptyClustersIsolatedNodesAndOneClusterAreTold() {
        Graph graph = Graphs.of("a-b, e");
        Answer answer = Planted.answer(new int[] {0, 0, 2, 2, 3}, 4);
        Summary summary = explained(Subject.of(graph, none(5), answer)).summary();
        ClusterCard empty = summary.clusters().get(1);
        assertThat(empty.size()).isZero();
        assertThat(empty.confidence()).isNull();
        assertThat(empty.density()).isNull();
        assertThat(empty.conductance()).isNull();
        assertThat(empty.trustRank()).isEqualTo(1);
        assertThat(empty.trustReason()).isEqualTo("it has no nodes");
        assertThat(empty.name()).isEqualTo("cluster 1");
        assertThat(summary.clusters().get(3).density()).isNull();
        assertThat(summary.clusters().get(2).hubs()).isEmpty();
        assertThat(summary.order()).startsWith(1);

        Answer whole = Planted.answer(new int[5], 1);
        Explanation one = explained(Subject.of(graph, none(5), whole));
        ClusterCard only = one.summary().clusters().getFirst();
        assertThat(only.trustReason()).isEqualTo("it is the only cluster");
        assertThat(only.separation()).isNull();
        assertThat(only.conductance()).isZero();
        NodeCard lonely = one.node(4);
        assertThat(lonely.neighbors()).isEmpty();
        assertThat(lonely.ownShare()).isNull();
        assertThat(lonely.second()).isNull();
    }

    @Test
    void constantMissingAndTiedColumnsGiveNoTrait() {
        int n = 40;
        float[] values = new float[n * 4];
        for (int i = 0; i < n; i++) {
            values[i * 4] = 1;
            values[i * 4 + 1] = 1;
            values[i * 4 + 2] = i % 2;
        }
        FeatureColumns columns = FeatureColumns.of(
                new DenseFeatures(n, 4, values),
                List.of(
                        FeatureColumns.Source.asStored(new Column("same", Kind.NUMBER, List.of(), 0, 1)),
                        new FeatureColumns.Source(new Column("gone", Kind.NUMBER, List.of(), 3, 1), 5, 1, 1),
                        FeatureColumns.Source.asStored(new Column("tied", Kind.NUMBER, List.of(), 2, 1)),
                        FeatureColumns.Source.asStored(new Column("one", Kind.CATEGORY, List.of("x"), 0, 1)),
                        FeatureColumns.Source.asStored(new Column("never", Kind.TERMS, List.of("y"), 3, 1)),
                        FeatureColumns.Source.asStored(new Column("yes", Kind.FLAG, List.of(), 0, 1))));
        int[] labels = IntStream.range(0, n).map(i -> i / 20).toArray();
        Summary summary = explained(Subject.of(Graphs.star(n), columns, Planted.answer(labels, 2)))
                .summary();
        assertThat(summary.tests()).isEqualTo(2);
        assertThat(summary.features()).isEmpty();
        assertThat(summary.clusters()).allMatch(card -> card.traits().isEmpty());
    }

    @Test
    void stabilityIsTheMeanOfTheBestOverlaps() {
        int[] swapped = Planted.labels();
        for (int i = 0; i < swapped.length; i++) {
            swapped[i] = 3 - swapped[i];
        }
        int[] half = Planted.labels();
        Arrays.fill(half, 0, 30, 1);
        Summary summary = explained(Planted.subject().withOtherSeeds(List.of(swapped, half)))
                .summary();
        assertThat(summary.clusters().get(0).stability()).isCloseTo((1 + .5) / 2, within(1e-12));
        assertThat(summary.clusters().get(1).stability()).isCloseTo((1 + 60.0 / 90) / 2, within(1e-12));
        assertThat(summary.clusters().get(2).stability()).isEqualTo(1);
        assertThat(summary.order().getFirst()).isZero();
        assertThat(summary.clusters().get(0).trustReason())
                .isEqualTo("other seeds find 75 % of it again (mean of the clusters: 90 %)");
    }

    @Test
    void nodesTellTheirNeighborsAndTraits() {
        Explanation explanation = explained(Planted.subject());
        NodeCard card = explanation.node(5);
        assertThat(card.cluster()).isZero();
        assertThat(card.second()).isEqualTo(1);
        assertThat(card.neighbors()).hasSize(Math.min(8, Planted.graph().degree(5)));
        assertThat(card.ownShare()).isGreaterThan(.5);
        assertThat(card.moves()).isNull();
        int romans = 0;
        for (int i = 0; i < Planted.SIZE; i++) {
            romans += explanation.node(i).speaksFor().stream()
                            .anyMatch(e -> e.text().equals("city = Rome"))
                    ? 1
                    : 0;
        }
        assertThat((double) romans / Planted.SIZE)
                .isEqualTo(explanation
                        .summary()
                        .clusters()
                        .get(0)
                        .traits()
                        .getFirst()
                        .inside());
        assertThatThrownBy(() -> explanation.node(240))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node: expected 0 to 239 (nodes - 1), got 240");
    }

    @Test
    void tableOfNodesAgreesWithTheirCards() {
        Explanation explanation = explained(Planted.subject());
        Summary summary = explanation.summary();
        try (Compute compute = Compute.create(2)) {
            NodeTable table = explanation.nodes(compute, 8);
            for (int i = 0; i < 240; i += 13) {
                NodeCard card = explanation.node(i);
                for (int r = 0; r < card.neighbors().size(); r++) {
                    assertThat(table.neighbors()[i * 8 + r])
                            .isEqualTo(card.neighbors().get(r).node());
                    assertThat((double) table.attention()[i * 8 + r])
                            .isEqualTo(card.neighbors().get(r).attention());
                }
                int told = Math.min(3, card.speaksFor().size());
                for (int t = 0; t < told; t++) {
                    assertThat(table.telling()[i * 3 + t])
                            .isEqualTo(card.speaksFor().get(t).feature());
                }
                assertThat(table.degree()[i]).isEqualTo(Planted.graph().degree(i));
            }
            int rome = summary.shown()
                    .indexOf(summary.clusters().get(0).traits().getFirst().feature());
            double mean = IntStream.range(0, 60)
                    .mapToDouble(i -> table.shown().get(i, rome))
                    .average()
                    .orElse(0);
            assertThat(mean)
                    .isCloseTo(summary.clusters().get(0).traits().getFirst().inside(), within(1e-6));
        }
    }

    @Test
    void matricesWithoutNamesAreNumbered() {
        float[] ones = {1, 1, 1};
        SparseFeatures sparse = new SparseFeatures(4, new long[] {0, 2, 2, 3}, new int[] {1, 3, 3}, ones);
        FeatureColumns columns = FeatureColumns.unnamed(sparse);
        assertThat(columns.columns()).hasSize(1);
        assertThat(columns.columns().getFirst().kind()).isEqualTo(Kind.TERMS);
        assertThat(columns.termsOf(0, 0)).containsExactly(1, 3);
        assertThat(columns.termsOf(0, 1)).isEmpty();
        assertThat(columns.has(0, 2, 3)).isTrue();
        assertThat(columns.has(0, 2, 1)).isFalse();
        FeatureColumns numbers = FeatureColumns.unnamed(new DenseFeatures(2, 2, new float[] {1, 2, 3, 0}));
        assertThat(numbers.columns()).extracting(Column::name).containsExactly("column 0", "column 1");
        assertThat(numbers.numberOf(1, 0)).isEqualTo(2);
        assertThatThrownBy(() -> FeatureColumns.of(
                        sparse, List.of(FeatureColumns.Source.asStored(new Column("x", Kind.NUMBER, List.of(), 4, 1)))))
                .hasMessage("column x: expected features up to 4 (columns of the matrix), got up to 5");
    }

    @Test
    void numbersReadAsPeopleWriteThem() {
        Column number = new Column("x", Kind.NUMBER, List.of(), 0, 1);
        Column date = new Column("x", Kind.DATE, List.of(), 0, 5);
        assertThat(Words.number(number, 53.99999)).isEqualTo("54");
        assertThat(Words.number(number, -0.03149)).isEqualTo("-0.0315");
        assertThat(Words.number(number, 12345.6)).isEqualTo("12346");
        assertThat(Words.number(number, 0)).isEqualTo("0");
        assertThat(Words.number(number, 1.5e12)).isEqualTo("1.50e+12");
        assertThat(Words.number(date, 86_400 * 365.25)).isEqualTo("1971-01-01");
    }

    @Test
    void whatDoesNotFitTheGraphIsRefused() {
        Subject subject = Planted.subject();
        assertThatThrownBy(() -> subject.withOtherSeeds(List.of(new int[3])))
                .hasMessage("labels of another seed: expected 240 (nodes), got 3");
        assertThatThrownBy(() -> subject.withGiven(new Given(List.of(), new int[3])))
                .hasMessage("given label: expected -1 to -1 (names - 1), got 0");
        assertThatThrownBy(() -> Planted.answer(new int[] {0, 5}, 2))
                .hasMessage("label: expected 0 to 1 (centers - 1), got 5");
    }
}
