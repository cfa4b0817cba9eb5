package dev.kindred.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.tensor.Compute;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DropMaskTest {
    private static final int VALUES = 100_000;

    @Test
    void dropsItsShareAndDividesTheRest() {
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            tape.begin(Tape.Mode.TRAIN, 3, 1);
            for (double share : new double[] {.1, .5, .9}) {
                DropMask mask = Objects.requireNonNull(DropMask.of(tape, share, Purpose.HIDDEN_DROPOUT, 2));
                int dropped = 0;
                for (int i = 0; i < VALUES; i++) {
                    float left = mask.dropped(-2f, i);
                    dropped += left == 0 ? 1 : 0;
                    assertThat(left).isIn(0f, (float) (1 / (1 - share)) * -2);
                }
                assertThat((double) dropped / VALUES).isBetween(share - .005, share + .005);
            }
        }
    }

    @Test
    void dropsNothingOutsideTraining() {
        try (Compute compute = Compute.create(1)) {
            Tape tape = new Tape(compute);
            tape.begin(Tape.Mode.INFER, 3, 1);
            assertThat(DropMask.of(tape, .5, Purpose.HIDDEN_DROPOUT, 0)).isNull();
            tape.begin(Tape.Mode.TRAIN, 3, 1);
            assertThat(DropMask.of(tape, 0, Purpose.HIDDEN_DROPOUT, 0)).isNull();
        }
    }
}
