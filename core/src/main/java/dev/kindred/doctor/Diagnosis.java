package dev.kindred.doctor;

import dev.kindred.doctor.Finding.Kind;
import dev.kindred.eval.GraphFacts;
import dev.kindred.explain.ColumnValues;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.method.Prepared;
import dev.kindred.select.Selected;
import dev.kindred.signal.Carrier;
import dev.kindred.signal.Signals;
import dev.kindred.tensor.Compute;
import dev.kindred.train.GraphSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to know of a graph and its attributes before they are clustered: which side carries groups, by which columns neighbors are alike, and what a
 * clustering would suffer from, each with what to do about it. Given labels are looked at for columns that give them away, and for nothing else.
 *
 * @param signals which side carries groups; null where the graph is too small to tell, or too large to be compared with shuffled ones
 * @param neighbors how alike neighbors are, by column, the most alike first
 * @param findings the most important first
 */
public record Diagnosis(@Nullable Signals signals, List<Likeness> neighbors, List<Finding> findings) {
    /** Groups that attributes are asked for; only whether there are any is told. */
    private static final int GROUPS = 8;
    /** Nodes below which chance holds groups, too. */
    private static final int FEWEST_NODES = 50;
    /** Share of the nodes outside of the largest component from which on they are worth a word. */
    private static final double OUTSIDE = .1;
    /** Columns beyond which a matrix without names would be a list of numbers that nobody reads. */
    private static final int MOST_COLUMNS = 2_000;

    public Diagnosis {
        neighbors = List.copyOf(neighbors);
        findings = List.copyOf(findings);
    }

    /**
     * Examines a graph. The same for any number of threads. {@code O(e + n log n)} a column, and a few rounds of Leiden.
     *
     * @param facts of the graph
     * @param blocks what the columns of the features mean, or null where nobody knows
     * @param values the attributes in the user's words
     * @param labels {@code [n]} given ones, -1 where a node has none, or null
     */
    public static Diagnosis of(
            Compute compute,
            AttributedGraph graph,
            GraphFacts facts,
            @Nullable List<FeatureBlock> blocks,
            ColumnValues values,
            int @Nullable [] labels) {
        Signals signals = facts.nodes() >= FEWEST_NODES && Selected.compares(GraphSize.of(graph), GROUPS)
                ? Signals.of(Prepared.of(graph, blocks), GROUPS, compute)
                : null;
        List<Finding> findings = new ArrayList<>(signals == null ? List.of() : carriers(signals));
        Finding hubs = Hubs.of(graph.graph());
        if (hubs != null) {
            findings.add(hubs);
        }
        int outside = facts.nodes() - facts.largestComponent() - facts.isolated();
        if (outside > OUTSIDE * facts.nodes()) {
            findings.add(components(facts, outside));
        }
        List<Likeness> neighbors = new ArrayList<>();
        if (values.columns().size() <= MOST_COLUMNS) {
            findings.addAll(ColumnChecks.of(values, labels));
            neighbors.addAll(NeighborLikeness.of(graph.graph(), values));
            neighbors.sort(Comparator.comparingDouble(likeness -> -likeness.alike()));
        }
        return new Diagnosis(signals, neighbors, findings);
    }

    private static List<Finding> carriers(Signals signals) {
        Finding finding = switch (signals.carrier()) {
            case NOTHING ->
                new Finding(
                        Kind.NO_GROUPS,
                        "neither edges nor attributes hold groups beyond chance: any clusters would be invented",
                        new Advice.Look("other columns, or edges that mean more"));
            case ATTRIBUTES ->
                signals.structure().score() == 0
                        ? null
                        : new Finding(
                                Kind.EDGES_SAY_NOTHING,
                                "the edges hold no groups beyond chance, the attributes do",
                                new Advice.AttributesOnly());
            case STRUCTURE ->
                signals.attributes().score() == 0
                        ? null
                        : new Finding(
                                Kind.ATTRIBUTES_SAY_NOTHING,
                                "the attributes hold no groups beyond chance, the edges do",
                                new Advice.EdgesOnly());
            case BOTH ->
                signals.neighborsAreAlike()
                        ? null
                        : new Finding(
                                Kind.SIDES_DISAGREE,
                                "edges and attributes both hold groups, and neighbors are no more alike than chance: they hold"
                                        + " different ones, and a clustering of both mixes them",
                                new Advice.AttributesOnly());
        };
        return finding == null ? List.of() : List.of(finding);
    }

    private static Finding components(GraphFacts facts, int outside) {
        return new Finding(
                Kind.COMPONENTS,
                String.format(
                        Locale.ROOT,
                        "%,d nodes (%.0f %%) have edges and lie outside of the largest of %,d components: only their attributes"
                                + " tell which cluster of the others they resemble",
                        outside,
                        100.0 * outside / facts.nodes(),
                        facts.components()),
                new Advice.Look("whether edges are missing, or cluster the components one by one"));
    }

    /** In a few words, which side carries groups; empty where that was not asked. */
    public String carrier() {
        return signals == null ? "" : words(signals.carrier());
    }

    private static String words(Carrier carrier) {
        return switch (carrier) {
            case BOTH -> "edges and attributes";
            case STRUCTURE -> "edges alone";
            case ATTRIBUTES -> "attributes alone";
            case NOTHING -> "neither edges nor attributes";
        };
    }
}
