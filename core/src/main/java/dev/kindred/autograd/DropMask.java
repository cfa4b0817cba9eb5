package dev.kindred.autograd;

import dev.kindred.tensor.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Which values a step drops: a function of seed, step, purpose and the index of a value. The gradient, and features that are loaded
 * again, therefore see the same values dropped.
 */
final class DropMask {
    private final RandomStream random;
    /** Values whose 24 random bits are below this are dropped. A mask does it: a branch would be unpredictable. */
    private final long limit;

    private final float keep;

    private DropMask(RandomStream random, double share) {
        this.random = random;
        this.limit = (long) Math.ceil(share * (1 << 24));
        this.keep = (float) (1 / (1 - share));
    }

    /**
     * That of a step; null where nothing is dropped.
     *
     * @param share of the values set to 0; the others are divided by {@code 1 - share}
     * @param use tells the random numbers of one use from another's
     */
    static @Nullable DropMask of(Tape tape, double share, RandomStream.Purpose purpose, int use) {
        return drops(tape, share) ? new DropMask(tape.random(purpose, use), share) : null;
    }

    /** Whether a step drops any of the values. */
    static boolean drops(Tape tape, double share) {
        return tape.isTraining() && share > 0;
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
