package dev.kindred.nn;

import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.tensor.Matrix;

/** Assigns nodes to clusters by their embedding. It holds its centers alone; what belongs to nodes is the caller's. */
public interface Head {
    /** Gives the target distribution that a step pulls nodes toward, for a head that wants one. */
    @FunctionalInterface
    interface Targets {
        /**
         * P of the first rows of an embedding.
         *
         * @param z {@code [rows x h]}
         */
        TargetDistribution of(Matrix z);
    }

    /** The head of a config with fresh centers. */
    static Head of(HeadConfig config, int width, long seed) {
        Centers centers = Centers.of(config, width, seed);
        return switch (config) {
            case DecConfig dec -> new DecHead(centers, dec.clusteringWeight());
            case KMeansHeadConfig kmeans -> new KMeansHead(centers);
        };
    }

    Centers centers();

    /** Adds the head's losses, each 0, to those of a step that leaves the head out. */
    Losses withoutLoss(Losses losses);

    /**
     * Adds the head's losses to those of a step, and their gradients to the embedding and the centers.
     *
     * @param losses of the objective
     * @param z the embedding
     * @param weight of the part of the graph that the step is taken on
     */
    Losses withLoss(Losses losses, Tape tape, Variable z, Targets targets, double weight);
}
