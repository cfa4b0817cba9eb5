package dev.kindred.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
    private static Matrix blobs(int groups, int size, int width, double spread) {
        Random random = new Random(4);
        Matrix x = Matrix.zeros(groups * size, width);
        double[][] centers = new double[groups][width];
        for (double[] center : centers) {
            Arrays.setAll(center, c -> random.nextGaussian() * 10);
        }
        for (int i = 0; i < x.rows(); i++) {
            for (int c = 0; c < width; c++) {
                x.set(i, c, (float) (centers[i / size][c] + spread * random.nextGaussian()));
            }
        }
        return x;
    }

    private static KMeans.Result fit(Matrix x, int clusters, int threads) {
        try (Compute compute = Compute.create(threads)) {
            return KMeans.of(clusters, 10).fit(compute, x, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void findsSeparatedGroupsWithTheSameBitsForAnyNumberOfThreads(int threads) {
        Matrix x = blobs(5, 200, 9, .5);
        KMeans.Result result = fit(x, 5, threads);
        for (int i = 0; i < x.rows(); i++) {
            assertThat(result.labels()[i]).isEqualTo(result.labels()[i / 200 * 200]);
        }
        assertThat(result.centers().data()).isEqualTo(fit(x, 5, 1).centers().data());
    }

    @Test
    void meansOfManyRowsKeepTheirDigits() {
        Matrix x = Matrix.zeros(3_000_000, 1);
        Arrays.fill(x.data(), .1f);
        try (Compute compute = Compute.create(2)) {
            KMeans.Result result = new KMeans(1, 1, 2, 0).fit(compute, x, 1);
            assertThat(result.centers().get(0, 0)).isCloseTo(.1f, within(2e-6f));
        }
    }

    @Test
    void inertiaIsTheSumOfSquaredDistancesToTheNearestCenter() {
        Matrix x = blobs(3, 50, 4, 3);
        KMeans.Result result = fit(x, 6, 2);
        double inertia = 0;
        for (int i = 0; i < x.rows(); i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < 6; j++) {
                double distance = 0;
                for (int c = 0; c < 4; c++) {
                    double d = x.get(i, c) - result.centers().get(j, c);
                    distance += d * d;
                }
                nearest = Math.min(nearest, distance);
            }
            inertia += nearest;
        }
        assertThat(result.inertia()).isCloseTo(inertia, within(1e-4 * inertia));
    }

    @Test
    void everyClusterHasAPointWhereThereAreEnoughDifferentOnes() {
        Matrix x = Matrix.zeros(40, 2);
        for (int i = 0; i < 40; i++) {
            x.set(i, 0, i < 37 ? 0 : i);
        }
        KMeans.Result result = fit(x, 4, 1);
        assertThat(Arrays.stream(result.labels()).distinct().count()).isEqualTo(4);
    }

    @Test
    void equalPointsAreNoTrouble() {
        KMeans.Result result = fit(Matrix.zeros(10, 3), 3, 1);
        assertThat(result.inertia()).isZero();
        assertThat(result.centers().data()).containsOnly(0f);
    }

    @Test
    void moreClustersThanRowsIsAnError() {
        assertThatThrownBy(() -> fit(Matrix.zeros(2, 3), 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k-means rows: expected at least 3 (clusters), got 2");
    }

    @Test
    void targetRowsAddUpToOneAndEmptyClustersGetNothing() {
        Matrix q = new Matrix(2, 3, new float[] {.5f, .5f, 0, .9f, .1f, 0});
        TargetDistribution target = TargetDistribution.of(q);
        double[] f = {1.4, .6};
        double a = .25 / f[0];
        double b = .25 / f[1];
        assertThat((double) target.matrix().get(0, 0)).isCloseTo(a / (a + b), within(1e-6));
        assertThat(target.matrix().get(1, 2)).isZero();
        assertThat((double) target.matrix().get(1, 0) + target.matrix().get(1, 1))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void theTargetOfAPartIsThatOfTheWholeGraph() {
        Matrix q = new Matrix(3, 2, new float[] {.5f, .5f, .9f, .1f, .2f, .8f});
        TargetDistribution whole = TargetDistribution.of(q);
        Matrix part = new Matrix(1, 2, new float[] {.9f, .1f});
        TargetDistribution ofPart = TargetDistribution.of(part, whole.lastFrequencies());
        assertThat(ofPart.matrix().get(0, 0)).isEqualTo(whole.matrix().get(1, 0));
        assertThat(TargetDistribution.of(part).matrix().get(0, 0))
                .isNotEqualTo(whole.matrix().get(1, 0));
    }
}
