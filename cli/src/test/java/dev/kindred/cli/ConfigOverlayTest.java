package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigOverlayTest {
    /** Sizes that fit heads. */
    public record Inner(int size, int heads) {
        public Inner {
            if (size % heads != 0) {
                throw new IllegalArgumentException("size: expected a multiple of " + heads + ", got " + size);
            }
        }
    }

    /** A nested config. */
    public record Outer(String name, Inner inner) {}

    private static final Outer BASE = new Outer("a", new Inner(64, 1));

    @Test
    void componentsOfARecordAreReplacedTogether() {
        assertThat(ConfigOverlay.apply(BASE, Map.of("inner.heads", 3, "inner.size", 9, "name", "b")))
                .isEqualTo(new Outer("b", new Inner(9, 3)));
        assertThat(ConfigOverlay.apply(BASE, Map.of())).isSameAs(BASE);
        assertThat(ConfigOverlay.get(BASE, "inner.size")).isEqualTo(64);
    }

    @Test
    void whatIsRefusedIsToldWithItsPlace() {
        assertThatThrownBy(() -> ConfigOverlay.apply(BASE, Map.of("inner.heads", 3)))
                .isInstanceOf(ConfigOverlay.RefusedException.class)
                .hasMessage("size: expected a multiple of 3, got 64")
                .extracting(e -> ((ConfigOverlay.RefusedException) e).path())
                .isEqualTo("inner");
        assertThatThrownBy(() -> ConfigOverlay.apply(BASE, Map.of("inner.depth", 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inner.depth");
    }
}
