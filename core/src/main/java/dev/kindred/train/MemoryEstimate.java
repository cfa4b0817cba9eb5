package dev.kindred.train;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.graph.Features;
import dev.kindred.model.DaegcConfig;
import dev.kindred.model.DaegcConfig.Reconstruction;
import dev.kindred.model.DaegcModel;
import dev.kindred.nn.EncoderConfig;
import dev.kindred.nn.EncoderConfig.Attention;
import dev.kindred.nn.EncoderConfig.EmbeddingNorm;
import dev.kindred.nn.EncoderConfig.Normalization;
import dev.kindred.nn.EncoderConfig.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of the Java heap a run takes, from the sizes of graph and model alone: a tree of what stays in memory and of what comes and goes.
 * Formulas follow the buffers that the operations ask the tape for; MemoryEstimateTest holds them against the tape's own count.
 */
public final class MemoryEstimate {
    /** Parts of the nodes that sums are taken over, at most (Chunks), and those of a weight gradient (Linear). */
    private static final long MOST_CHUNKS = 64;

    private static final long MOST_PARTIALS = 16;
    /** Bytes of a value in the scratch file of sparse features by column (ColumnFile). */
    private static final long COLUMN_FILE = 12;

    /** Scratch memory that one worker loads mapped features into, at most about (DenseInput, SparseInput). */
    private static final long LOADED = 512 << 10;

    private static final long ROWS_PER_PARTIAL = 512;

    /**
     * A part of the memory.
     *
     * @param name what it holds
     * @param bytes its own and those of its parts
     * @param parts what it is made of
     */
    public record Part(String name, long bytes, List<Part> parts) {
        public Part {
            parts = List.copyOf(parts);
        }

        static Part leaf(String name, long bytes) {
            return new Part(name, bytes, List.of());
        }

        static Part sum(String name, List<Part> parts) {
            return new Part(name, parts.stream().mapToLong(Part::bytes).sum(), parts);
        }

        static Part largest(String name, List<Part> parts) {
            return new Part(name, parts.stream().mapToLong(Part::bytes).max().orElse(0), parts);
        }

        /** One line a part, indented by depth. */
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
    private final DaegcConfig config;
    private final long n;
    private final long edgeBytes;

    private MemoryEstimate(GraphSize size, DaegcConfig config) {
        this.size = size;
        this.config = config;
        this.n = size.nodes();
        this.edgeBytes = size.weights() == GraphSize.Weights.GIVEN ? 8 : 4;
    }

    /** The heap that a run on a graph of this size takes at its peak. */
    public static Part of(GraphSize size, DaegcConfig config) {
        return of(size, config, 1);
    }

