package dev.kindred.nn;

import dev.kindred.autograd.ClusteringLoss;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;

/**
 * DEC's cluster head (Xie et al., 2016): trained centers, and the loss {@code KL(P || Q) / n}.
 *
 * @param centers the trained centers
 * @param clusteringWeight gamma, weight of the loss
 */
public record DecHead(Centers centers, double clusteringWeight) implements Head {
    /** Name of the loss. */
    public static final String LOSS = "clustering";

    @Override
    public Losses withoutLoss(Losses losses) {
        return losses.plus(LOSS, 0, clusteringWeight);
    }

    @Override
    public Losses withLoss(Losses losses, Tape tape, Variable z, Targets targets, double weight) {
        double loss = ClusteringLoss.apply(
                tape,
                z,
                tape.of(centers.parameter()),
                targets.of(z.value()),
                centers.assignment(),
                weight * clusteringWeight);
        return losses.plus(LOSS, loss, clusteringWeight);
    }
}
