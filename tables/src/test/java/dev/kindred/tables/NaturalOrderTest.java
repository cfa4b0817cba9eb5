package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts in the order in which people number them. */
class NaturalOrderTest {
    private static List<String> sorted(List<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        NaturalOrder.sort(sorted);
        return sorted;
    }

    @Test
    void numbersAtTheEndCount() {
        assertThat(sorted(List.of("w10", "w2", "v3", "w", "w02", "x")))
                .containsExactly("v3", "w", "w02", "w2", "w10", "x");
        assertThat(sorted(List.of("10", "9", "100000000000000000000", "8")))
                .containsExactly("8", "9", "10", "100000000000000000000");
        assertThat(sorted(List.of())).isEmpty();
    }

    @Test
    void numbersBesideWordsHaveOneOrderWhateverTheyCameIn() {
        assertThat(sorted(List.of("10", "1a", "2"))).containsExactly("2", "1a", "10");
        List<String> addresses = IntStream.range(1, 60)
                .boxed()
                .flatMap(i -> Stream.of("" + i, i + "a", i + "b"))
                .toList();
        List<String> expected = sorted(addresses);
        for (int seed = 0; seed < 50; seed++) {
            List<String> shuffled = new ArrayList<>(addresses);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(sorted(shuffled)).isEqualTo(expected);
        }
    }
}
