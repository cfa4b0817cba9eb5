package dev.kindred.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.FeatureBlock.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks stand one behind the other and fill the matrix. */
class FeatureBlockTest {
    @Test
    void blocksFillTheMatrix() {
        FeatureBlock age = new FeatureBlock("age", Kind.NUMBER, 0, 1);
        FeatureBlock city = new FeatureBlock("city", Kind.CATEGORY, 1, 3);
        assertThat(city.end()).isEqualTo(4);
        assertThat(FeatureBlock.filling(4, List.of(age, city))).containsExactly(age, city);
        assertThatThrownBy(() -> FeatureBlock.filling(5, List.of(age, city)))
                .hasMessage("feature blocks: expected 5 columns (features) in all, got 4");
        assertThatThrownBy(() -> FeatureBlock.filling(4, List.of(city)))
                .hasMessage("block city: expected first column 0 (behind the block before), got 1");
        assertThatThrownBy(() -> new FeatureBlock("none", Kind.TEXT, 0, 0))
                .hasMessage("block none: expected a first column of 0 or more and 1 column or more, got 0 and 0");
    }
}
