package dev.kindred.cluster;

/**
 * The clusters that training with one seed found. Its arrays belong to the result and must not be changed.
 *
 * @param seed it was trained with
 * @param pretrainedLabels {@code [n]} clusters by k-means on the pretrained embedding
 * @param labels {@code [n]} the final ones
 */
public record SeedRun(long seed, int[] pretrainedLabels, int[] labels) {}
