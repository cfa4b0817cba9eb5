package dev.kindred.model;

/** Which losses a step takes. */
public enum Phase {
    /** The objective's alone. */
    PRETRAIN,
    /** The objective's and the head's. */
    FINETUNE
}
