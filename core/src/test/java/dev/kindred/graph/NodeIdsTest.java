package dev.kindred.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeIdsTest {
    @Test
    void textsAreFoundByTheirBytes() {
        NodeIds ids = NodeIds.of(List.of("a", "", "\u00fc\"", "b", "a"));
        assertThat(ids.size()).isEqualTo(5);
        assertThat(ids.text(2)).isEqualTo("\u00fc\"");
        assertThat(ids.indexOf("a")).isZero();
        assertThat(ids.indexOf("")).isEqualTo(1);
        assertThat(ids.indexOf("\u00fc\"")).isEqualTo(2);
        assertThat(ids.indexOf("c")).isEqualTo(-1);
        assertThat(ids.areRowNumbers()).isFalse();
        assertThatThrownBy(() -> ids.number(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ids: expected numbers, got VARCHAR");
    }

    @Test
    void numbersAreFoundAsTheyAreWritten() {
        NodeIds ids = NodeIds.of(new long[] {7, -3, Long.MIN_VALUE});
        assertThat(ids.indexOf("-3")).isEqualTo(1);
        assertThat(ids.indexOf(Long.toString(Long.MIN_VALUE))).isEqualTo(2);
        assertThat(ids.indexOf("007")).isEqualTo(-1);
        assertThat(ids.number(0)).isEqualTo(7);
        assertThat(NodeIds.of(new long[] {0, 1}).areRowNumbers()).isTrue();
    }

    @Test
    void manyIdsAreFoundEach() {
        List<String> texts =
                IntStream.range(0, 20_000).mapToObj(i -> "node " + i * 31).toList();
        NodeIds ids = NodeIds.of(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(ids.indexOf(texts.get(i))).isEqualTo(i);
        }
        assertThat(ids.indexOf("node 1")).isEqualTo(-1);
        assertThat(NodeIds.of(List.of()).indexOf("a")).isEqualTo(-1);
    }

    @Test
    void typesThatAreMoreThanANameAreRefused() {
        NodeIds.ofNumbers("DECIMAL(18,3)", new long[1]).checkType();
        assertThatThrownBy(() ->
                        NodeIds.ofNumbers("BIGINT); DROP TABLE t", new long[1]).checkType())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("ids: expected a type that a store can keep, as BIGINT, VARCHAR or DECIMAL(18,3), got"
                        + " BIGINT); DROP TABLE t; make the ids text");
    }
}
