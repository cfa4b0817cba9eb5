package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.cluster.TargetDistribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Early stopping and the choice of the kept weights in one stage, by a score that stays the same measure from evaluation to evaluation: the
 * losses on fixed pairs against a fixed target. Lower is better. Empty as long as {@link dev.kindred.model.Safeguards} do not ask for it.
 */
final class Selection {
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;
    private int sinceBest;
    /** One array a parameter: the weights of the best evaluation; null before the first. */
    private float @Nullable [][] bestWeights;
    /** {@code [n]} clusters at the last evaluation; null before the first. */
    private int @Nullable [] lastLabels;
    /** What finetuning is judged against; null until it began. */
    private @Nullable TargetDistribution target;

    /** Takes note of an evaluation; the weights are copied where it is the best so far. */
    void evaluated(double score, int epoch, List<Parameter> parameters) {
        if (score < best) {
            best = score;
            bestEpoch = epoch;
            sinceBest = 0;
            float[][] kept = bestWeights == null ? new float[parameters.size()][] : bestWeights;
            for (int i = 0; i < kept.length; i++) {
                kept[i] = parameters.get(i).value().data().clone();
            }
            bestWeights = kept;
        } else {
            sinceBest++;
        }
    }

    /** Puts the best weights back; returns their epoch, or 0 where nothing was evaluated or the last weights are the best. */
    int takeBest(List<Parameter> parameters) {
        float[][] kept = bestWeights;
        if (kept == null || sinceBest == 0) {
            return 0;
        }
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(kept[i], 0, parameters.get(i).value().data(), 0, kept[i].length);
        }
        return bestEpoch;
    }

    /** Share of the nodes whose cluster is another than at the last evaluation; 1 at the first. */
    double changedShare(int[] labels) {
        int[] before = lastLabels;
        lastLabels = labels;
        if (before == null) {
            return 1;
        }
        long changed = 0;
        for (int i = 0; i < labels.length; i++) {
            changed += labels[i] == before[i] ? 0 : 1;
        }
        return (double) changed / labels.length;
    }

    double best() {
        return best;
    }

    int bestEpoch() {
        return bestEpoch;
    }

    /** Evaluations since the best one. */
    int sinceBest() {
        return sinceBest;
    }

    float @Nullable [][] bestWeights() {
        return bestWeights;
    }

    int @Nullable [] lastLabels() {
        return lastLabels;
    }

    @Nullable
    TargetDistribution target() {
        return target;
    }

    void setTarget(TargetDistribution fixed) {
        target = fixed;
    }

    void restoreBest(double score, int epoch, int since, float[][] weights) {
        best = score;
        bestEpoch = epoch;
        sinceBest = since;
        bestWeights = weights;
    }

    void restoreLabels(int[] labels) {
        lastLabels = labels;
    }
}
