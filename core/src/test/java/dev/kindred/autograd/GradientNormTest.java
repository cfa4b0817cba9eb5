package dev.kindred.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The norm of all gradients together, and clipping to it. */
class GradientNormTest {
    @Test
    void theGradientIsClippedToItsLength() {
        Kernels kernels = Kernels.select();
        Parameter a = Parameter.zeros("a", 1, 2);
        Parameter b = Parameter.zeros("b", 1, 1);
        a.gradient().data()[0] = 2;
        a.gradient().data()[1] = 3;
        b.gradient().data()[0] = 6;
        List<Parameter> both = List.of(a, b);
        assertThat(GradientNorm.of(kernels, both)).isEqualTo(7);
        GradientNorm.clip(kernels, both, 7, 9);
        assertThat(GradientNorm.of(kernels, both)).isEqualTo(7);
        GradientNorm.clip(kernels, both, 7, 3.5);
        assertThat(a.gradient().data()).containsExactly(1, 1.5f);
        assertThat(b.gradient().data()).containsExactly(3);
        b.gradient().data()[0] = Float.NaN;
        assertThat(GradientNorm.of(kernels, both)).isNaN();
    }
}
