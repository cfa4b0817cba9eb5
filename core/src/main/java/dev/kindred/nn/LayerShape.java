package dev.kindred.nn;

/** The sizes of a layer and what follows from them; known without making it. */
public interface LayerShape {
    /** Columns of the input. */
    long inputs();

    /** Columns of the output. */
    int outputs();

    /** Numbers that the layer trains. */
    long parameters();

    /** Elements, of 4 bytes each, that the layer and its gradient ask the tape for in a training step. */
    long buffers(LocalSize size);
}
