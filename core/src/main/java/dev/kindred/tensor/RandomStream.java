package dev.kindred.tensor;

/**
 * Counter-based random numbers: a stream is keyed by (seed, purpose, step), and {@link #at} gives the number at any index without drawing
 * those before it. Results therefore do not depend on threads or on the order of calls, and a resumed run needs only the number of its
 * step. The mixing function is the finalizer of SplitMix64 (Steele, Lea and Flood, 2014), applied twice.
 */
public final class RandomStream {
    /** What numbers are used for; each purpose has a stream of its own. */
    public enum Purpose {
        INITIAL_WEIGHTS(1),
        NEGATIVES(2),
        FEATURE_DROPOUT(3),
        HIDDEN_DROPOUT(4),
        ATTENTION_DROPOUT(5),
        K_MEANS(6),
        MINI_BATCH(7),
        LAYOUT(8);

        /** Never changed, because another key would change every result. */
        private final int key;

        Purpose(int key) {
            this.key = key;
        }
    }

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long key;
    private long index;

    /** The stream of a seed, a purpose and a step; streams of different keys are independent. */
    public RandomStream(long seed, Purpose purpose, long step) {
        key = mix(mix(mix(seed + GOLDEN_GAMMA) + purpose.key * GOLDEN_GAMMA) + step * GOLDEN_GAMMA);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    /** The 64 random bits at an index. */
    public long at(long position) {
        return mix(mix(key + position * GOLDEN_GAMMA) ^ key);
    }

    /** The next number in order, uniform in {@code 0 .. bound-1}. */
    public int nextInt(int bound) {
        // Lemire's multiply-shift on 32 bits; its bias, below bound / 2^32, is not corrected.
        return (int) (((at(index++) >>> 32) * bound) >>> 32);
    }

    /** The next number in order, uniform in [0, 1). */
    public double nextDouble() {
        return (at(index++) >>> 11) * 0x1p-53;
    }
}
