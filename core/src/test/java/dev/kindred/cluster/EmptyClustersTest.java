package dev.kindred.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Matrix;
import org.junit.jupiter.api.Test;

/** Empty clusters, and the hard assignment that finds them. */
class EmptyClustersTest {
    @Test
    void anEmptyClusterBeginsAnewAtTheFarthestNode() {
        Matrix z = new Matrix(4, 1, new float[] {0, 1, 2, 9});
        Matrix centers = new Matrix(2, 1, new float[] {1, 50});
        assertThat(EmptyClusters.reseed(Kernels.select(), z, centers, 1)).isTrue();
        assertThat(centers.data()).containsExactly(1, 9);
        Matrix alike = new Matrix(3, 1, new float[] {1, 1, 1});
        assertThat(EmptyClusters.reseed(Kernels.select(), alike, centers, 1)).isFalse();
        Matrix q = new Matrix(3, 3, new float[] {.2f, .2f, .6f, .5f, .5f, 0, 0, .1f, .9f});
        assertThat(HardAssignment.labels(q)).containsExactly(2, 0, 2);
        assertThat(HardAssignment.sizes(q)).containsExactly(1, 0, 2);
    }
}
