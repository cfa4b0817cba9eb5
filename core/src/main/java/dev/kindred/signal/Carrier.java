package dev.kindred.signal;

/** What carries groups. */
public enum Carrier {
    /** Edges and attributes. */
    BOTH,
    /** The edges, weights included. */
    STRUCTURE,
    /** The attributes. */
    ATTRIBUTES,
    /** Neither, as far as can be seen. */
    NOTHING
}
