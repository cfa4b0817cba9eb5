package dev.kindred.autograd;

/** What follows a layer: nothing, or ELU with alpha 1 (Clevert et al., 2016). */
public enum Activation {
    NONE,
    ELU
}
