package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.cluster.TargetDistribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EarlyStopping} remembers during one stage: the best weights and their score, the labels of the last evaluation, and the
 * target distribution that scores are measured against. Scores are losses on fixed pairs against a fixed target, so they are comparable;
 * lower is better. Empty unless {@link dev.kindred.model.Safeguards} ask for evaluations.
 */
final class Selection {
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;
    private int sinceBest;
    /** Weights at the best evaluation, one array for each parameter; null before the first evaluation. */
    private float @Nullable [][] bestWeights;
    /** {@code [n]} clusters at the last evaluation, in training order; null before the first evaluation. */
    private int @Nullable [] lastLabels;
    /** Target distribution that finetuning is scored against; null before its first evaluation. */
    private @Nullable TargetDistribution target;

    /** Records an evaluation and copies the weights if its score is the best so far. */
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

    /** Restores the best weights. Returns their epoch, or 0 if nothing was evaluated or the last evaluation was the best. */
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

    /** Share of the nodes whose cluster changed since the last evaluation, from 0 to 1; 1 at the first. */
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
