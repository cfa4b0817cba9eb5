package dev.kindred.train;

import dev.kindred.model.DaegcModel;

/**
 * Trained weights and centers, with the optimizer's state.
 *
 * @param model weights, centers, iteration and config
 * @param steps that Adam took in the last stage
 */
public record TrainedModel(DaegcModel model, long steps) {}
