package dev.kindred.autograd;

/**
 * How the rows of attention heads become one. CONCAT puts them side by side: a layer's size is split over its heads. MEAN averages them:
 * every head has the layer's size.
 */
public enum HeadMerge {
    CONCAT,
    MEAN
}
