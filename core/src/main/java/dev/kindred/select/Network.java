package dev.kindred.select;

/**
 * What the network found.
 *
 * @param pretrained {@code [n]} clusters by k-means on the pretrained embedding
 * @param finetuned {@code [n]} its final clusters
 */
public record Network(int[] pretrained, int[] finetuned) {}
