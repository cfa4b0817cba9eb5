package dev.kindred.doctor;

/** What to do about a finding. A command line shows it as flags, a program may act on it. */
public sealed interface Advice {
    /** Leave a column out of the attributes. */
    record IgnoreColumn(String column) implements Advice {}

    /** Use the attributes alone, by a method that reads no edges. */
    record AttributesOnly() implements Advice {}

    /** Use the edges alone, by a method that reads no attributes. */
    record EdgesOnly() implements Advice {}

    /** Leave out the edges of nodes that have more neighbors than this. */
    record LimitNeighbors(int most) implements Advice {}

    /** Nothing to set: look at the data. */
    record Look(String at) implements Advice {}
}
