package dev.kindred.sweep;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Trainer;
import dev.kindred.train.TrainingOptions;

/** The network before its head: trained once, it serves every number of clusters. */
public final class Pretraining {
    private Pretraining() {}

    /**
     * The embedding after pretraining. It does not depend on k.
     *
     * @param config whose stage of finetuning is left out
     * @return {@code [n x h]}
     */
    public static Matrix embedding(AttributedGraph graph, ModelConfig config, TrainingOptions options) {
        StageConfig none = new StageConfig(
                0,
                config.schedule().finetune().learningRate(),
                config.schedule().finetune().weightDecay());
        return Trainer.fit(graph, config.withStages(config.schedule().pretrain(), none), options)
                .embedding();
    }
}
