package dev.kindred.nn;

import dev.kindred.autograd.Add;
import dev.kindred.autograd.DenseInput;
import dev.kindred.autograd.Dropout;
import dev.kindred.autograd.Linear;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.SparseInput;
import dev.kindred.autograd.SparseLinear;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.tensor.RandomStream;

/** The input rows of a layer: features (dense or sparse, on the heap or mapped) or the output of another layer. */
public sealed interface LayerInput {
    /** The same rows after dropout of a share of their values, in a training step. */
    LayerInput dropped(Tape tape, double share, int layer);

    /** The rows multiplied by a weight, {@code [rows x outputs]}. */
    Variable times(Tape tape, Parameter weight);

    /** The sum of a layer's output and these rows, which have the same size. */
    Variable addedTo(Tape tape, Variable output);

    /**
     * Dense features.
     *
     * @param dropout share of the values that each product sets to 0
     */
    record DenseRows(DenseInput features, double dropout) implements LayerInput {
        @Override
        public LayerInput dropped(Tape tape, double share, int layer) {
            return new DenseRows(features, share);
        }

        @Override
        public Variable times(Tape tape, Parameter weight) {
            return Linear.apply(tape, features, dropout, tape.of(weight));
        }

        @Override
        public Variable addedTo(Tape tape, Variable output) {
            return Add.apply(tape, output, features);
        }
    }

    /**
     * Sparse features.
     *
     * @param dropout share of the values that each product sets to 0
     */
    record SparseRows(SparseInput features, double dropout) implements LayerInput {
        @Override
        public LayerInput dropped(Tape tape, double share, int layer) {
            return new SparseRows(features, share);
        }

        @Override
        public Variable times(Tape tape, Parameter weight) {
            return SparseLinear.apply(tape, features, dropout, tape.of(weight));
        }

        @Override
        public Variable addedTo(Tape tape, Variable output) {
            throw new IllegalArgumentException(
                    "residual: expected dense features or a first layer of another size than the features, got sparse ones of equal size");
        }
    }

    /** The output of another layer. */
    record Hidden(Variable rows) implements LayerInput {
        @Override
        public LayerInput dropped(Tape tape, double share, int layer) {
            return new Hidden(Dropout.apply(tape, rows, share, RandomStream.Purpose.HIDDEN_DROPOUT, layer));
        }

        @Override
        public Variable times(Tape tape, Parameter weight) {
            return Linear.apply(tape, rows, tape.of(weight));
        }

        @Override
        public Variable addedTo(Tape tape, Variable output) {
            return Add.apply(tape, output, rows);
        }
    }
}
