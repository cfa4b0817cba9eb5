package dev.kindred.autograd;

import dev.kindred.tensor.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values a step drops, as a function of seed, step, purpose and the index of the value. Forward pass, gradient, and features
 * that are loaded again therefore drop the same values.
 */
final class DropMask {
    private final RandomStream random;
    /** Values whose 24 random bits are below this are dropped. They are masked, because a branch would be unpredictable. */
    private final long limit;

    private final float keep;

    private DropMask(RandomStream random, double share) {
        this.random = random;
        this.limit = (long) Math.ceil(share * (1 << 24));
        this.keep = (float) (1 / (1 - share));
    }

    /**
     * The mask of a step; null if nothing is dropped.
     *
     * @param share share of the values set to 0, from 0 to 1; the others are divided by {@code 1 - share}
     * @param use number that distinguishes several uses in a step, such as layers
     */
    static @Nullable DropMask of(Tape tape, double share, RandomStream.Purpose purpose, int use) {
        return drops(tape, share) ? new DropMask(tape.random(purpose, use), share) : null;
    }

    /** Whether a step drops values at all. */
    static boolean drops(Tape tape, double share) {
        return tape.isTraining() && share > 0;
    }

    /** The value after dropout: scaled, or 0. */
    float dropped(float value, long index) {
        long mask = ~(((random.at(index) >>> 40) - limit) >> 63);
        return Float.intBitsToFloat(Float.floatToRawIntBits(value * keep) & (int) mask);
    }

    /** Applies dropout in place to {@code count} values, whose indices start with {@code first}. */
    void drop(float[] values, int from, int count, long first) {
        for (int i = 0; i < count; i++) {
            values[from + i] = dropped(values[from + i], first + i);
        }
    }
}
