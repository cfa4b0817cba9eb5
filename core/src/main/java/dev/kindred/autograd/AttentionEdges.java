package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import org.jspecify.annotations.Nullable;

/** The edges that attention runs on, and their effect on its logits: {@code scale_ij LeakyReLU(..) + shift_ij}. */
public final class AttentionEdges {
    private final EdgeSet set;
    private final float @Nullable [] scale;
    private final float @Nullable [] shift;

    private AttentionEdges(Graph graph, float @Nullable [] scale, float @Nullable [] shift) {
        this.set = EdgeSet.of(graph);
        this.scale = scale;
        this.shift = shift;
    }

    /** All edges count the same; weights are ignored. */
    public static AttentionEdges alike(Graph graph) {
        return new AttentionEdges(graph, null, null);
    }

    /** Weights multiply the logits: the t-order proximity of DAEGC (eq. 4). */
    public static AttentionEdges scaledByWeights(Graph graph) {
        return new AttentionEdges(graph, graph.weights(), null);
    }

    /** Coefficients are proportional to the weights, because the weights' logarithms are added to the logits. */
    public static AttentionEdges proportionalToWeights(Graph graph) {
        float[] weights = graph.weights();
        if (weights == null) {
            return alike(graph);
        }
        float[] logs = new float[weights.length];
        for (int e = 0; e < logs.length; e++) {
            logs[e] = (float) Math.log(weights[e]);
        }
        return new AttentionEdges(graph, null, logs);
    }

    EdgeSet set() {
        return set;
    }

    /** The logit of an edge with this score. */
    float logit(int edge, float score) {
        float logit = scale == null ? score : score * scale[edge];
        return shift == null ? logit : logit + shift[edge];
    }

    /** Derivative of an edge's logit by its score. */
    float slope(int edge) {
        return scale == null ? 1f : scale[edge];
    }
}
