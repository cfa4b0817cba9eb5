package dev.kindred.select;

import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.method.AttributePoints;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate.Part;
import java.util.List;

/** How much of the Java heap {@link Choice} takes, from the sizes of the graph alone, on top of the graph and the result of training. */
public final class ChoiceMemory {
    /** Groupings held at once: simple methods, steps of smoothing, the network before and after finetuning, and what they come to. */
    private static final long GROUPINGS = 8;

    private ChoiceMemory() {}

    /**
     * The estimate.
     *
     * @param clusters k
     */
    public static Part of(GraphSize size, int clusters) {
        long n = size.nodes();
        long points = 4 * n * AttributePoints.width(size.columns(), size.layout() == Features.Layout.SPARSE);
        long shares = 8 * n * clusters;
        return Part.sum(
                "comparing methods",
                List.of(
                        Part.leaf("edges as counts", edges(size)),
                        Part.leaf("attributes, and as points", 4 * n + 4 * size.storedValues() + points),
                        Part.leaf("groupings", GROUPINGS * shares),
                        Part.largest(
                                "temporary, the largest of",
                                List.of(
                                        Part.leaf("rewired edges and their communities", rewired(size)),
                                        Part.leaf("shuffled attributes", 4 * n + 8 * size.storedValues() + 2 * points),
                                        Part.leaf("smoothed attributes", 4 * points),
                                        Part.leaf("block model", 3 * shares)))));
    }

    /** Degrees; the graph's own arrays are shared unless it is directed or has weights. */
    private static long edges(GraphSize size) {
        long degrees = 8 * size.nodes();
        boolean weighted = size.weights() == GraphSize.Weights.GIVEN;
        return size.direction() == Graph.Direction.DIRECTED
                ? degrees + 8 * size.nodes() + (weighted ? 12L : 4) * 2 * size.entries()
                : degrees + (weighted ? 4 * size.entries() : 0);
    }

    /** Ends and counts dealt, the rows they make, and what Leiden makes of them, twice while it aggregates. */
    private static long rewired(GraphSize size) {
        return (6 + 8 + 2 * 12) * size.entries() + 80 * size.nodes();
    }
}
