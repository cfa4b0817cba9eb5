package dev.kindred.train;

import dev.kindred.model.GraphModel;

/**
 * A trained model with the state of its optimizer.
 *
 * @param model weights, centers and config, with Adam's moments
 * @param iteration number of training steps so far, which is the number of the next
 * @param steps number of Adam's steps in the last stage
 */
public record TrainedModel(GraphModel model, long iteration, long steps) {}
