package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogGammaTest {
    @Test
    void isTheLogarithmOfFactorials() {
        double log = 0;
        for (int n = 1; n < 200; n++) {
            assertThat(LogGamma.of(n)).isCloseTo(log, Offset.offset(1e-7));
            log += Math.log(n);
        }
        assertThat(LogGamma.of(.5)).isCloseTo(.5 * Math.log(Math.PI), Offset.offset(1e-7));
        assertThat(LogGamma.of(1e-3)).isCloseTo(6.907178885383853, Offset.offset(1e-7));
    }
}
