package dev.kindred.train;

import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Objective;
import dev.kindred.model.ReconstructionConfig;
import dev.kindred.nn.Encoder;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderInput;
import dev.kindred.nn.LayerShape;
import dev.kindred.nn.LocalSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Estimates the Java heap that a run needs from the sizes of graph and model alone, as a tree of what is kept throughout and what is
 * temporary. The formulas add up the buffers that operations request from the tape; MemoryEstimateTest compares them with what the tape
 * really holds.
 */
public final class MemoryEstimate {
    /** Most chunks that rows are divided into (Chunks). */
    private static final long MOST_CHUNKS = 64;

    /** Bytes for each value in the scratch file of sparse features by column (ColumnFile). */
    private static final long COLUMN_FILE = 12;

    /** Approximate upper bound of the scratch memory into which one worker loads mapped features (DenseInput, SparseInput). */
    private static final long LOADED = 512 << 10;

    /**
     * A part of the memory.
     *
     * @param name what it holds
     * @param bytes size, its parts included
     * @param parts what it consists of; may be empty
     */
    public record Part(String name, long bytes, List<Part> parts) {
        public Part {
            parts = List.copyOf(parts);
        }

        /** A part without parts. */
        public static Part leaf(String name, long bytes) {
            return new Part(name, bytes, List.of());
        }

        /** Parts that are held at the same time. */
        public static Part sum(String name, List<Part> parts) {
            return new Part(name, parts.stream().mapToLong(Part::bytes).sum(), parts);
        }

        /** Parts that follow one another. */
        public static Part largest(String name, List<Part> parts) {
            return new Part(name, parts.stream().mapToLong(Part::bytes).max().orElse(0), parts);
        }

        /** One line for each part, indented by depth. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            addLines(0, lines);
            return lines;
        }

        private void addLines(int depth, List<String> lines) {
            lines.add(String.format(Locale.ROOT, "%10.1f MB  %s%s", bytes / 1e6, "  ".repeat(depth), name));
            parts.forEach(part -> part.addLines(depth + 1, lines));
        }
    }

    private final GraphSize size;
    private final ModelConfig config;
    private final long n;
    /** Bytes of an edge: its column, and its weight where there is one. */
    private final long edgeBytes;

    private MemoryEstimate(GraphSize size, ModelConfig config) {
        this.size = size;
        this.config = config;
        this.n = size.nodes();
        this.edgeBytes = size.weights() == GraphSize.Weights.GIVEN ? 8 : 4;
    }

    /** Peak heap of a run on a graph of this size. */
    public static Part of(GraphSize size, ModelConfig config) {
        return of(size, config, 1);
    }

    /**
     * Peak heap of several runs with different seeds, one after another ({@link Repetition}).
     *
     * @param seeds number of runs, 1 or more
     */
    public static Part of(GraphSize size, ModelConfig config, int seeds) {
        MemoryEstimate estimate = new MemoryEstimate(size, config);
        List<Part> resident = new ArrayList<>(List.of(
                estimate.input(),
                estimate.ordered(),
                Part.leaf("weights, gradients, moments", 16 * estimate.parameters()),
                estimate.step(),
                estimate.clustering()));
        if (seeds > 1) {
            resident.add(Part.leaf("results of earlier seeds", estimate.result() + 8 * estimate.n * (seeds - 2)));
        }
        return Part.sum(
                "heap at the peak",
                List.of(
                        Part.sum("resident", resident),
                        Part.largest(
                                "temporary, the largest of",
                                List.of(estimate.reading(), estimate.preparing(), estimate.writing()))));
    }

    /**
     * Bytes of garbage that a run makes beyond what the peak counts as temporary: the smaller temporary parts, and the buffers of one step,
     * which are replaced by those of inference between the stages.
     */
    public static long garbageOf(GraphSize size, ModelConfig config) {
        MemoryEstimate estimate = new MemoryEstimate(size, config);
        List<Part> temporary = List.of(estimate.reading(), estimate.preparing(), estimate.writing());
        return Part.sum("all", temporary).bytes()
                - Part.largest("largest", temporary).bytes()
                + estimate.step().bytes();
    }

    /** Heap that is held after training: the graph as it was read, and the result. */
    public static Part afterTraining(GraphSize size, ModelConfig config) {
        MemoryEstimate estimate = new MemoryEstimate(size, config);
        return Part.sum(
                "held after training",
                List.of(estimate.input(), Part.leaf("result", estimate.result() + 8 * estimate.n * config.clusters())));
    }

    /**
     * Bytes of mapped files that a run reads. They take no heap, and the system reclaims their pages when it needs the room. 0 if features
     * are on the heap.
     */
    public static long mappedOf(GraphSize size) {
        return size.storage() == GraphSize.Storage.HEAP
                ? 0
                : size.layout() == Features.Layout.DENSE
                        ? 4 * size.storedValues()
                        : (8 + COLUMN_FILE) * size.storedValues();
    }

    /** Buffers of one training step. */
    static Part stepOf(GraphSize size, ModelConfig config) {
        return new MemoryEstimate(size, config).step();
    }

    private long parameters() {
        return GraphModel.parameterCount(config, size.columns());
    }

    private boolean isMapped() {
        return size.storage() == GraphSize.Storage.MAPPED;
    }

    private long featureBytes() {
        if (isMapped()) {
            return size.layout() == Features.Layout.DENSE ? 0 : 8 * (n + 1);
        }
        return size.layout() == Features.Layout.DENSE ? 4 * size.storedValues() : 8 * (n + 1) + 8 * size.storedValues();
    }

