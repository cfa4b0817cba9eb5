package dev.kindred.sweep;

/** Which score decides. */
public enum Criterion {
    /** Evidence of a block model of edges, attributes or both: where attributes are columns that say something each. */
    EVIDENCE,
    /** Agreement of clusterings by several methods on several halves of the nodes: where attributes are a bag of many words or long vectors. */
    AGREEMENT
}
