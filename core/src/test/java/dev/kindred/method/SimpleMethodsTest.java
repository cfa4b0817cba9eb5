package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.tensor.Compute;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimpleMethodsTest {
    private static final Planted PLANTED = Planted.of(300, .8, 3, 1);

    private static Grouping fit(Method method, Prepared data, int threads) {
        try (Compute compute = Compute.create(threads)) {
            return new SimpleMethods(data, 3, 0, compute).fit(method);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"BLOCKS", "KMEANS", "SSGC", "LEIDEN", "SPECTRAL"})
    void findsPlantedGroupsWithTheSameBitsForAnyNumberOfThreads(Method method) {
        Grouping found = fit(method, PLANTED.prepared(), 1);
        assertThat(LabelMetrics.adjustedRandIndex(PLANTED.labels(), found.labels()))
                .isGreaterThan(.8);
        assertThat(fit(method, PLANTED.prepared(), 3).shares()).isEqualTo(found.shares());
        assertThat(found.occupied()).isEqualTo(3);
        for (int i = 0; i < found.nodes(); i++) {
            double sum = found.shares()[3 * i] + found.shares()[3 * i + 1] + found.shares()[3 * i + 2];
            assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
            assertThat(found.labels()[i]).isNotEqualTo(found.second()[i]);
            assertThat(found.margin()[i]).isBetween(0f, found.confidence()[i]);
        }
    }

    @Test
    void theBlockModelBeatsEitherSideWhereBothAreWeak() {
        Planted weak = Planted.of(600, .55, 1.4, 2);
        double both = LabelMetrics.adjustedRandIndex(
                weak.labels(), fit(Method.BLOCKS, weak.prepared(), 1).labels());
        for (Method one : List.of(Method.KMEANS, Method.LEIDEN)) {
            assertThat(both)
                    .isGreaterThan(LabelMetrics.adjustedRandIndex(
                            weak.labels(), fit(one, weak.prepared(), 1).labels()));
        }
    }

    @Test
    void weightsCountOnAnyScale() {
        for (float scale : new float[] {.0001f, 1, 1e6f}) {
            GraphBuilder complete = GraphBuilder.symmetric(60);
            for (int a = 0; a < 60; a++) {
                for (int b = 0; b < a; b++) {
                    complete.add(a, b, scale * (a % 2 == b % 2 ? 100 : .01f));
                }
            }
            Prepared data = Prepared.of(
                    new AttributedGraph(complete.build(), new DenseFeatures(60, 0, new float[0])), List.of());
            int[] truth = new int[60];
            Arrays.setAll(truth, i -> i % 2);
            try (Compute compute = Compute.create(1)) {
                SimpleMethods methods = new SimpleMethods(data, 2, 0, compute);
                for (Method method : List.of(Method.LEIDEN, Method.SPECTRAL, Method.BLOCKS)) {
                    assertThat(LabelMetrics.adjustedRandIndex(
                                    truth, methods.fit(method).labels()))
                            .as(method + " at " + scale)
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void saysWhatAMethodNeeds() {
        Prepared edgesOnly = PLANTED.prepared().withoutAttributes();
        assertThatThrownBy(() -> fit(Method.KMEANS, edgesOnly, 1))
                .hasMessage("method kmeans: needs attributes, and the nodes have none of their own");
        assertThatThrownBy(() -> fit(Method.LEIDEN, PLANTED.prepared().withoutEdges(), 1))
                .hasMessage("method leiden: needs edges, and the graph has none");
        assertThatThrownBy(() -> Method.of("louvain"))
                .hasMessage("method: expected auto, daegc, blocks, kmeans, ssgc, leiden, spectral, got louvain");
    }

    @Test
    void aGraphWithoutAnythingIsStillGrouped() {
        Prepared bare = PLANTED.prepared().withoutAttributes().withoutEdges();
        assertThat(fit(Method.BLOCKS, bare, 1).nodes()).isEqualTo(300);
    }

    @Test
    void fewerNodesThanCommunitiesAreMerged() {
        Leiden leiden = new Leiden(PLANTED.prepared().edges());
        int[] many = leiden.communities(10, 0, 10);
        assertThat(Arrays.stream(many).max().orElse(0)).isGreaterThan(4);
        int[] merged = leiden.merged(many, 4, 1);
        assertThat(Arrays.stream(merged).distinct().count()).isEqualTo(4);
    }
}
