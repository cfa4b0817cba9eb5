package dev.kindred.signal;

import dev.kindred.method.AttributeColumns;
import dev.kindred.method.Prepared;
import dev.kindred.tensor.Compute;

/**
 * Which side of the data carries groups. Three tests, each against chance, none of which reads labels or a result.
 *
 * @param structure modularity of Leiden communities, against rewired edges
 * @param agreement likeness of neighbors by their attributes, against shuffled rows
 * @param attributes what groups explain of the attributes (nats), against shuffled columns
 * @param carrier what follows
 */
public record Signals(ChanceTest structure, ChanceTest agreement, ChanceTest attributes, Carrier carrier) {
    /** Deviations above chance from which on edges hold communities; with eight draws, chance gets there once in fifty times. */
    private static final double STRUCTURE = 2.5;

    private static final double LEAST_STRUCTURE_DEVIATION = .0025;
    private static final double AGREEMENT = 3;
    /** Where edges and agreement each lie so far above chance, and together further than either alone would have to, both count. */
    private static final double EACH = 2;

    private static final double TOGETHER = 3;
    /** Nats above chance, beside three deviations, from which on attributes hold groups. */
    private static final double ATTRIBUTES = 15;

    /**
     * Looks at a graph. Modularity of a few rewired graphs costs most; {@code O(e + n d)} a draw.
     *
     * @param clusters k
     */
    public static Signals of(Prepared data, int clusters, Compute compute) {
        ChanceTest structure = SignalTests.structure(data.edges());
        ChanceTest agreement = SignalTests.agreement(data.edges(), data.points());
        boolean agree = areAlike(structure, agreement);
        boolean words = agree && hasWords(data.attributes());
        // Words that follow the edges carry; whether they would alone need not be asked.
        ChanceTest attributes = words ? ChanceTest.NONE : SignalTests.attributes(data.attributes(), clusters, compute);
        boolean edgesCarry = agree || structure.above(LEAST_STRUCTURE_DEVIATION) > STRUCTURE;
        boolean attributesCarry =
                words || attributes.score() > attributes.chance() + ATTRIBUTES + 3 * attributes.deviation();
        return new Signals(structure, agreement, attributes, carrier(edgesCarry, attributesCarry));
    }

    private static Carrier carrier(boolean edges, boolean attributes) {
        if (edges) {
            return attributes ? Carrier.BOTH : Carrier.STRUCTURE;
        }
        return attributes ? Carrier.ATTRIBUTES : Carrier.NOTHING;
    }

    /** Of words a node has too few to be grouped by alone, and they carry groups all the same. */
    private static boolean hasWords(AttributeColumns attributes) {
        return attributes.blocks().stream()
                .anyMatch(block ->
                        block instanceof AttributeColumns.Sets sets && sets.kind() == AttributeColumns.Kind.WORDS);
    }

    /** Whether neighbors are more alike than chance has it. */
    public boolean neighborsAreAlike() {
        return areAlike(structure, agreement);
    }

    /**
     * Alone, or together with communities that are as weak (Stouffer et al., 1949: independent deviations add up as their sum by the root of
     * their number). Communities that are found without that lend nothing: they would carry any agreement over the line.
     */
    private static boolean areAlike(ChanceTest structure, ChanceTest agreement) {
        double alike = agreement.above(1e-12);
        double communities = structure.above(LEAST_STRUCTURE_DEVIATION);
        boolean together = communities <= STRUCTURE
                && Math.min(alike, communities) > EACH
                && alike + communities > TOGETHER * Math.sqrt(2);
        return alike > AGREEMENT || together;
    }

    /** Whether edges carry groups. */
    public boolean edgesCarry() {
        return carrier == Carrier.BOTH || carrier == Carrier.STRUCTURE;
    }

    /** Whether attributes carry groups. */
    public boolean attributesCarry() {
        return carrier == Carrier.BOTH || carrier == Carrier.ATTRIBUTES;
    }
}
