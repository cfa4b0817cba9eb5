package dev.kindred.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against SciPy; see golden/statistics/README.md. */
class StatisticsTest {
    private static final Percentage TIGHT = Percentage.withPercentage(1e-8);

    private static JsonNode golden() throws IOException {
        try (InputStream in = StatisticsTest.class.getResourceAsStream("/golden/statistics/statistics.json")) {
            return JsonMapper.builder().build().readTree(in);
        }
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    private static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    @Test
    void hypergeometricTails() throws IOException {
        for (JsonNode row : golden().get("hypergeometric")) {
            double p = Hypergeometric.upperTail(
                    row.get("hits").asInt(),
                    row.get("drawn").asInt(),
                    row.get("marked").asInt(),
                    row.get("total").asInt());
            assertThat(p).as(row.toString()).isCloseTo(row.get("p").asDouble(), Percentage.withPercentage(1e-7));
            if (!row.get("exact").isNull()) {
                assertThat(p)
                        .as(row.toString())
                        .isCloseTo(row.get("exact").asDouble(), Percentage.withPercentage(1e-11));
            }
            if (!row.get("fisher").isNull()) {
                assertThat(p).as(row.toString()).isCloseTo(row.get("fisher").asDouble(), TIGHT);
            }
        }
    }

    @Test
    void hypergeometricTailsAtTheirEnds() {
        assertThat(Hypergeometric.upperTail(0, 4, 3, 10)).isEqualTo(1);
        assertThat(Hypergeometric.upperTail(4, 4, 3, 10)).isZero();
        assertThat(Hypergeometric.upperTail(3, 10, 3, 10)).isEqualTo(1);
        assertThat(Hypergeometric.upperTail(3, 4, 3, 10)).isCloseTo(4.0 * 3 * 2 / (10 * 9 * 8), within(1e-14));
        double sum = 0;
        for (int x = 0; x <= 30; x++) {
            sum += Hypergeometric.probability(x, 40, 30, 200);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void rankSums() throws IOException {
        for (JsonNode row : golden().get("mannWhitney")) {
            double[] inside = doubles(row.get("inside"));
            double[] outside = doubles(row.get("outside"));
            double[] values = DoubleStream.concat(Arrays.stream(inside), Arrays.stream(outside))
                    .toArray();
            int[] labels = new int[values.length];
            Arrays.fill(labels, inside.length, labels.length, 1);
            RankSums sums = new RankSums(values, labels, 2);
            assertThat(sums.u(0)).isCloseTo(row.get("u").asDouble(), within(1e-9));
            assertThat(sums.delta(0)).isCloseTo(row.get("delta").asDouble(), within(1e-12));
            assertThat(sums.delta(1)).isCloseTo(-row.get("delta").asDouble(), within(1e-12));
            assertThat(sums.p(0)).isCloseTo(row.get("p").asDouble(), TIGHT);
            assertThat(sums.p(1)).isCloseTo(row.get("p").asDouble(), TIGHT);
            assertThat(sums.mean(0)).isCloseTo(Arrays.stream(inside).average().orElse(0), within(1e-12));
        }
    }

    @Test
    void rankSumsOfHostileNumbers() {
        double[] values = {Double.NaN, 0.0, -0.0, 1e300, -1e300, 0.0};
        RankSums sums = new RankSums(values, new int[] {0, 0, 1, 1, 2, 2}, 4);
        assertThat(sums.known()).isEqualTo(5);
        assertThat(sums.u(0)).isEqualTo(2.0);
        assertThat(sums.comparable(3)).isFalse();
        assertThat(new RankSums(new double[] {2, 2, 2}, new int[] {0, 1, 1}, 2).comparable(0))
                .isFalse();
    }

    @Test
    void chiSquared() throws IOException {
        for (JsonNode row : golden().get("chiSquared")) {
            CategoryTest test = CategoryTest.of(ints(row.get("inside")), ints(row.get("all")));
            assertThat(test.test()).isEqualTo(Trait.Test.CHI_SQUARED);
            assertThat(test.p()).as(row.toString()).isCloseTo(row.get("p").asDouble(), TIGHT);
            assertThat(test.category()).isEqualTo(row.get("category").asInt());
        }
    }

    @Test
    void fewMembersAreTestedExactly() {
        CategoryTest test = CategoryTest.of(new int[] {3, 0, 0}, new int[] {4, 50, 46});
        assertThat(test.test()).isEqualTo(Trait.Test.FISHER);
        assertThat(test.category()).isZero();
        assertThat(test.p()).isCloseTo(3 * Hypergeometric.upperTail(3, 3, 4, 100), within(1e-15));
    }

    @Test
    void tails() throws IOException {
        JsonNode tails = golden().get("tails");
        for (JsonNode row : tails.get("normal")) {
            assertThat(Gamma.normalTail(row.get("z").asDouble()))
                    .as(row.toString())
                    .isCloseTo(row.get("p").asDouble(), TIGHT);
        }
        for (JsonNode row : tails.get("chiSquared")) {
            assertThat(Gamma.chiSquaredTail(
                            row.get("x").asDouble(), row.get("degrees").asInt()))
                    .as(row.toString())
                    .isCloseTo(row.get("p").asDouble(), TIGHT);
        }
        for (JsonNode row : tails.get("logGamma")) {
            assertThat(Gamma.log(row.get("x").asDouble()))
                    .as(row.toString())
                    .isCloseTo(
                            row.get("log").asDouble(),
                            within(1e-13 * Math.max(1, row.get("log").asDouble())));
        }
    }

    @Test
    void falseDiscovery() throws IOException {
        JsonNode golden = golden().get("falseDiscovery");
        double[] p = doubles(golden.get("p"));
        double[] expected = doubles(golden.get("q"));
        double[] q = FalseDiscovery.q(p, p.length);
        for (int i = 0; i < p.length; i++) {
            assertThat(q[i]).isCloseTo(expected[i], within(1e-14));
        }
        // Large p-values may be left out: the small q-values stay.
        int[] small = IntStream.range(0, p.length).filter(i -> p[i] <= .05).toArray();
        double[] some =
                FalseDiscovery.q(Arrays.stream(small).mapToDouble(i -> p[i]).toArray(), p.length);
        for (int i = 0; i < small.length; i++) {
            if (expected[small[i]] < .05) {
                assertThat(some[i]).isCloseTo(expected[small[i]], within(1e-14));
            }
        }
    }
}
