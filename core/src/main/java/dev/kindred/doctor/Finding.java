package dev.kindred.doctor;

/**
 * Something about the data that a clustering would suffer from.
 *
 * @param kind what it is, for programs
 * @param sentence the same for people, with its numbers
 * @param advice what to do about it
 */
public record Finding(Kind kind, String sentence, Advice advice) {
    /** Kinds of findings. */
    public enum Kind {
        /** Neither edges nor attributes hold groups beyond chance. */
        NO_GROUPS,
        /** The edges hold no groups beyond chance, the attributes do. */
        EDGES_SAY_NOTHING,
        /** The attributes hold no groups beyond chance, the edges do. */
        ATTRIBUTES_SAY_NOTHING,
        /** Edges and attributes both hold groups, and neighbors are no more alike than chance: they hold different ones. */
        SIDES_DISAGREE,
        /** Few nodes with very many neighbors hide the communities of the others. */
        HUBS,
        /** Many nodes lie outside of the largest component. */
        COMPONENTS,
        /** A column with one value. */
        CONSTANT,
        /** A column that tells what another one tells. */
        DUPLICATE,
        /** A column whose values nearly number the rows. */
        NEARLY_ID,
        /** A column that follows the order of the rows, as a time of loading does. */
        FOLLOWS_ROWS,
        /** A column that most nodes have no value in. */
        MOSTLY_MISSING,
        /** A column that nearly is the given label. */
        GIVES_LABEL_AWAY,
        /** Many nodes share all their attributes with others. */
        IDENTICAL_ROWS
    }
}
