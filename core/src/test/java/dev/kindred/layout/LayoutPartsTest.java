package dev.kindred.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutPartsTest {
    private static Matrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        Matrix x = Matrix.zeros(rows, columns);
        for (int at = 0; at < x.data().length; at++) {
            x.data()[at] = (float) random.nextGaussian();
        }
        return x;
    }

    private static int[] nearest(Matrix x, int row, int count) {
        double[] distance = new double[x.rows()];
        for (int j = 0; j < x.rows(); j++) {
            for (int c = 0; c < x.columns(); c++) {
                distance[j] += Math.pow(x.get(row, c) - x.get(j, c), 2);
            }
        }
        return IntStream.range(0, x.rows())
                .filter(j -> j != row)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> distance[j]))
                .limit(count)
                .mapToInt(j -> j)
                .toArray();
    }

    @Test
    void exactNeighborsAreThose() {
        Matrix x = random(1_300, 7, 1);
        try (Compute compute = Compute.create(2)) {
            NearestNeighbors near = NearestNeighbors.exact(compute, x, 10);
            for (int i = 0; i < x.rows(); i += 37) {
                assertThat(Arrays.copyOfRange(near.rows(), i * 10, i * 10 + 10)).isEqualTo(nearest(x, i, 10));
            }
        }
    }

    @Test
    void cellsFindNearlyAll() {
        Matrix x = random(4_000, 8, 2);
        try (Compute compute = Compute.create(2)) {
            NearestNeighbors near = NearestNeighbors.byCells(compute, x, 15, 3);
            int found = 0;
            int asked = 0;
            for (int i = 0; i < x.rows(); i += 41) {
                int[] known = Arrays.copyOfRange(near.rows(), i * 15, i * 15 + 15);
                for (int j : nearest(x, i, 15)) {
                    asked++;
                    found += Arrays.stream(known).anyMatch(k -> k == j) ? 1 : 0;
                }
            }
            assertThat((double) found / asked).isGreaterThan(.93);
        }
    }

    @Test
    void aLonelyCellHasFewerNeighbors() {
        Matrix x = Matrix.zeros(9, 1);
        for (int i = 0; i < 9; i++) {
            x.set(i, 0, i * i * i);
        }
        try (Compute compute = Compute.create(1)) {
            NearestNeighbors near = NearestNeighbors.byCells(compute, x, 20, 1);
            assertThat(near.count()).isEqualTo(8);
            assertThat(Affinities.of(compute, near, 9, 2).offsets()[9]).isPositive();
        }
    }

    @Test
    void gridsSumWhatPairsSum() {
        double[] tolerance = {1e-3, 3e-3, 1e-3, 5e-3, 5e-2};
        double[] extent = {1e-2, 1, 5, 20, 60};
        try (Compute compute = Compute.create(2)) {
            for (int e = 0; e < extent.length; e++) {
                Random random = new Random(e);
                float[] y = new float[4_000];
                for (int at = 0; at < y.length; at++) {
                    y[at] = (float) (extent[e] * (at % 2 == 0 ? random.nextDouble() : .3 * random.nextGaussian()));
                }
                Repulsion repulsion = new Repulsion(compute, 2_000);
                double z = repulsion.at(y);
                double[] exact = new double[y.length];
                double exactZ = pairs(y, exact);
                double error = 0;
                double length = 0;
                for (int at = 0; at < y.length; at++) {
                    error += Math.pow(exact[at] - repulsion.force()[at], 2);
                    length += exact[at] * exact[at];
                }
                assertThat(z / exactZ).as("z at extent " + extent[e]).isCloseTo(1, within(1e-3));
                assertThat(Math.sqrt(error / length))
                        .as("force at extent " + extent[e])
                        .isLessThan(tolerance[e]);
            }
        }
    }

    private static double pairs(float[] y, double[] force) {
        double z = 0;
        for (int i = 0; i < y.length; i += 2) {
            for (int j = 0; j < y.length; j += 2) {
                double dx = y[i] - y[j];
                double dy = y[i + 1] - y[j + 1];
                double q = 1 / (1 + dx * dx + dy * dy);
                z += i == j ? 0 : q;
                force[i] += q * q * dx;
                force[i + 1] += q * q * dy;
            }
        }
        return z;
    }

    @Test
    void samplesKeepSmallClustersAndShares() {
        int[] labels = new int[10_000];
        Arrays.fill(labels, 0, 30, 1);
        Arrays.fill(labels, 30, 3_030, 2);
        int[] drawn = ClusterSample.of(labels, 4, 1_000, 5);
        int[] size = new int[4];
        Arrays.stream(drawn).forEach(node -> size[labels[node]]++);
        assertThat(drawn).hasSize(1_000).isSorted().doesNotHaveDuplicates();
        assertThat(size[1]).isEqualTo(30);
        assertThat(size[2]).isBetween(280, 330);
        assertThat(size[3]).isZero();
        assertThat(ClusterSample.of(labels, 4, 1_000, 5)).isEqualTo(drawn);
        assertThat(ClusterSample.of(labels, 4, 10_000, 5)).hasSize(10_000);
        assertThat(ClusterSample.of(labels, 4, 3, 5)).hasSize(3);
        assertThatThrownBy(() -> ClusterSample.of(labels, 4, 0, 5))
                .hasMessage("nodes to draw: expected 1 or more, got 0");
    }
}
