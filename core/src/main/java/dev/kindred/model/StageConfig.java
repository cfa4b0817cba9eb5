package dev.kindred.model;

/**
 * One stage of training with Adam.
 *
 * @param epochs number of epochs, 0 or more
 * @param learningRate learning rate, above 0
 * @param weightDecay added to the gradient as {@code weightDecay * parameter}, 0 or more
 */
public record StageConfig(int epochs, double learningRate, double weightDecay) {
    public StageConfig {
        Checks.notNegative("epochs", epochs);
        Checks.positive("learningRate", learningRate);
        Checks.notNegative("weightDecay", weightDecay);
    }
}
