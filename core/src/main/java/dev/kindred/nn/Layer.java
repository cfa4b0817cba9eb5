package dev.kindred.nn;

import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import java.util.List;

/**
 * One layer of an encoder: a function of rows and the edges among them. It can be used alone, on the whole graph or on a local part of it,
 * with features or with the rows of another layer as its input.
 */
public interface Layer {
    /** What is trained, in a fixed order. */
    List<Parameter> parameters();

    /** Sizes, from which parameters and buffers can be counted without making the layer. */
    LayerShape shape();

    /**
     * The layer's output, {@code [rows x outputs]}.
     *
     * @param input {@code [rows x inputs]}
     * @param edges among the rows
     */
    Variable apply(Tape tape, LayerInput input, AttentionEdges edges);
}
