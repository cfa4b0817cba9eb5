package dev.kindred.nn;

import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.tensor.Matrix;

/** A cluster head: assigns nodes to clusters by their embedding. It holds only its centers; the caller keeps the state of nodes. */
public interface Head {
    /** Supplies the target distribution of a step to heads that need one. */
    @FunctionalInterface
    interface Targets {
        /**
         * The target distribution P, {@code [rows x k]}, of the first rows of an embedding.
         *
         * @param z {@code [rows x h]}
         */
        TargetDistribution of(Matrix z);
    }

    /** The head of a config with new centers. */
    static Head of(HeadConfig config, int width, long seed) {
        Centers centers = Centers.of(config, width, seed);
        return switch (config) {
            case DecConfig dec -> new DecHead(centers, dec.clusteringWeight());
            case KMeansHeadConfig kmeans -> new KMeansHead(centers);
        };
    }

    Centers centers();

    /** Adds the head's losses as 0 to those of a step that does not train the head, so that all steps name the same losses. */
    Losses withoutLoss(Losses losses);

    /**
     * Adds the head's losses to those of the objective, and their gradients to the embedding and the centers.
     *
     * @param losses losses of the objective
     * @param z {@code [rows x h]} the embedding
     * @param targets supplies the target distribution
     * @param weight weight of the part of the graph
     */
    Losses withLoss(Losses losses, Tape tape, Variable z, Targets targets, double weight);
}
