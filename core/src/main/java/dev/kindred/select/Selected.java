package dev.kindred.select;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.method.Grouping;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.method.SimpleMethods;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import dev.kindred.train.GraphSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of a run by the method that was asked for.
 *
 * @param asked the method
 * @param taken name of what the clusters come from
 * @param why it was taken
 * @param choice how the choice was made; null where there was none to make
 * @param grouping how much each cluster claims each node; null where the network's soft assignment says so
 * @param clustering the trained one with these clusters
 */
public record Selected(
        Method asked,
        String taken,
        String why,
        @Nullable Choice choice,
        @Nullable Grouping grouping,
        Clustering clustering) {
    /** Above these sizes simple methods would need more memory than training. */
    private static final long MOST_SHARES = 60_000_000;

    private static final long MOST_ENTRIES = 30_000_000;
    private static final long MOST_VALUES = 150_000_000;
    /** Nodes times clusters squared, above which simple methods would take longer than training. */
    private static final double MOST_WORK = 4e9;

    /**
     * Takes clusters. The same for any number of threads.
     *
     * @param blocks what the columns of the features mean, or null where nobody knows
     * @param trained what the network came to; for a simple method, of no epochs. Its seed is that of the simple methods' starts, too
     * @param threads that work, this one included
     */
    public static Selected of(
            Method asked, AttributedGraph graph, @Nullable List<FeatureBlock> blocks, Clustering trained, int threads) {
        if (asked == Method.DAEGC) {
            return network(asked, trained, "it was asked for");
        }
        int clusters = trained.centers().rows();
        long seed = trained.provenance().config().seed();
        if (asked == Method.AUTO && !compares(GraphSize.of(graph), clusters)) {
            return network(asked, trained, "the graph is too large for simple methods to be compared");
        }
        Prepared data = Prepared.of(graph, blocks);
        try (Compute compute = Compute.create(threads)) {
            if (asked == Method.AUTO) {
                Network network = new Network(trained.pretrainedLabels(), trained.labels());
                Choice choice = Choice.of(data, clusters, seed, network, compute);
                if (choice.method().equals(Method.DAEGC.key())) {
                    return new Selected(asked, choice.method(), choice.why(), choice, null, trained);
                }
                Clustering taken = grouped(trained, choice.grouping());
                return new Selected(asked, choice.method(), choice.why(), choice, choice.grouping(), taken);
            }
            Grouping grouping = new SimpleMethods(data, clusters, seed, compute).fit(asked);
            return new Selected(asked, asked.key(), "it was asked for", null, grouping, simple(trained, grouping));
        }
    }

    /** The network's own clusters. */
    public static Selected network(Method asked, Clustering trained, String why) {
        return new Selected(asked, Method.DAEGC.key(), why, null, null, trained);
    }

    /** As in {@code Selected[blocks of auto, Clustering[..]]}. */
    @Override
    public String toString() {
        return "Selected[" + taken + (taken.equals(asked.key()) ? "" : " of " + asked) + ", " + clustering + "]";
    }

    /** What to say of them. */
    public List<String> sentences() {
        String method = "method: " + taken + ", because " + why;
        if (choice == null) {
            return List.of(method);
        }
        List<String> sentences = new ArrayList<>(Findings.of(choice).sentences());
        sentences.add(1, method);
        return sentences;
    }

    /**
     * Whether {@link Method#AUTO} compares the network with simple methods on a graph of this size; on larger ones the network's clusters are kept.
     *
     * @param clusters k
     */
    public static boolean compares(GraphSize size, int clusters) {
        return size.nodes() * clusters <= MOST_SHARES
                && (double) size.nodes() * clusters * clusters <= MOST_WORK
                && size.entries() <= MOST_ENTRIES
                && size.storedValues() <= MOST_VALUES;
    }

    /** Other clusters beside the network's embedding and weights. */
    private static Clustering grouped(Clustering trained, Grouping grouping) {
        return with(trained, grouping, trained.embedding(), trained.centers(), trained.pretrainedLabels());
    }

    /** Clusters without a network: what stands for the embedding is how much each cluster claims a node. */
    private static Clustering simple(Clustering trained, Grouping grouping) {
        int clusters = grouping.clusters();
        Matrix claims = Matrix.zeros(grouping.nodes(), clusters);
        for (int e = 0; e < claims.data().length; e++) {
            claims.data()[e] = (float) grouping.shares()[e];
        }
        Matrix corners = Matrix.zeros(clusters, clusters);
        for (int c = 0; c < clusters; c++) {
            corners.set(c, c, 1);
        }
        return with(trained, grouping, claims, corners, new int[0]);
    }

    private static Clustering with(
            Clustering trained, Grouping grouping, Matrix embedding, Matrix centers, int[] pretrained) {
        return new Clustering(
                grouping.labels(),
                grouping.confidence(),
                grouping.second(),
                grouping.margin(),
                embedding,
                centers,
                pretrained,
                trained.history(),
                trained.timings(),
                trained.provenance(),
                trained.warnings(),
                trained.model(),
                grouping.shares());
    }
}
