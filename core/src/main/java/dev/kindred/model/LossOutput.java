package dev.kindred.model;

import java.util.Locale;

/**
 * The loss of one step and its named parts.
 *
 * @param total {@code reconstruction + gamma * clustering}
 * @param reconstruction mean over pairs
 * @param clustering KL divergence per node; 0 while pretraining
 */
public record LossOutput(double total, double reconstruction, double clustering) {
    /** One log line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "loss %.4f (reconstruction %.4f, clustering %.4f)", total, reconstruction, clustering);
    }
}
