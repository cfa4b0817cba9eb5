package dev.kindred.autograd;

import dev.kindred.tensor.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Dropout of features while they are loaded: which are dropped is a function of seed, step and their place, so that a second loading, for the
 * gradient, drops the same ones, and {@link Dropout} of a matrix does.
 */
final class FeatureDropout {
    private final RandomStream random;
    /** Of 2^24 numbers those below are dropped: the same as {@code floatAt(index) < share}, without its branch, which none could foresee. */
    private final long limit;

    private final float keep;

    private FeatureDropout(RandomStream random, double share) {
        this.random = random;
        this.limit = (long) Math.ceil(share * (1 << 24));
        this.keep = (float) (1 / (1 - share));
    }

    /** That of this step; null where nothing is dropped. */
    static @Nullable FeatureDropout of(Tape tape, double share) {
        return tape.isTraining() && share > 0
                ? new FeatureDropout(tape.random(RandomStream.Purpose.FEATURE_DROPOUT, 0), share)
                : null;
    }

    /** The value at an index, or 0. */
    float dropped(float value, long index) {
        long mask = ~(((random.at(index) >>> 40) - limit) >> 63);
        return Float.intBitsToFloat(Float.floatToRawIntBits(value * keep) & (int) mask);
    }

    /** Drops values whose indices follow one another from {@code first} on. */
    void drop(float[] values, int from, int count, long first) {
        for (int i = 0; i < count; i++) {
            values[from + i] = dropped(values[from + i], first + i);
        }
    }
}
