package dev.kindred.model;

/** Which losses a step computes. */
public enum Phase {
    /** Those of the objective. */
    PRETRAIN,
    /** Those of the objective and the head. */
    FINETUNE
}