    /** Bytes of the graph as it was read and of the copy in training order, with everything that training steps need from it. */
    static long graphsOf(GraphSize size, ModelConfig config) {
        MemoryEstimate estimate = new MemoryEstimate(size, config);
        return estimate.input().bytes() + estimate.ordered().bytes();
    }

    private Part input() {
        long transpose = transposeBytes(size.entries(), isDirected(), edgeBytes);
        return Part.sum(
                "graph as it was read",
                List.of(
                        Part.leaf("edges and their transpose", rowBytes(size.entries(), edgeBytes) + transpose),
                        Part.leaf("features", featureBytes())));
    }

    private Part ordered() {
        boolean sparse = size.layout() == Features.Layout.SPARSE;
        long index = sparse ? 8 * (size.columns() + 1) + (isMapped() ? 0 : 8 * size.storedValues()) : 0;
        long view = isMapped() ? 8 * n + LOADED : 0;
        long e = size.entries();
        return Part.sum(
                "graph in the order of training",
                List.of(
                        Part.leaf(
                                "edges and their transpose",
                                rowBytes(e, edgeBytes) + transposeBytes(e, isDirected(), edgeBytes)),
                        Part.leaf("edges in both directions", undirectedBytes()),
                        Part.leaf("weights of edges in the loss", lossWeightBytes()),
                        Part.leaf(
                                "edges of the encoder and their transpose",
                                EncoderInput.edgeBytes(config.encoder(), n, e, size.direction(), edgeBytes)),
                        Part.leaf("scaled features", featureBytes() + index + view)));
    }

    /** Bytes of the pairs that are never drawn as negatives, beyond the arrays that they share with the edges of a symmetric graph. */
    private long undirectedBytes() {
        if (isDirected()) {
            return rowBytes(2 * size.entries(), 4) + transposeBytes(2 * size.entries(), false, 4);
        }
        return isWeighted() ? transposeBytes(size.entries(), false, 4) : 0;
    }

    private long lossWeightBytes() {
        return switch (config.objective()) {
            case ReconstructionConfig reconstruction ->
                isWeighted() && reconstruction.weights() == ReconstructionConfig.Weights.RELATIVE
                        ? 4 * size.entries()
                        : 0;
        };
    }

    private long rowBytes(long entries, long bytesOfEach) {
        return 8 * (n + 1) + bytesOfEach * entries;
    }

    /** Bytes of the position of each edge's reverse and, for a directed graph, of its transposed rows. */
    private long transposeBytes(long entries, boolean directed, long bytesOfEach) {
        return 4 * entries + (directed ? rowBytes(entries, bytesOfEach) : 0);
    }

    private boolean isDirected() {
        return size.direction() == Graph.Direction.DIRECTED;
    }

    private boolean isWeighted() {
        return size.weights() == GraphSize.Weights.GIVEN;
    }

    private long attentionEntries() {
        return EncoderInput.entries(config.encoder(), n, size.entries());
    }

    private Part step() {
        EncoderConfig encoder = config.encoder();
        LocalSize local = new LocalSize(n, attentionEntries(), input(size), size.storedValues());
        List<Part> parts = new ArrayList<>();
        for (LayerShape layer : Encoder.shapes(encoder, size.columns())) {
            parts.add(Part.leaf("layer " + (parts.size() + 1), 4 * layer.buffers(local)));
            local = local.afterLayer();
        }
        parts.add(Part.leaf("embedding and its gradient", 4 * Encoder.normBuffers(encoder, n)));
        parts.add(Part.leaf(
                "objective", 4 * Objective.buffers(config.objective(), n, size.entries(), encoder.embeddingSize())));
        return Part.sum("buffers of a step", parts);
    }

    private static LocalSize.Input input(GraphSize size) {
        boolean dense = size.layout() == Features.Layout.DENSE;
        return switch (size.storage()) {
            case HEAP -> dense ? LocalSize.Input.DENSE : LocalSize.Input.SPARSE;
            case MAPPED -> dense ? LocalSize.Input.MAPPED_DENSE : LocalSize.Input.MAPPED_SPARSE;
        };
    }

    private long chunks() {
        return Math.min(MOST_CHUNKS, n);
    }

    private Part clustering() {
        long k = config.clusters();
        long h = config.encoder().embeddingSize();
        boolean evaluates = config.schedule().safeguards().evaluates();
        List<Part> parts = new ArrayList<>(List.of(
                Part.leaf("soft assignment and target", 8 * n * k),
                Part.leaf("sums of the clustering loss", 4 * chunks() * k * h),
                Part.leaf("k-means", 20 * n + 8 * chunks() * k * h)));
        if (evaluates) {
            parts.add(Part.leaf(
                    "evaluation: buffers, target, best weights", step().bytes() / 2 + 8 * n * k + 4 * parameters()));
        }
        return Part.sum("clusters", parts);
    }

    /** Bytes kept of a finished run: embedding, memberships and model. */
    private long result() {
        return 4 * n * config.encoder().embeddingSize() + 20 * n + 16 * parameters();
    }

    private Part reading() {
        return Part.leaf("reading the file", 8 * size.entries() + (isMapped() ? 0 : 8 * size.storedValues()));
    }

    private Part preparing() {
        return Part.leaf(
                "ordering the nodes",
                featureBytes() + 48 * n + 8 * size.entries() + rowBytes(size.entries(), edgeBytes));
    }

    private Part writing() {
        long h = config.encoder().embeddingSize();
        return Part.leaf("results and checkpoint", 4 * n * h + 24 * n + 4 * n * config.clusters() + 24 * parameters());
    }
}
