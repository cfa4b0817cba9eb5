package dev.kindred.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.doctor.Finding.Kind;
import dev.kindred.eval.GraphFacts;
import dev.kindred.explain.Column;
import dev.kindred.explain.FeatureColumns;
import dev.kindred.explain.FeatureColumns.Source;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final int N = 600;

    private final Random random = new Random(5);
    private final List<String> names = new ArrayList<>();
    private final List<IntToDoubleFunction> columns = new ArrayList<>();
    private int @Nullable [] labels;

    private DiagnosisTest number(String name, IntToDoubleFunction value) {
        names.add(name);
        columns.add(value);
        return this;
    }

    /** Edges mostly inside of groups {@code i % 3}. */
    private static Graph groups(double inside, long seed) {
        Random random = new Random(seed);
        GraphBuilder builder = GraphBuilder.symmetric(N);
        for (int e = 0; e < 4 * N; e++) {
            int a = random.nextInt(N);
            int b = random.nextDouble() < inside ? random.nextInt(N / 3) * 3 + a % 3 : random.nextInt(N);
            if (a != b) {
                builder.add(a, b);
            }
        }
        return builder.build();
    }

    private Diagnosis diagnose(Graph graph) {
        return diagnose(graph, 1);
    }

    private Diagnosis diagnose(Graph graph, int threads) {
        int d = columns.size();
        float[] values = new float[N * d];
        List<Source> sources = new ArrayList<>();
        List<FeatureBlock> blocks = new ArrayList<>();
        for (int c = 0; c < d; c++) {
            for (int i = 0; i < N; i++) {
                values[i * d + c] = (float) columns.get(c).applyAsDouble(i);
            }
            sources.add(Source.asStored(new Column(names.get(c), Column.Kind.NUMBER, List.of(), c, 1)));
            blocks.add(new FeatureBlock(names.get(c), FeatureBlock.Kind.NUMBER, c, 1));
        }
        DenseFeatures features = new DenseFeatures(N, d, values);
        AttributedGraph attributed = new AttributedGraph(graph, features);
        try (Compute compute = Compute.create(threads)) {
            return Diagnosis.of(
                    compute,
                    attributed,
                    GraphFacts.of(attributed),
                    blocks,
                    FeatureColumns.of(features, sources),
                    labels);
        }
    }

    private double gauss(double mean) {
        return mean + random.nextGaussian();
    }

    @Test
    void findsNothingInSoundData() {
        Diagnosis sound = number("age", i -> gauss(3 * (i % 3)))
                .number("income", i -> gauss(i % 3 == 1 ? 4 : 0))
                .diagnose(groups(.7, 1));
        assertThat(sound.findings()).isEmpty();
        assertThat(sound.carrier()).isEqualTo("edges and attributes");
        assertThat(sound.neighbors()).extracting(Likeness::holds).containsExactly(true, true);
    }

    @Test
    void tellsColumnsWhoseNeighborsAreAlikeFromOthers() {
        Diagnosis found = number("noise", i -> gauss(0))
                .number("age", i -> gauss(5 * (i % 3)))
                .diagnose(groups(.7, 1));
        assertThat(found.neighbors()).extracting(Likeness::column).containsExactly("age", "noise");
        assertThat(found.neighbors().getFirst().alike()).isBetween(.2, 1.0);
        assertThat(found.neighbors().getFirst().holds()).isTrue();
        assertThat(found.neighbors().getLast().holds()).isFalse();
    }

    @Test
    void findsColumnsThatAreNoAttributes() {
        labels = new int[N];
        for (int i = 0; i < N; i++) {
            labels[i] = i % 3;
        }
        Diagnosis found = number("age", i -> gauss(3 * (i % 3)))
                .number("row_number", i -> (i * 7 + 3) % N + 1)
                .number("loaded_at", i -> 1e6 + 37.5 * i + random.nextInt(30))
                .number("always", i -> 4)
                .number("segment", i -> i % 3 * 10)
                .number("segment_again", i -> 5 + i % 3 * 2)
                .diagnose(groups(.7, 1));
        assertThat(found.findings())
                .extracting(Finding::kind)
                .containsExactly(
                        Kind.NEARLY_ID, Kind.FOLLOWS_ROWS, Kind.CONSTANT, Kind.GIVES_LABEL_AWAY, Kind.DUPLICATE);
        assertThat(found.findings())
                .extracting(Finding::sentence)
                .startsWith("column row_number numbers the nodes: 1 to 600, no number twice")
                .contains(
                        "column always has the same value everywhere",
                        "column segment tells the label of 100.0 % of the nodes: clusters that find it again prove nothing",
                        "column segment_again tells the same as column segment, which then counts twice");
        assertThat(found.findings())
                .extracting(Finding::advice)
                .contains(new Advice.IgnoreColumn("row_number"), new Advice.IgnoreColumn("segment"));
    }

    @Test
    void findsSidesThatSayNothing() {
        assertThat(number("age", i -> gauss(6 * (i % 3)))
                        .number("income", i -> gauss(i % 3 == 1 ? 6 : 0))
                        .diagnose(groups(0, 1))
                        .findings())
                .containsExactly(new Finding(
                        Kind.EDGES_SAY_NOTHING,
                        "the edges hold no groups beyond chance, the attributes do",
                        new Advice.AttributesOnly()));
        columns.clear();
        names.clear();
        assertThat(number("age", i -> gauss(0))
                        .number("income", i -> gauss(0))
                        .diagnose(groups(.8, 1))
                        .findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.ATTRIBUTES_SAY_NOTHING);
        assertThat(diagnose(groups(0, 2)).findings()).extracting(Finding::kind).containsExactly(Kind.NO_GROUPS);
    }

    @Test
    void findsHubsThatHideCommunities() {
        GraphBuilder builder = GraphBuilder.symmetric(N);
        for (int i = 0; i < N; i++) {
            for (int e = 0; e < 3; e++) {
                int other = random.nextInt(N / 6) * 6 + i % 6;
                if (other != i) {
                    builder.add(i, other);
                }
            }
            for (int hub = 0; hub < 8; hub++) {
                if (i != hub && random.nextDouble() < .6) {
                    builder.add(i, hub);
                }
            }
        }
        Graph graph = builder.build();
        Diagnosis found = number("age", i -> gauss(3 * (i % 6))).diagnose(graph);
        Finding hubs = found.findings().stream()
                .filter(finding -> finding.kind() == Kind.HUBS)
                .findFirst()
                .orElseThrow();
        assertThat(hubs.sentence()).startsWith("8 nodes have more than ");
        assertThat(hubs.advice()).isInstanceOf(Advice.LimitNeighbors.class);
        int most = ((Advice.LimitNeighbors) hubs.advice()).most();
        Graph without = graph.withoutHubs(most);
        for (int hub = 0; hub < 8; hub++) {
            assertThat(without.degree(hub)).isZero();
        }
        assertThat(without.isSymmetric()).isTrue();
    }

    @Test
    void findsRowsLoadedMoreThanOnce() {
        Diagnosis found = number("age", i -> i < 90 ? 40 : gauss(3 * (i % 3)))
                .number("income", i -> i < 90 ? 0 : gauss(i % 3 == 1 ? 4 : 0))
                .diagnose(groups(.7, 1));
        assertThat(found.findings()).extracting(Finding::kind).containsExactly(Kind.IDENTICAL_ROWS);
        assertThat(found.findings().getFirst().sentence())
                .isEqualTo(
                        "90 nodes have exactly the attributes of another one; the largest such group, 90 nodes, makes a"
                                + " cluster by itself");
    }

    @Test
    void threadsChangeNothing() {
        List<double[]> fixed = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            fixed.add(random.doubles(N).toArray());
        }
        number("one", i -> fixed.get(0)[i]).number("other", i -> fixed.get(1)[i] + i % 3);
        assertThat(diagnose(groups(.7, 1), 1)).isEqualTo(diagnose(groups(.7, 1), 2));
    }
}