    /**
     * The heap that runs with so many seeds, one after another, take at their peak ({@link Repetition}).
     *
     * @param seeds 1 or more
     */
    public static Part of(GraphSize size, DaegcConfig config, int seeds) {
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
     * What a run lets go of, besides what the peak counts as temporary: the other temporary parts, and once the buffers of a step, which the
     * inference between the stages asks for in another order.
     */
    public static long garbageOf(GraphSize size, DaegcConfig config) {
        MemoryEstimate estimate = new MemoryEstimate(size, config);
        List<Part> temporary = List.of(estimate.reading(), estimate.preparing(), estimate.writing());
        return Part.sum("all", temporary).bytes()
                - Part.largest("largest", temporary).bytes()
                + estimate.step().bytes();
    }

    /** Bytes of mapped files that a run reads: no heap, and pages that the system takes back; 0 where features lie on the heap. */
    public static long mappedOf(GraphSize size) {
        return size.storage() == GraphSize.Storage.HEAP
                ? 0
                : size.layout() == Features.Layout.DENSE
                        ? 4 * size.storedValues()
                        : (8 + COLUMN_FILE) * size.storedValues();
    }

    /** The buffers of one training step alone. */
    static Part stepOf(GraphSize size, DaegcConfig config) {
        return new MemoryEstimate(size, config).step();
    }

    private long parameters() {
        return DaegcModel.parameterCount(config, size.columns());
    }

    private long graphBytes(long entries) {
        return 8 * (n + 1) + edgeBytes * entries;
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

    private Part input() {
        return Part.sum(
                "graph as it was read",
                List.of(
                        Part.leaf("edges and their transpose", graphBytes(size.entries()) + 4 * size.entries()),
                        Part.leaf("features", featureBytes())));
    }

    private Part ordered() {
        boolean sparse = size.layout() == Features.Layout.SPARSE;
        long index = sparse ? 8 * (size.columns() + 1) + (isMapped() ? 0 : 8 * size.storedValues()) : 0;
        long view = isMapped() ? 8 * n + LOADED : 0;
        return Part.sum(
                "graph in the order of training",
                List.of(
                        Part.leaf("edges and their transpose", graphBytes(size.entries()) + 4 * size.entries()),
                        Part.leaf(
                                "attention edges and their transpose",
                                graphBytes(attentionEntries()) + 4 * attentionEntries()),
                        Part.leaf("scaled features", featureBytes() + index + view)));
    }

    /** Edges with self-loops; of a t-order matrix the entries that a graph of even degrees would have, at most. */
    private long attentionEntries() {
        EncoderConfig encoder = config.encoder();
        if (encoder.proximityOrder() == 1) {
            return size.entries() + n;
        }
        double reached = Math.pow(1 + (double) size.entries() / n, encoder.proximityOrder());
        double row =
                Math.min((double) n, encoder.proximityTop() > 0 ? Math.min(encoder.proximityTop(), reached) : reached);
        return (long) (n * row);
    }

    private Part step() {
        EncoderConfig encoder = config.encoder();
        List<Part> parts = new ArrayList<>();
        long from = size.columns();
        for (int i = 0; i < encoder.sizes().size(); i++) {
            parts.add(Part.leaf("layer " + (i + 1), 4 * layer(i, from)));
            from = encoder.sizes().get(i);
        }
        long h = encoder.embeddingSize();
        long norm = encoder.embeddingNorm() == EmbeddingNorm.L2 ? n * h + n : 0;
        parts.add(Part.leaf("embedding and its gradient", 4 * (norm + (norm > 0 ? n * h : 0))));
        parts.add(Part.leaf("reconstruction", 4 * reconstruction(h)));
        return Part.sum("buffers of a step", parts);
    }

    /** Elements that a layer asks for: its product, its attention, and the gradients of both. */
    private long layer(int index, long from) {
        EncoderConfig encoder = config.encoder();
        boolean last = index == encoder.sizes().size() - 1;
        long out = encoder.sizes().get(index);
        long heads = encoder.heads();
        long width = encoder.headMerge() == HeadMerge.CONCAT ? out : out * heads;
        boolean v2 = encoder.attention() == Attention.GATV2;
        long products = v2 ? 2 : 1;
        long elements = products * 2 * n * width + 2 * n * out;
        if (index == 0) {
            elements += firstInput(from, width, products);
        } else {
            elements += products * (width * from + partials() * from * width);
            elements += encoder.hiddenDropout() > 0 ? 2 * n * from : 0;
        }
        elements += (encoder.attentionDropout() > 0 ? 3 : 2) * heads * attentionEntries();
        elements += v2 ? 0 : 3 * heads * n;
        elements += chunks() * (out + (v2 ? width : 2 * width));
        boolean normalizes = !last && encoder.normalization() != Normalization.NONE;
        boolean adds = encoder.residual() == Residual.ADD;
        elements += normalizes ? 3 * n * out : 0;
        elements += adds ? 2 * n * out + (from == out ? 0 : 2 * n * out) : 0;
        boolean elu = !last || encoder.lastActivation() == Activation.ELU;
        elements += elu && (normalizes || adds) ? 2 * n * out : 0;
        return elements;
    }

    /** Dropped features, and the parts of the weight gradient where the product is dense. */
    private long firstInput(long from, long width, long products) {
        boolean drops = config.encoder().featureDropout() > 0 && !isMapped();
        boolean dense = size.layout() == Features.Layout.DENSE;
        long dropped = drops ? products * size.storedValues() : 0;
        return dropped + (dense ? products * partials() * from * width : 0);
    }

    private long partials() {
        return Math.clamp(n / ROWS_PER_PARTIAL, 1, MOST_PARTIALS);
    }

    private long chunks() {
        return Math.min(MOST_CHUNKS, n);
    }

    private long reconstruction(long h) {
        if (config.reconstruction() == Reconstruction.EXACT) {
            return h * n;
        }
        long reach = Math.max(1, Math.round((double) size.entries() / n));
        return size.entries() + 2 * n + (n + 2 * reach) * h;
    }

    private Part clustering() {
        long k = config.clusters();
        long h = config.encoder().embeddingSize();
        boolean evaluates = config.safeguards().evaluates();
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

    /** What is held of a run that is over: embedding, memberships, and the model with its last Q and P. */
    private long result() {
        return 4 * n * config.encoder().embeddingSize() + 20 * n + 8 * n * config.clusters() + 16 * parameters();
    }

    private Part reading() {
        return Part.leaf("reading the file", 8 * size.entries() + (isMapped() ? 0 : 8 * size.storedValues()));
    }

    private Part preparing() {
        return Part.leaf(
                "ordering the nodes", featureBytes() + 48 * n + 8 * size.entries() + graphBytes(size.entries()));
    }

    private Part writing() {
        long h = config.encoder().embeddingSize();
        return Part.leaf("results and checkpoint", 4 * n * h + 24 * n + 4 * n * config.clusters() + 24 * parameters());
    }
}
