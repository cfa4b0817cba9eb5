package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.select.MethodScores;
import org.jspecify.annotations.Nullable;

/**
 * One method with one seed.
 *
 * @param method that was asked for
 * @param seed of its random numbers
 * @param taken what its clusters come from: of auto, what it chose
 * @param clusters {@code [n]}; null where it failed
 * @param scores without labels; null where it failed
 * @param labels scores against labels; null where there are none
 * @param seconds that it took, training included
 * @param peakBytes most memory on the heap meanwhile
 * @param failure why it failed; empty where it did not
 */
record ComparedRun(
        String method,
        long seed,
        String taken,
        int @Nullable [] clusters,
        @Nullable MethodScores scores,
        @Nullable LabelMetrics labels,
        double seconds,
        long peakBytes,
        String failure) {
    static ComparedRun failed(String method, long seed, String failure) {
        return new ComparedRun(method, seed, "", null, null, null, 0, 0, failure);
    }
}
