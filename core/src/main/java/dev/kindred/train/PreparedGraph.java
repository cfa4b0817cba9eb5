package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Part;
import dev.kindred.model.PartSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph made ready for training once, for all seeds: its checksums, the order of its nodes, scaled features, and edges in the forms that
 * steps want. Checksums are taken at once, the rest is made when it is first asked for. One session at a time may use it; {@link #close}
 * lets go of scratch files.
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
     * A graph that is trained on as a whole.
     *
     * @param config says how features are scaled and which edges the encoder wants; sessions on the graph may differ in all else
     */
    public static PreparedGraph of(AttributedGraph graph, ModelConfig config) {
        return of(graph, config, PartSource::whole);
    }

    /**
     * A graph that is trained on in parts.
     *
     * @param split makes the parts of the whole, whose nodes are in {@link #order}
     */
    public static PreparedGraph of(AttributedGraph graph, ModelConfig config, Function<Part, PartSource> split) {
        return new PreparedGraph(graph, config, split);
    }

    /** The graph as the user gave it. */
    public AttributedGraph graph() {
        return graph;
    }

    Provenance.Checksums checksums() {
        return checksums;
    }

    boolean isReady() {
        return whole != null;
    }

    /** The whole graph, its nodes in {@link #order}. */
    public Part whole() {
        Part made = whole;
        if (made == null) {
            order = graph.localityOrder();
            made = Part.whole(graph.inOrder(order), config);
            whole = made;
        }
        return made;
    }

    /** {@code [n]} the user's node that each row of the whole is: an order of training that lies better in the caches. */
    public int[] order() {
        whole();
        return order;
    }

    /** What an epoch runs through. */
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
