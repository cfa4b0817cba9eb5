package dev.kindred.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCountsTest {
    @Test
    void readsRangesAndLists() {
        assertThat(ClusterCounts.parse("2..5").values()).containsExactly(2, 3, 4, 5);
        assertThat(ClusterCounts.parse("2,4,8").values()).containsExactly(2, 4, 8);
        assertThat(ClusterCounts.parse("10, 2..4,3").values()).containsExactly(2, 3, 4, 10);
    }

    @Test
    void saysThemAsTheyWereTyped() {
        assertThat(ClusterCounts.parse("2..5")).hasToString("2..5");
        assertThat(ClusterCounts.parse("8,4,2")).hasToString("2,4,8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "2..",
                "..5",
                "5..2",
                "2...5",
                "1..5",
                "0,3",
                "2,,4",
                "two..5",
                "2..2",
                "2..2000",
                "2-5",
                "99999999999..3"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ClusterCounts.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected two or more numbers of clusters, each 2 or more, as in 2..20 or 2,4,8, got " + text);
    }

    @Test
    void triesFewerOnASmallGraph() {
        assertThat(ClusterCounts.upTo(1_000_000)).hasToString("2..20");
        assertThat(ClusterCounts.upTo(50)).hasToString("2..10");
        assertThat(ClusterCounts.upTo(3)).hasToString("2..3");
    }
}
