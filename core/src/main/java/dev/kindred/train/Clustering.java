package dev.kindred.train;

import dev.kindred.tensor.Matrix;
import java.util.List;

/**
 * The result of a run: the cluster of each node, and how certain it is. The arrays belong to the result and must not be changed.
 *
 * @param labels {@code [n]} cluster of each node, 0 .. k-1: the nearest center
 * @param confidence {@code [n]} largest value of the node's row of the soft assignment, from 0 to 1
 * @param second {@code [n]} cluster with the second largest value
 * @param margin {@code [n]} difference of the two values
 * @param embedding {@code [n x h]} Z, one row for each node
 * @param centers {@code [k x h]} mu, the cluster centers
 * @param pretrainedLabels {@code [n]} clusters by k-means on the pretrained embedding, from which finetuning started
 * @param history all epochs in order
 * @param timings time of each stage
 * @param provenance input, config and environment of the run
 * @param warnings all warnings that the listener was told
 * @param model the trained model, which can be saved ({@link ModelFile}) or applied to other nodes
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
        TrainedModel model) {
    public Clustering {
        history = List.copyOf(history);
        warnings = List.copyOf(warnings);
    }
}
