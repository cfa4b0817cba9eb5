package dev.kindred.train;

import dev.kindred.tensor.Matrix;
import java.util.List;

/**
 * The result of a run: who is alike, and how sure that is. Its arrays belong to the result and must not be changed.
 *
 * @param labels {@code [n]} cluster of each node, 0 .. k-1: the nearest center
 * @param confidence {@code [n]} the winning cluster's share of the soft assignment
 * @param second {@code [n]} the runner-up cluster
 * @param margin {@code [n]} confidence less the runner-up's share
 * @param embedding {@code [n x h]} Z
 * @param centers {@code [k x h]} mu
 * @param pretrainedLabels {@code [n]} clusters by k-means on the pretrained embedding: what finetuning began from
 * @param history every epoch in order
 * @param timings where the time went
 * @param provenance what the result came from
 * @param warnings what the listener was warned of
 * @param model the trained weights, to be saved or asked about other nodes
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
