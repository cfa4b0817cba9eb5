package dev.kindred.nn;

/** The sizes of a layer, its number of parameters and its buffers, known without making the layer. */
public interface LayerShape {
    /** Columns of the input. */
    long inputs();

    /** Columns of the output. */
    int outputs();

    /** Number of trained values. */
    long parameters();

    /** Number of elements, of 4 bytes each, in the buffers of the layer and its gradient in a training step. */
    long buffers(LocalSize size);
}
