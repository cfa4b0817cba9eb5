package dev.kindred.nn;

import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import java.util.List;

/**
 * A layer of an encoder: a function of rows and the edges among them. It can be used alone, on the whole graph or on a local part of it;
 * its input is features or the output of another layer.
 */
public interface Layer {
    /** The trained parameters, in a fixed order. */
    List<Parameter> parameters();

    /** The sizes of the layer. */
    LayerShape shape();

    /**
     * The layer's output, {@code [rows x outputs]}.
     *
     * @param input {@code [rows x inputs]}
     * @param edges edges among the rows
     */
    Variable apply(Tape tape, LayerInput input, AttentionEdges edges);
}
