package dev.kindred.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TemperedWeightsTest {
    private static final Offset<Float> SMALL = within(1e-5f);

    @Test
    void theMeanIsOneWhateverTheScale() {
        float[] weights = {1, 2, 3, 6};
        float[] larger = {1e6f, 2e6f, 3e6f, 6e6f};
        float[] relative = TemperedWeights.of(weights).relative(weights);
        assertThat(relative).containsExactly(new float[] {1 / 3f, 2 / 3f, 1, 2}, SMALL);
        assertThat(TemperedWeights.of(larger).relative(larger)).containsExactly(relative, SMALL);
    }

    @Test
    void countsAddUpToTheEffectiveNumberOfEdges() {
        float[] weights = {1, 2, 3, 6};
        float[] counts = TemperedWeights.of(weights).counts(weights);
        float sum = 0;
        for (float count : counts) {
            sum += count;
        }
        assertThat(sum).isCloseTo(144 / 50f, SMALL);
    }

    @Test
    void aFewHeavyEdgesDoNotDecideAlone() {
        float[] weights = new float[1000];
        java.util.Arrays.fill(weights, 1f);
        weights[0] = 1e9f;
        TemperedWeights tempered = TemperedWeights.of(weights);
        assertThat(tempered.power()).isLessThan(.5);
        assertThat(tempered.sum() * tempered.sum()).isGreaterThanOrEqualTo(.2 * 1000 * tempered.squares());
        assertThat(tempered.relative(weights)[1]).isGreaterThan(.5f);
    }

    @Test
    void noEdgesAreNoWeights() {
        assertThat(TemperedWeights.of(new float[0]).relative(new float[0])).isEmpty();
    }
}
