package dev.kindred.train;

import dev.kindred.cluster.SoftAssignment;
import dev.kindred.kernels.Kernels;
import dev.kindred.nn.HeadConfig;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run: the cluster of each node, and how certain it is. The arrays belong to the result and must not be changed. Two results are equal if
 * they found the same, bit for bit; timings, history, provenance and warnings do not count.
 *
 * @param labels {@code [n]} cluster of each node, 0 .. k-1: the nearest center
 * @param confidence {@code [n]} largest value of the node's row of the soft assignment, from 0 to 1
 * @param second {@code [n]} cluster with the second largest value
 * @param margin {@code [n]} difference of the two values
 * @param embedding {@code [n x h]} Z, one row for each node
 * @param centers {@code [k x h]} mu, the cluster centers
 * @param pretrainedLabels {@code [n]} clusters by k-means on the pretrained embedding, from which finetuning started; empty if no network was
 *     trained, or the result was saved by an older version
 * @param history all epochs in order
 * @param timings time of each stage
 * @param provenance input, config and environment of the run
 * @param warnings all warnings that the listener was told
 * @param model the trained model, which can be saved ({@link ModelFile}) or applied to other nodes
 * @param shares {@code [n x k]} how much each cluster claims each node, where the clusters come from a simple method; null where the network's soft
 *     assignment says so, see {@link #memberships}
 */
public record Clustering(
        int[] labels,
        float[] confidence,
        int[] second,
        float[] margin,
        Matrix embedding,
        Matrix centers,
        int[] pretrainedLabels,
        List<TrainingListener.Epoch> history,
        Timings timings,
        Provenance provenance,
        List<String> warnings,
        TrainedModel model,
        double @Nullable [] shares) {
    public Clustering {
        history = List.copyOf(history);
        warnings = List.copyOf(warnings);
        if (shares != null && shares.length != (long) labels.length * centers.rows()) {
            throw new IllegalArgumentException("shares: expected " + (long) labels.length * centers.rows()
                    + " (nodes x clusters), got " + shares.length);
        }
    }

    /** n. */
    public int nodes() {
        return labels.length;
    }

    /** k, clusters without a node included. */
    public int clusters() {
        return centers.rows();
    }

    /** {@code [k]} nodes of each cluster. */
    public int[] sizes() {
        int[] sizes = new int[clusters()];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    /** The nodes of a cluster, in their order. */
    public int[] members(int cluster) {
        if (cluster < 0 || cluster >= clusters()) {
            throw new IllegalArgumentException(
                    "cluster: expected 0 to " + (clusters() - 1) + " (clusters - 1), got " + cluster);
        }
        return IntStream.range(0, labels.length)
                .filter(node -> labels[node] == cluster)
                .toArray();
    }

    /**
     * {@code [n x k]} how much each cluster claims each node: rows add up to 1, the largest share is the node's confidence. Computed at each call, in
     * {@code O(n k h)}; {@code 4 n k} bytes.
     */
    public Matrix memberships() {
        int k = clusters();
        Matrix memberships = Matrix.zeros(nodes(), k);
        if (shares != null) {
            for (int i = 0; i < shares.length; i++) {
                memberships.data()[i] = (float) shares[i];
            }
            return memberships;
        }
        HeadConfig.Assignment config = provenance.config().head().assignment();
        new SoftAssignment(config.alpha(), config.distanceScale())
                .into(
                        Kernels.select(),
                        embedding.data(),
                        centers.data(),
                        embedding.columns(),
                        k,
                        0,
                        nodes(),
                        memberships.data(),
                        0);
        return memberships;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Clustering that
                && Arrays.equals(labels, that.labels)
                && Arrays.equals(confidence, that.confidence)
                && Arrays.equals(second, that.second)
                && Arrays.equals(margin, that.margin)
                && Arrays.equals(pretrainedLabels, that.pretrainedLabels)
                && haveSameValues(embedding, that.embedding)
                && haveSameValues(centers, that.centers);
    }

    private static boolean haveSameValues(Matrix one, Matrix other) {
        return one.rows() == other.rows()
                && one.columns() == other.columns()
                && Arrays.equals(one.data(), 0, one.size(), other.data(), 0, other.size());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(confidence);
    }

    /** As in {@code Clustering[6 nodes, 2 clusters of 3, 3, mean confidence 0.98]}; of many clusters the first ones. */
    @Override
    public String toString() {
        double sum = 0;
        for (float share : confidence) {
            sum += share;
        }
        String sizes = Arrays.stream(sizes())
                .limit(MOST_SHOWN)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return "Clustering[" + nodes() + " nodes, " + clusters() + " clusters of " + sizes
                + (clusters() > MOST_SHOWN ? ", .." : "")
                + String.format(Locale.ROOT, ", mean confidence %.2f]", nodes() == 0 ? 0 : sum / nodes());
    }

    private static final int MOST_SHOWN = 10;
}
