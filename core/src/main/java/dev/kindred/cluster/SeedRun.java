package dev.kindred.cluster;

/**
 * The clusters found by training with one seed. The arrays belong to the result and must not be changed.
 *
 * @param seed random seed
 * @param pretrainedLabels {@code [n]} clusters by k-means on the pretrained embedding
 * @param labels {@code [n]} final clusters
 */
public record SeedRun(long seed, int[] pretrainedLabels, int[] labels) {}
