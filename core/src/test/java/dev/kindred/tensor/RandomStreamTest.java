package dev.kindred.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.tensor.RandomStream.Purpose;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void numbersAreUniformAndStreamsDiffer() {
        int[] counts = new int[16];
        double sum = 0;
        RandomStream stream = new RandomStream(3, Purpose.NEGATIVES, 5);
        RandomStream other = new RandomStream(3, Purpose.NEGATIVES, 6);
        int equal = 0;
        for (int i = 0; i < 160_000; i++) {
            counts[stream.nextInt(16)]++;
            sum += (stream.at(i) >>> 40) * 0x1p-24;
            equal += stream.at(i) == other.at(i) ? 1 : 0;
        }
        assertThat(sum / 160_000).isBetween(.495, .505);
        assertThat(equal).isZero();
        for (int count : counts) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }

    @Test
    void aNumberDependsOnNothingButItsKeyAndIndex() {
        RandomStream stream = new RandomStream(1, Purpose.K_MEANS, 2);
        long tenth = stream.at(10);
        for (int i = 0; i < 10; i++) {
            stream.nextDouble();
        }
        assertThat(new RandomStream(1, Purpose.K_MEANS, 2).at(10)).isEqualTo(tenth);
        assertThat(stream.nextDouble()).isEqualTo((tenth >>> 11) * 0x1p-53);
    }
}
