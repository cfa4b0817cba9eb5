package dev.kindred.autograd;

/**
 * How the rows of attention heads are combined. CONCAT concatenates them, so a layer's size is split over its heads. MEAN averages them, so
 * every head has the layer's size.
 */
public enum HeadMerge {
    CONCAT,
    MEAN
}
