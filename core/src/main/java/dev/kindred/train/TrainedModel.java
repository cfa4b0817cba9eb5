package dev.kindred.train;

import dev.kindred.model.GraphModel;

/**
 * Trained weights and centers, with the optimizer's state.
 *
 * @param model weights, centers, Adam's moments and config
 * @param iteration training steps that were taken: the number of the next
 * @param steps that Adam took in the last stage
 */
public record TrainedModel(GraphModel model, long iteration, long steps) {}
