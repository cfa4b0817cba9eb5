package dev.kindred.nn;

import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;

/**
 * The head of two-step methods: centers are those of k-means, and it has no loss.
 *
 * @param centers that no step moves
 */
public record KMeansHead(Centers centers) implements Head {
    @Override
    public Losses withoutLoss(Losses losses) {
        return losses;
    }

    @Override
    public Losses withLoss(Losses losses, Tape tape, Variable z, Targets targets, double weight) {
        return losses;
    }
}
