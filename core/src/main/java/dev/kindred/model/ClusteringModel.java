package dev.kindred.model;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.tensor.Matrix;
import java.util.List;

/** A model that embeds nodes and clusters the embedding. A step is a function of parameters and batch; it knows no files, no threads. */
public interface ClusteringModel {
    /** Which losses a step takes. */
    enum Phase {
        /** Reconstruction alone. */
        PRETRAIN,
        /** Reconstruction and clustering. */
        FINETUNE
    }

    /** All trained parameters in a fixed order. */
    List<Parameter> parameters();

    /** The embedding of all nodes, {@code [n x h]}, without training; valid until the tape's next step. */
    Matrix embed(Tape tape, Batch batch);

    /** Losses of a training step; every parameter has its gradient afterwards and the iteration has advanced. */
    LossOutput step(Tape tape, Batch batch, Phase phase);

    /** Training steps taken; part of the saved state. */
    long iteration();
}
