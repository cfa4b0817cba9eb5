package dev.kindred.autograd;

/** The activation after a layer: none, or ELU with alpha 1 (Clevert et al., 2016). */
public enum Activation {
    NONE,
    ELU
}
