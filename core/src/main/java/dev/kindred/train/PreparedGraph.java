package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Part;
import dev.kindred.model.PartSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph prepared for training once and shared by all seeds: its checksums, the training order of its nodes, scaled features, and edges in
 * the forms that training steps need. Checksums are computed at once, everything else when first needed. Only one session at a time may use
 * it; {@link #close} deletes scratch files.
 */
public final class PreparedGraph implements AutoCloseable {
    private final AttributedGraph graph;
    private final ModelConfig config;
    private final Function<Part, PartSource> split;
    private final Provenance.Checksums checksums;
    private int[] order = {};
    private @Nullable Part whole;
    private @Nullable PartSource parts;

    private PreparedGraph(AttributedGraph graph, ModelConfig config, Function<Part, PartSource> split) {
        this.graph = graph;
        this.config = config;
        this.split = split;
        this.checksums = Provenance.checksums(graph);
    }

    /**
     * A graph on which each step is taken as a whole.
     *
     * @param config how features are scaled and which edges the encoder uses; sessions on the graph may differ in everything else
     */
    public static PreparedGraph of(AttributedGraph graph, ModelConfig config) {
        return of(graph, config, PartSource::whole);
    }

    /**
     * A graph whose epochs run through several parts.
     *
     * @param split divides the whole graph, whose nodes are in {@link #order}, into parts
     */
    public static PreparedGraph of(AttributedGraph graph, ModelConfig config, Function<Part, PartSource> split) {
        return new PreparedGraph(graph, config, split);
    }

    /** The graph in the user's node order. */
    public AttributedGraph graph() {
        return graph;
    }

    Provenance.Checksums checksums() {
        return checksums;
    }

    boolean isReady() {
        return whole != null;
    }

    /** The whole graph as a part, its nodes in {@link #order}. */
    public Part whole() {
        Part made = whole;
        if (made == null) {
            order = graph.localityOrder();
            made = Part.whole(graph.inOrder(order), config);
            whole = made;
        }
        return made;
    }

    /**
     * {@code [n]} the user's node number of each row of {@link #whole}. In this order neighbors are close together, so that training makes
     * better use of the caches.
     */
    public int[] order() {
        whole();
        return order;
    }

    /** The parts that an epoch runs through. */
    public PartSource parts() {
        PartSource made = parts;
        if (made == null) {
            made = split.apply(whole());
            parts = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
        if (whole != null) {
            whole.close();
        }
    }
}
