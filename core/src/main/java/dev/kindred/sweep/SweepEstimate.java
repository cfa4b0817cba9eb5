package dev.kindred.sweep;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.method.AttributePoints;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate.Part;
import java.util.List;

/** How much a sweep takes, on top of the graph and without the pretraining: memory from sizes alone, time by trying the least two numbers. */
public final class SweepEstimate {
    /** Spaces of a trial: smoothed attributes three times, or attributes and two smoothed ones. */
    private static final long SPACES = 3;

    private SweepEstimate() {}

    /**
     * Heap that is held at the peak.
     *
     * @param embedding columns of the network's embedding, 0 without a network
     * @param threads each of which fits a block model of its own
     */
    public static Part memory(GraphSize size, SweepPlan plan, long embedding, int threads) {
        long n = size.nodes();
        long points = 4 * n * AttributePoints.width(size.columns(), size.layout() == Features.Layout.SPARSE);
        long draws = Sweep.draws(size.entries(), plan);
        long shares = 8 * n * plan.counts().largest();
        return Part.sum(
                "sweep",
                List.of(
                        Part.leaf("attributes, and as points", 4 * n + 4 * size.storedValues() + points),
                        Part.leaf("spaces", SPACES * points + 4 * n * embedding),
                        Part.leaf(
                                "draws of chance",
                                draws
                                        * (16 * n
                                                + 8 * size.entries()
                                                + 4 * size.storedValues()
                                                + (1 + SPACES) * points)),
                        Part.leaf(
                                "clusters found",
                                (1 + draws) * plan.counts().values().size() * 8 * n),
                        Part.leaf("block models, one a thread", 3L * threads * shares)));
    }

    /** Seconds; those of the least two numbers, scaled by the sum of all, for work grows with k. Tables take about as long as their columns do. */
    public static double seconds(AttributedGraph graph, SweepPlan plan, int threads) {
        List<Integer> least = plan.counts().values().subList(0, 2);
        SweepPlan two = new SweepPlan(new ClusterCounts(least), plan.method(), plan.seeds(), plan.draws(), plan.seed());
        long begun = System.nanoTime();
        Sweep.of(graph, null, null, two, SweepOptions.of(threads));
        return (System.nanoTime() - begun) * 1e-9 * sum(plan.counts().values()) / sum(least);
    }

    private static double sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }
}
